"""Small distributions: the normal curve, a gamma tail, and times with weights.

This module must not know what is distributed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROOT_TWO = math.sqrt(2)
_LEAST = 1e-9
FIFTHS = (-1.2816, -0.5244, 0.0, 0.5244, 1.2816)
"""Five points that stand for a fifth of a normal curve each."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Whether something happens in time, and when, given that it does."""

    chance: float
    """0 to 1."""
    low: float | None = None
    """One in ten are sooner; seconds from now, like the next two. None when it cannot happen in time."""
    median: float | None = None
    high: float | None = None
    """One in ten are later."""


def normal_cdf(value: float) -> float:
    """The part of a normal curve below a value, in standard deviations from its middle."""
    return 0.5 * math.erfc(-value / _ROOT_TWO)


def gamma_tail(least: float, mean: float, variance: float) -> float:
    """The part of a gamma distribution above `least`, near enough (Wilson and Hilferty's cube root)."""
    shape = mean * mean / variance
    return normal_cdf(((1 - 1 / (9 * shape)) - math.cbrt(least / mean)) * 3 * math.sqrt(shape))


def weighted(chance: float, times: Iterable[tuple[float, float]], tail: float) -> Distribution:
    """Odds with the times at which it may happen: seconds from now, weight. `tail` is left out on each side."""
    ordered = sorted(times)
    if not ordered or not any(weight for _, weight in ordered):
        return Distribution(chance)
    whole = math.fsum(weight for _, weight in ordered)
    return Distribution(chance, *(_quantile(ordered, part * whole) for part in (tail, 0.5, 1 - tail)))


def recalibrated(odds: Distribution, more: float, sharper: float) -> Distribution:
    """The same odds with another chance: its logarithmic odds times `sharper`, and `more` on top."""
    chance = min(max(odds.chance, _LEAST), 1 - _LEAST)
    return replace(odds, chance=1 / (1 + math.exp(-more - sharper * math.log(chance / (1 - chance)))))


def shifted(odds: Distribution, passed: float) -> Distribution:
    """The same odds with times counted from `passed` seconds later; what is over is now."""
    if odds.low is None or odds.median is None or odds.high is None:
        return odds
    return Distribution(odds.chance, *(max(time - passed, 0.0) for time in (odds.low, odds.median, odds.high)))


def _quantile(ordered: list[tuple[float, float]], mass: float) -> float:
    """Where the mass is reached, each weight spread evenly since the time before."""
    passed, before = 0.0, ordered[0][0]
    for time, weight in ordered:
        if weight and passed + weight >= mass:
            return before + (time - before) * (mass - passed) / weight
        passed, before = passed + weight, time
    return ordered[-1][0]
