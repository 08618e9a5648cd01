"""The readings of one window as a curve that can be reckoned with, and the door to those who keep such readings.

Readings come from several programs, some late, some twice, some wrong: here they become one curve that never falls.
This module must not know where readings are kept, nor what is made of a curve.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import le, lt
from typing import TYPE_CHECKING, Protocol

from brim.errors import BrimError
from brim.words import forecastinput as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

FULL = 100.0
_FALL = 3.0
"""Percent points by which a figure must fall before it counts as anything but rounding."""
_MOST = 10_000.0
"""Percent; nobody means more."""

type Point = tuple[datetime, float]
"""When a figure was true, and the percent used then."""
type Curve = list[tuple[float, float]]
"""Seconds since the epoch and percent used, both never falling, no second twice."""


class CurveError(BrimError):
    """Readings that nothing can be reckoned with."""


@dataclass(frozen=True, slots=True)
class WindowCurve:
    """The readings of one window, from its beginning to its reset or to the newest."""

    points: tuple[Point, ...]
    """In any order; changes are enough. Times are aware."""
    resets_at: datetime | None = None
    """When the window ended or will end; None when nobody said."""


class CurveSource(Protocol):
    """Whoever keeps readings."""

    async def courses(self, account: str, window: str, *, since: datetime) -> tuple[WindowCurve, ...]:
        """The courses of the windows of `account` that held readings after `since`, oldest first.

        `window` is a Window's id. The last course is that of the running window, if there is one.
        """
        ...


def points_between(points: Iterable[Point], begins: float, ends: float) -> Curve:
    """The points between two times (seconds since the epoch, both included) as a curve; empty when there is none.

    Late and doubled points fall into place; figures that cannot be meant are left out. A fall that lasts is a reset:
    only what follows it counts. One that the next points take back was a wrong figure. Over 100 percent is kept.
    Raises CourseError for a time without a zone.
    """
    found = [
        (at, percent)
        for when, percent in points
        if 0 <= percent <= _MOST and begins <= (at := when.timestamp() if when.tzinfo else seconds(when)) <= ends
    ]
    found.sort()
    times, percents = [at for at, _ in found], [percent for _, percent in found]
    if all(map(lt, times, times[1:])) and all(map(le, percents, percents[1:])):
        return found
    made: Curve = []
    last, high = -math.inf, 0.0
    for at, percent in _since_reset(found):
        if percent > high:  # noqa: PLR1730 - thousands of readings, and max() is a call
            high = percent
        if at == last:
            made.pop()
        made.append((at, high))
        last = at
    return made


def thinned[T](points: Sequence[T], most: int) -> Sequence[T]:
    """At most about so many of the points (or whatever stands for them), evenly chosen, with the last one."""
    step = -(-len(points) // most)
    return points if step <= 1 else (*points[:-1:step], points[-1])


def seconds(when: datetime) -> float:
    """Seconds since the epoch; raises CourseError for a time without a zone, which could be any of 24 hours."""
    if when.tzinfo is None:
        raise CurveError(*words.missing_time_zone(when.isoformat()))
    return when.timestamp()


def _since_reset(found: Curve) -> Curve:
    """What follows the last fall that lasts for at least two figures."""
    highest, index = 0.0, len(found) - 1
    while index > 0:
        percent, before = found[index][1], found[index - 1][1]
        if percent > highest:  # noqa: PLR1730 - as above
            highest = percent
        if before - highest > _FALL and len(found) - index > 1:
            return found[index:]
        index -= 1
    return found
