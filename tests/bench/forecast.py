"""How good the forecast is: `forecast.py [--seeds N] [--first SEED] [--history FILE]`.

Simulated people of the kinds that the forecast was tuned with, and strangers of kinds that it was not, with seeds that
it never saw; what they would have been told at some moments, and what really happened. With `--history` the same of
real windows, from a file that `brim history export` wrote. `gain` is by how much the Brier score is better than that
of the best simple rule. Nothing is asserted here; tests/backend/forecast/test-backtest.py asserts the ranking.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.forecast.predict import predict
from tests.bench import people, strangers
from tests.bench.answers import CALENDAR, told
from tests.bench.limits import cases, moment
from tests.bench.measure import spread, table
from tests.bench.replay import replayed
from tests.bench.scores import RULES, baselines, calibration, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.bench.limits import Case
    from tests.bench.scores import Told

_PER = 20
"""Questions about the sessions of each person, and about the weeks."""
_EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def main() -> None:
    """Ask about everybody and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=16, metavar="N", help="people of each kind")
    parser.add_argument("--first", type=int, default=1_000, metavar="SEED", help="the seed of the first of them")
    parser.add_argument(
        "--history", type=Path, metavar="FILE", help="real readings, as brim history export writes them"
    )
    chosen = parser.parse_args()
    if chosen.history is not None:
        with chosen.history.open("rb") as raw:
            _report({"history": list(replayed(raw, chosen.history.name))})
        return
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    _report(
        {
            "people": [
                case for kind, one in people.KINDS.items() for seed in seeds for case in cases(kind, one, seed, _PER)
            ],
            "strangers": [
                case for kind, one in strangers.KINDS.items() for seed in seeds for case in cases(kind, one, seed, _PER)
            ],
        }
    )


def _report(groups: dict[str, list[Case]]) -> None:
    answers = {name: [told(case) for case in found] for name, found in groups.items()}
    rows = [("who", "window", "cases", "hit", "Brim", *RULES, "base rate", "gain", "error", "by pace", "coverage")]
    for name, found in groups.items():
        both = list(zip(found, answers[name], strict=True))
        for kind in dict.fromkeys(case.kind for case in found):
            rows += _rows(kind, [one for one in both if one[0].kind == kind], windows=False)
        rows += _rows(f"all {name}", both, windows=True)
    table("Brier scores (0 is perfect), median error of the run-out time in minutes, coverage of the interval", rows)
    for name, found in groups.items():
        table(
            f"of {name}: said, came true, cases",
            [
                (f"{said:.1%}", f"{came:.1%}", f"{count}")
                for said, came, count in calibration(found, answers[name], _EDGES)
            ],
        )
    print(
        f"\none forecast in milliseconds: {spread(list(_timed(case for found in groups.values() for case in found)))}"
    )


def _rows(name: str, both: Sequence[tuple[Case, Told]], *, windows: bool) -> Iterable[tuple[str, ...]]:
    """A line of scores; with `windows` one for each kind of window besides."""
    kinds = dict.fromkeys(case.window for case, _ in both) if windows else ()
    for window in ("", *kinds):
        some = [one for one in both if window in {"", one[0].window}]
        if some:
            yield _row(name, window or "all", [case for case, _ in some], [one for _, one in some])


def _row(name: str, window: str, found: Sequence[Case], answers: Sequence[Told]) -> tuple[str, ...]:
    mine, others = score(found, answers), baselines(found)
    pace = score(found, [RULES["even pace"](case) for case in found])
    best = min(others.values())
    hits = sum(case.hit is not None for case in found)
    return (
        name,
        window,
        f"{len(found)}",
        f"{hits / len(found):.0%}",
        f"{mine.brier:.4f}",
        *(f"{brier:.4f}" for brier in others.values()),
        f"{1 - mine.brier / best:.0%}" if best else "",
        f"{mine.error:.0f}" if hits else "",
        f"{pace.error:.0f}" if hits else "",
        f"{mine.coverage:.0%}" if hits else "",
    )


def _timed(found: Iterable[Case]) -> Iterable[float]:
    """Seconds of processor time of each forecast, of one case in ten."""
    for index, case in enumerate(found):
        if index % 10 == 0:
            question, now = case.question(), moment(case.now)
            began = time.process_time()
            predict(question, now, CALENDAR)
            yield time.process_time() - began


if __name__ == "__main__":
    main()
