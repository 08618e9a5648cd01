"""Small probability distributions: the normal CDF, a gamma tail, and the time of an event.

This module must not know what is distributed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROOT_TWO = math.sqrt(2)
_MIN_CHANCE = 1e-9
QUINTILE_MIDPOINTS = (-1.2816, -0.5244, 0.0, 0.5244, 1.2816)
"""Five points of the standard normal distribution; each represents one fifth of it."""


@dataclass(frozen=True, slots=True)
class TimeDistribution:
    """Whether an event happens in time, and when, given that it does."""

    chance: float
    """Probability, 0 to 1."""
    p10: float | None = None
    """10th percentile in seconds from now, as are the next two times. None when the event cannot happen in time."""
    median: float | None = None
    p90: float | None = None
    """90th percentile."""


def normal_cdf(value: float) -> float:
    """The part of the standard normal distribution below a value, in standard deviations from the mean."""
    return 0.5 * math.erfc(-value / _ROOT_TWO)


def gamma_tail(threshold: float, mean: float, variance: float) -> float:
    """The part of a gamma distribution above `threshold`, approximated with Wilson and Hilferty's cube root."""
    shape = mean * mean / variance
    return normal_cdf(((1 - 1 / (9 * shape)) - math.cbrt(threshold / mean)) * 3 * math.sqrt(shape))


def from_weighted_times(chance: float, times: Iterable[tuple[float, float]], tail: float) -> TimeDistribution:
    """A distribution from possible event times (seconds from now, weight).

    The interval leaves out the part `tail` of all weight on each side.
    """
    ordered = sorted(times)
    if not ordered or not any(weight for _, weight in ordered):
        return TimeDistribution(chance)
    total = math.fsum(weight for _, weight in ordered)
    return TimeDistribution(chance, *(_quantile(ordered, part * total) for part in (tail, 0.5, 1 - tail)))


def recalibrated(distribution: TimeDistribution, offset: float, slope: float) -> TimeDistribution:
    """The same distribution with a recalibrated chance: its logarithmic odds times `slope`, plus `offset`."""
    chance = min(max(distribution.chance, _MIN_CHANCE), 1 - _MIN_CHANCE)
    return replace(distribution, chance=1 / (1 + math.exp(-offset - slope * math.log(chance / (1 - chance)))))


def shifted(distribution: TimeDistribution, elapsed: float) -> TimeDistribution:
    """The same distribution with times counted from `elapsed` seconds later; a time that has passed becomes 0."""
    if distribution.p10 is None or distribution.median is None or distribution.p90 is None:
        return distribution
    times = (distribution.p10, distribution.median, distribution.p90)
    return TimeDistribution(distribution.chance, *(max(time - elapsed, 0.0) for time in times))


def _quantile(ordered: list[tuple[float, float]], mass: float) -> float:
    """The time at which the mass is reached; each weight is spread evenly since the time before."""
    cumulated, before = 0.0, ordered[0][0]
    for time, weight in ordered:
        if weight and cumulated + weight >= mass:
            return before + (time - before) * (mass - cumulated) / weight
        cumulated, before = cumulated + weight, time
    return ordered[-1][0]
