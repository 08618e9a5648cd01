"""The range of each figure, and sums of figures. Pure. This module must not know how points are divided.

Widths were measured with invented people (`tests/bench/usagepoints.py`): they hold nine of ten true values.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.backend.costs.points.values import Points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.backend.costs.points.values import Multipliers

_STEPS, _PART = 0.5, 0.03
_NEW = 0.9
"""Over the number of stretches: how much more may be wrong while little is learned."""
_SPREADS = 1.6
"""Standard deviations that hold nine of ten."""
_ELSEWHERE_STEPS = 1.0
UNKNOWN = 1.0
"""The doubt where nothing is learned."""


def doubt(learned: Multipliers | None) -> float:
    """The part of a figure by which it may be wrong, besides the step of the readings."""
    if learned is None or learned.stretches == 0:
        return UNKNOWN
    return min(UNKNOWN, _PART + _NEW / learned.stretches + _SPREADS * learned.spread)


def local_range(value: float, percent: float, step: float, doubted: float) -> Points:
    """The points of a project, session or model of a window with so many percent.

    A reading may be rounded down, so the truth is rather above it: half a step, of which each figure has its part.
    """
    half = _STEPS * step + doubted * value
    rounded = step / 2 * (value / percent) if percent > 0 else 0.0
    return Points(value, max(0.0, value - half), min(value + half + rounded, max(value, percent + step)))


def elsewhere_range(value: float, percent: float, step: float, doubted: float) -> Points:
    """The points of all that no answer here explains: wrong by as much as all local points together."""
    half = _ELSEWHERE_STEPS * step + doubted * percent
    return Points(value, max(0.0, value - half), min(value + half, max(value, percent + step)))


def total(parts: Iterable[Points]) -> Points:
    """The sum of figures of several windows, whose errors are independent but for what was learned."""
    value = low = high = below = above = 0.0
    for part in parts:
        value += part.value
        low += part.value - part.low
        high += part.high - part.value
        below += (part.value - part.low) ** 2
        above += (part.high - part.value) ** 2
    return Points(value, max(0.0, value - (low + math.sqrt(below)) / 2), value + (high + math.sqrt(above)) / 2)
