"""The use ahead in a session, predicted from the running window alone, while little is known of the person.

The use ahead is lognormal. Its median grows with the time ahead: by the long-run rate, which fades because people stop,
and by the excess or lack of the present rate, which fades sooner. While the window is young, the long-run rate is
mostly a usual one. The spread is wide while little was used (a small sample) and while little is left (a few prompts
decide). Times are in minutes of a five-hour window; the caller scales other lengths. This module must not know earlier
windows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.forecast.distributions import normal_cdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.forecast.windowcurve import Curve

USUAL_RATE = 0.32
"""Points a minute of a person at work, before anything is known."""
_USUAL_MINUTES = 110.0
"""Weight of the usual rate, in minutes of this window."""
_LONG_RUN_DECAY, _EXCESS_DECAY = 270.0, 115.0
"""Minutes in which the long-run rate, and the excess of the present rate, fade to a third."""
_PRESENT_MINUTES, _PRESENT_IDLE = 5.4, 3.0
"""Time constant of the present rate, and the idle minutes that are added to it against random peaks."""
_IDLE_MINUTES, _IDLE_PART = 118.0, 0.15
"""Time constant of a pause, in minutes, and the part of the long-run rate that remains after a long pause."""
_SIGMA, _PER_USED, _PER_LEFT, _MIN_USED, _MIN_LEFT = 0.76, 2.0, 14.0, 0.6, 0.25
"""Variance of the logarithm: the first squared, plus the second over points used, plus the third over points left."""
_EPSILON = 1e-3
_STEPS = 30


@dataclass(frozen=True, slots=True)
class Prior:
    """The lognormal use ahead."""

    long_run: float
    """Points that the long-run rate adds in the end."""
    excess: float
    """Points that the present rate adds to that, or takes away."""
    left: float
    """Points to the limit."""
    sigma: float
    """Standard deviation of the logarithm."""

    def chance(self, minutes: float) -> float:
        """The probability that the limit is hit within the minutes."""
        long_run = self.long_run * (1 - math.exp(-minutes / _LONG_RUN_DECAY))
        median = max(_EPSILON, long_run + self.excess * (1 - math.exp(-minutes / _EXCESS_DECAY)))
        return normal_cdf(math.log(median / self.left) / self.sigma)

    def hit_times(self, minutes: float) -> Iterator[tuple[float, float]]:
        """When the limit is hit within the minutes: minutes from now, and the chance of it since the time before."""
        before = 0.0
        for step in range(1, _STEPS + 1):
            at = minutes * (step / _STEPS) ** 2
            chance = max(before, self.chance(at))
            yield at, chance - before
            before = chance


def prior(curve: Curve, minutes: float, left: float, usual_rate: float) -> Prior:
    """The prior for the running window.

    `curve` is in minutes since the start of the window, `minutes` is how long it has run, `left` is the points to the
    limit, and `usual_rate` is in points a minute.
    """
    used = curve[-1][1] if curve else 0.0
    activity = math.exp(-(minutes - _last_rise(curve)) / _IDLE_MINUTES)
    usual = (used + usual_rate * _USUAL_MINUTES) / (minutes + _USUAL_MINUTES)
    long_run = usual * (activity + (1 - activity) * _IDLE_PART)
    excess = present_rate(curve, minutes, _PRESENT_MINUTES, _PRESENT_IDLE) * activity - long_run
    sigma = math.sqrt(_SIGMA**2 + _PER_USED / (used + _MIN_USED) + _PER_LEFT / (left + _MIN_LEFT))
    return Prior(long_run * _LONG_RUN_DECAY, excess * _EXCESS_DECAY, left, sigma)


def present_rate(curve: Curve, now: float, time_constant: float, idle: float = 0.0) -> float:
    """Points per unit of time right now, exponentially weighted.

    Use that is `time_constant` old counts a third; `idle` is idle time that is added.
    """
    used = since = weighted = 0.0
    for at, percent in curve:
        if percent > used:
            new, old = (now - at) / time_constant, (now - since) / time_constant
            weight = (math.exp(-new) - math.exp(-old)) / (old - new) if old - new > _EPSILON else math.exp(-new)
            weighted += (percent - used) * weight
            used = percent
        since = at
    span = time_constant * (1 - math.exp(-now / time_constant)) + idle
    return weighted / span if span > 0 else 0.0


def _last_rise(curve: Curve) -> float:
    used, last = 0.0, 0.0
    for at, percent in curve:
        if percent > used:
            used, last = percent, at
    return last
