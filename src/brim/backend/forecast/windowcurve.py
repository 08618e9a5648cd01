"""The readings of one window as a curve that can be computed with, and the protocol of the source of such readings.

Readings come from several programs, some late, some twice, some wrong; here they become one curve that never falls.
This module must not know where readings are stored, nor what is computed from a curve.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import le, lt
from typing import TYPE_CHECKING, Protocol

from brim.errors import BrimError
from brim.model.numbers import MAX_PERCENT
from brim.words import forecastinput as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

FULL = 100.0
_MIN_FALL = 3.0
"""Percent points by which a figure must fall before it counts as more than rounding."""

type Point = tuple[datetime, float]
"""When a figure was true, and the percent used then."""
type Curve = list[tuple[float, float]]
"""Seconds since the epoch and percent used, both never falling, no second twice."""


class CurveError(BrimError):
    """Readings that cannot be computed with."""


@dataclass(frozen=True, slots=True)
class WindowCurve:
    """The readings of one window, from its start to its reset or to the newest reading."""

    points: tuple[Point, ...]
    """In any order; changes are enough. Times have a zone."""
    resets_at: datetime | None = None
    """When the window ended or will end; None when it is unknown."""


class CurveSource(Protocol):
    """A store of readings."""

    async def window_curves(self, account: str, window: str, *, since: datetime) -> tuple[WindowCurve, ...]:
        """The curves of the windows of `account` that have readings after `since`, oldest first.

        `window` is a Window's id. The last curve is that of the running window, if there is one.
        """
        ...


def curve_between(points: Iterable[Point], start: float, end: float) -> Curve:
    """The points between two times (seconds since the epoch, both included) as a curve; may be empty.

    Late and doubled points are put in order; impossible figures are left out. A fall that lasts is a reset: only the
    points after it count. A fall that the next points take back was a wrong figure. Figures over 100 percent stay.
    Raises CurveError for a time without a zone.
    """
    curve = [
        (at, percent)
        for when, percent in points
        if 0 <= percent <= MAX_PERCENT and start <= (at := when.timestamp() if when.tzinfo else seconds(when)) <= end
    ]
    curve.sort()
    times, percents = [at for at, _ in curve], [percent for _, percent in curve]
    if all(map(lt, times, times[1:])) and all(map(le, percents, percents[1:])):
        return curve
    rising: Curve = []
    last, highest = -math.inf, 0.0
    for at, percent in _after_reset(curve):
        if percent > highest:  # noqa: PLR1730 - thousands of readings, and max() is a call
            highest = percent
        if at == last:
            rising.pop()
        rising.append((at, highest))
        last = at
    return rising


def thinned[T](points: Sequence[T], max_points: int) -> Sequence[T]:
    """About `max_points` of the points at most, evenly chosen, with the last one; points may have any form."""
    step = -(-len(points) // max_points)
    return points if step <= 1 else (*points[:-1:step], points[-1])


def seconds(when: datetime) -> float:
    """Seconds since the epoch; raises CurveError for a time without a zone, which could be any of 24 hours."""
    if when.tzinfo is None:
        raise CurveError(*words.missing_time_zone(when.isoformat()))
    return when.timestamp()


def _after_reset(curve: Curve) -> Curve:
    """The points after the last fall that lasts for at least two figures."""
    highest, index = 0.0, len(curve) - 1
    while index > 0:
        percent, before = curve[index][1], curve[index - 1][1]
        if percent > highest:  # noqa: PLR1730 - as above
            highest = percent
        if before - highest > _MIN_FALL and len(curve) - index > 1:
            return curve[index:]
        index -= 1
    return curve
