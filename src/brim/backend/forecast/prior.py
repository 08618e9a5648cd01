"""What to expect of anybody: the use ahead in a session by how it went so far, while little is known of a person.

Use ahead is lognormal. Its middle grows with the time ahead: at the long-run rate, fading because people stop, and by
the excess or lack of the rate right now, fading sooner. The long-run rate leans on a usual one while the window is
young. The spread is wide while little was used (a small sample) and while little is left (a few prompts decide).
Times are in minutes of a five-hour window; other lengths are brought to that scale before. This module must not know
earlier windows.
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
"""Points a minute of somebody at work, before anything is known."""
_USUAL_MINUTES = 110.0
"""The usual rate counts like so many minutes of this window."""
_LONG_LASTS, _EXCESS_LASTS = 270.0, 115.0
"""Minutes in which the long-run rate, and the excess of the present one, fade to a third."""
_NOW_MINUTES, _NOW_BALLAST = 5.4, 3.0
"""The present rate looks back so far, and so much idleness is added against chance."""
_IDLE_MINUTES, _IDLE_RATE = 118.0, 0.15
"""After so long a pause the long-run rate has fallen a third of the way to this part of itself."""
_SPREAD, _FEW_USED, _FEW_LEFT, _NONE_USED, _SMALL = 0.76, 2.0, 14.0, 0.6, 0.25
"""Variance of the logarithm: the first squared, the second over points used, the third over points left."""
_LEAST = 1e-3
_STEPS = 30


@dataclass(frozen=True, slots=True)
class Prior:
    """The use ahead."""

    long: float
    """Points that the long-run rate brings in the end."""
    excess: float
    """Points that the present rate brings on top, or takes away."""
    left: float
    """Points to the limit."""
    spread: float
    """Standard deviation of the logarithm."""

    def chance(self, minutes: float) -> float:
        """That the limit is hit within the minutes."""
        long = self.long * (1 - math.exp(-minutes / _LONG_LASTS))
        middle = max(_LEAST, long + self.excess * (1 - math.exp(-minutes / _EXCESS_LASTS)))
        return normal_cdf(math.log(middle / self.left) / self.spread)

    def times(self, minutes: float) -> Iterator[tuple[float, float]]:
        """When the limit is hit within the minutes: minutes from now, and the chance of it since the time before."""
        before = 0.0
        for step in range(1, _STEPS + 1):
            at = minutes * (step / _STEPS) ** 2
            chance = max(before, self.chance(at))
            yield at, chance - before
            before = chance


def prior(curve: Curve, minutes: float, left: float, usual_rate: float) -> Prior:
    """Judge by the running window.

    `curve` is in minutes since its beginning, `minutes` is how far it is now, `usual_rate` is in points a minute.
    """
    used = curve[-1][1] if curve else 0.0
    pause = math.exp(-(minutes - _last_rise(curve)) / _IDLE_MINUTES)
    long = (used + usual_rate * _USUAL_MINUTES) / (minutes + _USUAL_MINUTES) * (pause + (1 - pause) * _IDLE_RATE)
    excess = rate(curve, minutes, _NOW_MINUTES, _NOW_BALLAST) * pause - long
    spread = math.sqrt(_SPREAD**2 + _FEW_USED / (used + _NONE_USED) + _FEW_LEFT / (left + _SMALL))
    return Prior(long * _LONG_LASTS, excess * _EXCESS_LASTS, left, spread)


def rate(curve: Curve, now: float, back: float, ballast: float = 0.0) -> float:
    """Points per unit of time right now; use `back` ago counts a third, and `ballast` is idle time added."""
    used = since = weighed = 0.0
    for at, percent in curve:
        if percent > used:
            new, old = (now - at) / back, (now - since) / back
            share = (math.exp(-new) - math.exp(-old)) / (old - new) if old - new > _LEAST else math.exp(-new)
            weighed += (percent - used) * share
            used = percent
        since = at
    span = back * (1 - math.exp(-now / back)) + ballast
    return weighed / span if span > 0 else 0.0


def _last_rise(curve: Curve) -> float:
    used, last = 0.0, 0.0
    for at, percent in curve:
        if percent > used:
            used, last = percent, at
    return last
