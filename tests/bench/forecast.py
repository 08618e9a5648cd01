"""The quality of the forecast: `forecast.py [--seeds N] [--first SEED] [--history FILE]`.

The forecast is asked at random moments about simulated people of the kinds that it was tuned with, and of kinds in a
holdout set, both with seeds that it was not tuned with. With `--history` the cases are real windows from a file of
`brim history export`. `gain` is by how much the Brier score is better than that of the best simple rule. Nothing is
asserted here; tests/backend/forecast/test-backtest.py asserts the ranking.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.forecast.predict import predict
from tests.bench import holdout, people
from tests.bench.limits import moment, simulated_cases
from tests.bench.measure import spread, table
from tests.bench.predictions import CALENDAR, prediction_for
from tests.bench.replay import cases_from_history
from tests.bench.scores import RULES, baselines, calibration, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.bench.limits import Case
    from tests.bench.scores import Prediction

_QUESTIONS_PER_PERSON = 20
"""The number of questions about the sessions of each person, and about the weeks."""
_EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def main() -> None:
    """Score the forecasts of all cases, and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=16, metavar="N", help="people of each kind")
    parser.add_argument("--first", type=int, default=1_000, metavar="SEED", help="the seed of the first of them")
    parser.add_argument(
        "--history", type=Path, metavar="FILE", help="real readings, as brim history export writes them"
    )
    chosen = parser.parse_args()
    if chosen.history is not None:
        with chosen.history.open("rb") as raw:
            _report({"history": list(cases_from_history(raw, chosen.history.name))})
        return
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    _report(
        {
            "people": [
                case
                for kind, person in people.KINDS.items()
                for seed in seeds
                for case in simulated_cases(kind, person, seed, _QUESTIONS_PER_PERSON)
            ],
            "holdout": [
                case
                for kind, person in holdout.KINDS.items()
                for seed in seeds
                for case in simulated_cases(kind, person, seed, _QUESTIONS_PER_PERSON)
            ],
        }
    )


def _report(groups: dict[str, list[Case]]) -> None:
    answers = {name: [prediction_for(case) for case in cases] for name, cases in groups.items()}
    rows = [("who", "window", "cases", "hit", "Brim", *RULES, "base rate", "gain", "error", "by pace", "coverage")]
    for name, cases in groups.items():
        pairs = list(zip(cases, answers[name], strict=True))
        for kind in dict.fromkeys(case.kind for case in cases):
            rows += _rows(kind, [pair for pair in pairs if pair[0].kind == kind], windows=False)
        rows += _rows(f"all {name}", pairs, windows=True)
    table("Brier scores (0 is perfect), median error of the run-out time in minutes, coverage of the interval", rows)
    for name, cases in groups.items():
        table(
            f"{name}: chance, share that hit, cases",
            [
                (f"{chance:.1%}", f"{hit_share:.1%}", f"{count}")
                for chance, hit_share, count in calibration(cases, answers[name], _EDGES)
            ],
        )
    print(
        f"\none forecast in milliseconds: {spread(list(_timed(case for cases in groups.values() for case in cases)))}"
    )


def _rows(name: str, pairs: Sequence[tuple[Case, Prediction]], *, windows: bool) -> Iterable[tuple[str, ...]]:
    """A row of scores; with `windows`, also one for each kind of window."""
    kinds = dict.fromkeys(case.window for case, _ in pairs) if windows else ()
    for window in ("", *kinds):
        selected = [pair for pair in pairs if window in {"", pair[0].window}]
        if selected:
            yield _row(name, window or "all", [case for case, _ in selected], [pair for _, pair in selected])


def _row(name: str, window: str, cases: Sequence[Case], answers: Sequence[Prediction]) -> tuple[str, ...]:
    brim, others = score(cases, answers), baselines(cases)
    pace = score(cases, [RULES["even pace"](case) for case in cases])
    best = min(others.values())
    hits = sum(case.hit is not None for case in cases)
    return (
        name,
        window,
        f"{len(cases)}",
        f"{hits / len(cases):.0%}",
        f"{brim.brier:.4f}",
        *(f"{brier:.4f}" for brier in others.values()),
        f"{1 - brim.brier / best:.0%}" if best else "",
        f"{brim.error:.0f}" if hits else "",
        f"{pace.error:.0f}" if hits else "",
        f"{brim.coverage:.0%}" if hits else "",
    )


def _timed(cases: Iterable[Case]) -> Iterable[float]:
    """The seconds of processor time of a forecast, for one case in ten."""
    for index, case in enumerate(cases):
        if index % 10 == 0:
            question, now = case.question(), moment(case.now)
            began = time.process_time()
            predict(question, now, CALENDAR)
            yield time.process_time() - began


if __name__ == "__main__":
    main()
