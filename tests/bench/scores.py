"""Scores of forecasts: Brier score, error of the run-out time, coverage of the interval; simple rules to compare with.

This module must not know who is simulated, or how a forecast is made.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

from brim.backend.forecast.windowcurve import FULL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.limits import Case

_RECENT_MINUTES = 30.0
"""The minutes of use that the rule `last 30 min` extrapolates."""
_MIN_WINDOW_PART = 0.03
"""The part of a window that must have passed before other gauges make a forecast."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A forecast of one case; times are in minutes, None where there is none."""

    chance: float
    median: float | None = None
    low: float | None = None
    high: float | None = None


type Predictor = Callable[[Case], Prediction]


def _linear(case: Case, rate: float) -> Prediction:
    """Extrapolate a constant rate, in percentage points per minute."""
    if rate <= 0:
        return Prediction(0.0)
    full = case.now + (FULL - case.running[-1][1]) / rate
    return Prediction(1.0, full) if full <= case.ends else Prediction(0.0)


def even_pace(case: Case) -> Prediction:
    """The mean rate since the window began."""
    return _linear(case, case.running[-1][1] / (case.now - case.begins))


def recent_rate(case: Case) -> Prediction:
    """The rate of the last thirty minutes."""
    since = max(case.begins, case.now - _RECENT_MINUTES)
    index = bisect_right(case.running, since, key=lambda reading: reading[0])
    before = case.running[index - 1][1] if index else 0.0
    return _linear(case, (case.running[-1][1] - before) / (case.now - since))


def other_gauges(case: Case) -> Prediction:
    """The rule of other gauges: the mean rate, after three percent of the window."""
    gone = (case.now - case.begins) / (case.ends - case.begins)
    return even_pace(case) if gone >= _MIN_WINDOW_PART else Prediction(0.0)


RULES: dict[str, Predictor] = {"even pace": even_pace, "last 30 min": recent_rate, "peers": other_gauges}


@dataclass(frozen=True, slots=True)
class Score:
    """The scores of one predictor over some cases."""

    brier: float
    """The Brier score of "the limit will be reached"; 0 is perfect."""
    error: float
    """Median error of the run-out time in minutes over the cases that hit; without a time, that of the reset."""
    coverage: float
    """The part of the hits that are within the predicted interval."""


def score(cases: Sequence[Case], predictions: Sequence[Prediction]) -> Score:
    """The score of predictions, which are in the order of the cases."""
    pairs = list(zip(cases, predictions, strict=True))
    hits = [(case.hit, case, prediction) for case, prediction in pairs if case.hit is not None]
    errors = [
        abs((case.ends if prediction.median is None else prediction.median) - hit) for hit, case, prediction in hits
    ]
    within = [
        prediction.low is not None and prediction.high is not None and prediction.low <= hit <= prediction.high
        for hit, _, prediction in hits
    ]
    return Score(
        fmean((prediction.chance - (case.hit is not None)) ** 2 for case, prediction in pairs),
        median(errors) if errors else 0.0,
        fmean(within) if within else 0.0,
    )


def base_rate(cases: Sequence[Case]) -> float:
    """The Brier score of a constant chance, which is the share of these cases that hit."""
    share = fmean(case.hit is not None for case in cases)
    return share * (1 - share)


def baselines(cases: Sequence[Case]) -> dict[str, float]:
    """The Brier scores of the simple rules."""
    scores = {name: score(cases, [rule(case) for case in cases]).brier for name, rule in RULES.items()}
    return scores | {"base rate": base_rate(cases)}


def calibration(
    cases: Sequence[Case], predictions: Sequence[Prediction], edges: Sequence[float]
) -> list[tuple[float, float, int]]:
    """For each range of chances between two edges: mean chance, part that hit, and number of cases."""
    rows = []
    for index in range(len(edges) - 1):
        inside = [
            (prediction.chance, case.hit is not None)
            for case, prediction in zip(cases, predictions, strict=True)
            if edges[index] <= prediction.chance < edges[index + 1]
        ]
        if inside:
            rows.append((fmean(chance for chance, _ in inside), fmean(hit for _, hit in inside), len(inside)))
    return rows
