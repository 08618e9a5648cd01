"""How good forecasts are: Brier score, error of the run-out time, coverage of the interval; beside simple rules.

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

_RECENT = 30.0
"""Minutes."""
_YOUNG = 0.03
"""Part of a window before which the rule of peers says nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one case; times in minutes, None where nothing is said."""

    chance: float
    median: float | None = None
    low: float | None = None
    high: float | None = None


type Teller = Callable[[Case], Told]


def _line(case: Case, rate: float) -> Told:
    """All goes on at so many points a minute."""
    if rate <= 0:
        return Told(0.0)
    full = case.now + (FULL - case.running[-1][1]) / rate
    return Told(1.0, full) if full <= case.ends else Told(0.0)


def even_pace(case: Case) -> Told:
    """As on the average since the window began."""
    return _line(case, case.running[-1][1] / (case.now - case.begins))


def recent_rate(case: Case) -> Told:
    """As in the last thirty minutes."""
    since = max(case.begins, case.now - _RECENT)
    index = bisect_right(case.running, since, key=lambda reading: reading[0])
    before = case.running[index - 1][1] if index else 0.0
    return _line(case, (case.running[-1][1] - before) / (case.now - since))


def peers(case: Case) -> Told:
    """What other gauges do: the even pace, once three percent of the window are over."""
    gone = (case.now - case.begins) / (case.ends - case.begins)
    return even_pace(case) if gone >= _YOUNG else Told(0.0)


RULES: dict[str, Teller] = {"even pace": even_pace, "last 30 min": recent_rate, "peers": peers}


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one teller's words about some cases."""

    brier: float
    """Of "will hit"; 0 is perfect."""
    error: float
    """Median error of the run-out time in minutes, over the cases that hit; who gives no time says the reset."""
    coverage: float
    """Part of the hits that came within the interval."""


def score(cases: Sequence[Case], told: Sequence[Told]) -> Score:
    """The score of answers to the cases, in their order."""
    both = list(zip(cases, told, strict=True))
    hits = [(case.hit, case, one) for case, one in both if case.hit is not None]
    errors = [abs((case.ends if one.median is None else one.median) - hit) for hit, case, one in hits]
    within = [one.low is not None and one.high is not None and one.low <= hit <= one.high for hit, _, one in hits]
    return Score(
        fmean((one.chance - (case.hit is not None)) ** 2 for case, one in both),
        median(errors) if errors else 0.0,
        fmean(within) if within else 0.0,
    )


def base_rate(cases: Sequence[Case]) -> float:
    """The Brier score of who knows how many of these cases hit, and nothing else."""
    share = fmean(case.hit is not None for case in cases)
    return share * (1 - share)


def baselines(cases: Sequence[Case]) -> dict[str, float]:
    """The Brier scores of the simple rules."""
    made = {name: score(cases, [rule(case) for case in cases]).brier for name, rule in RULES.items()}
    return made | {"base rate": base_rate(cases)}


def calibration(cases: Sequence[Case], told: Sequence[Told], edges: Sequence[float]) -> list[tuple[float, float, int]]:
    """For each range of chances between two edges: mean chance, part that hit, and number of cases."""
    made = []
    for index in range(len(edges) - 1):
        inside = [
            (one.chance, case.hit is not None)
            for case, one in zip(cases, told, strict=True)
            if edges[index] <= one.chance < edges[index + 1]
        ]
        if inside:
            made.append((fmean(chance for chance, _ in inside), fmean(hit for _, hit in inside), len(inside)))
    return made
