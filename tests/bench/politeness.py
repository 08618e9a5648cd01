"""How old the figure is, and what the requests cost the account: `politeness.py [--quick]`.

A month in fast time, several times: Claude Code on this machine and two other gauges elsewhere share the measured
budget with one policy after the other, that of Brim and those of other gauges. Figures are means over the months; `own`
counts refusals that the policy's requests caused, `early` requests before the end of `retry-after`, both in all months.
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
    """Simulate the months with each policy, and print the results."""
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
                (
                    name,
                    *_row(
                        [
                            policies.simulate(month, seed, policy, with_statusline=with_statusline)
                            for seed, month in months
                        ]
                    ),
                )
                for name, (policy, with_statusline) in rows.items()
            ),
        ],
    )


def _row(results: Sequence[policies.Result]) -> Iterator[str]:
    yield f"{mean(result.requests_per_day for result in results):.1f}"
    yield f"{mean(result.refusals_per_day for result in results):.2f}"
    yield f"{sum(result.self_caused_refusals for result in results)}"
    yield f"{sum(result.early_requests for result in results)}"
    yield f"{mean(result.mean_age for result in results):.0f}"
    yield f"{mean(result.p95_age for result in results):.0f}"
    yield f"{mean(result.p95_age_in_turns for result in results):.0f}"


if __name__ == "__main__":
    main()
