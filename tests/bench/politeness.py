"""How fresh the number is and what that costs the account: `politeness.py [--quick]`.

A month in fast time, several times over: Claude Code on this machine and two gauges elsewhere share the measured budget
with one policy after the other, Brim's and those of its peers. Means over the months; `own` counts refusals that would
not have come without the policy's requests, `early` those before a time that it had been told, both in all months.
Nothing is asserted here; tests/backend/fetching/test-politeness.py asserts the ranking.
"""

from __future__ import annotations

import argparse
from statistics import mean
from typing import TYPE_CHECKING

from loguru import logger

from tests.bench.measure import table
from tests.simulation import policies, workmonth
from tests.simulation.otherpolicies import OTHER_POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.simulation.otherpolicies import Policy


def main() -> None:
    """Live all the months and print what became of each policy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one week, to see that it works")
    quick = parser.parse_args().quick
    logger.remove()
    days, seeds = (7, (1,)) if quick else (30, (1, 2, 3))
    months = [(seed, workmonth.simulate_month(seed, days)) for seed in seeds]
    rows: dict[str, tuple[Policy | None, bool]] = {name: (policy, False) for name, policy in OTHER_POLICIES.items()}
    rows |= {"Brim": (None, False), "Brim with the status line": (None, True)}
    table(
        f"{len(months)} times {days} days; ages in seconds while a person works (p95 too while a session works)",
        [
            ("policy", "requests/day", "429/day", "own", "early", "mean age", "p95", "p95 session"),
            *(
                (name, *_row([policies.simulate(life, seed, policy, with_statusline=tap) for seed, life in months]))
                for name, (policy, tap) in rows.items()
            ),
        ],
    )


def _row(results: Sequence[policies.Result]) -> Iterator[str]:
    yield f"{mean(one.requests_per_day for one in results):.1f}"
    yield f"{mean(one.refusals_per_day for one in results):.2f}"
    yield f"{sum(one.self_caused_refusals for one in results)}"
    yield f"{sum(one.early_requests for one in results)}"
    yield f"{mean(one.mean_age for one in results):.0f}"
    yield f"{mean(one.p95_age for one in results):.0f}"
    yield f"{mean(one.p95_age_in_turns for one in results):.0f}"


if __name__ == "__main__":
    main()
