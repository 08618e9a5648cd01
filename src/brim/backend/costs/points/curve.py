"""The readings of one window as a line that never falls and ends at the last official reading. Pure.

Readings come from several programs, some late, some twice, some wrong. This module must not know what is local.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.model.numbers import MAX_PERCENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.backend.costs.points.values import LimitWindow

WHOLE, FINE = 1.0, 0.1
"""Steps of readings: the server and the program report whole percents, the statusline tenths or finer."""
_RESET_FALL = 3.0
"""Points by which a figure must fall before it is a reset and no correction."""


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """The readings of a window, cleaned."""

    start: float
    """From then on the points of the last reading were used."""
    end: float
    """The reset."""
    begin: float | None
    """Percent at the start; None when it is unknown, after a reset that left something."""
    readings: tuple[tuple[float, float], ...]
    """Seconds since the epoch, rising, and percent used, never falling."""
    step: float

    @property
    def percent(self) -> float:
        """The last official reading."""
        return self.readings[-1][1]

    @property
    def read_at(self) -> float:
        """The time of the last official reading."""
        return self.readings[-1][0]


def reading_line(window: LimitWindow) -> ReadingLine | None:
    """The cleaned readings of a window; None where there is no usable one.

    A reading outside the window, because a clock was set, counts at its nearer end. After a fall that is no correction
    only the later readings count: the limit was reset. Of what a later reading takes back, nothing stays.
    """
    if not (math.isfinite(window.start) and math.isfinite(window.end)) or window.end <= window.start:
        return None
    points = sorted((at, percent) for at, percent in window.readings if percent is not None and _is_usable(at, percent))
    if not points:
        return None
    step = _step(percent for _, percent in points)
    first = _first_after_reset(points)
    start, begin = (window.start, 0.0) if first == 0 else (_within(window, points[first - 1][0]), None)
    last = points[-1][1]
    line: dict[float, float] = {}
    highest = 0.0
    for at, percent in points[first:]:
        highest = max(highest, percent)
        line[_within(window, at)] = min(highest, last)
    return ReadingLine(start, window.end, begin, tuple(line.items()), step)


def _is_usable(at: float, percent: float) -> bool:
    return math.isfinite(at) and 0 <= percent <= MAX_PERCENT


def _within(window: LimitWindow, at: float) -> float:
    return min(max(at, window.start), window.end)


def _first_after_reset(points: list[tuple[float, float]]) -> int:
    """The index of the first reading after the last fall that no later reading takes back."""
    highest = -math.inf
    for index in range(len(points) - 1, 0, -1):
        highest = max(highest, points[index][1])
        if points[index - 1][1] - highest > _RESET_FALL:
            return index
    return 0


def _step(percents: Iterable[float]) -> float:
    """The step of readings: fine ones are whole by chance in one of ten, so most of them are not."""
    distinct = {percent for percent in percents if percent > 0}
    whole = sum(percent.is_integer() for percent in distinct)
    return WHOLE if 2 * whole >= len(distinct) else FINE
