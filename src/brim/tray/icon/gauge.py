"""One figure as a filled length: along a bar, up a column, around a ring, in a battery.

Full colour is a fresh figure, an empty outline an old one, stripes a doubtful one. The mark of the even pace crosses it
or stands beside it.
This module must not know where a gauge stands or what it measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from brim.tray.icon.canvas import arc, corners
from brim.tray.icon.spec import Mark

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Box, Canvas, Point
    from brim.tray.icon.palette import Palette

FULL = 100


class Track(Protocol):
    """The shape along which a gauge fills."""

    @property
    def length(self) -> float:
        """In pixels."""

    def part(self, start: float, end: float, inset: float = 0.0) -> list[Point]:
        """The area between two lengths, `inset` pixels narrower on both sides, or wider when it is negative."""


@dataclass(frozen=True, slots=True)
class Line:
    """A bar from left to right, or a column from the bottom up."""

    box: Box
    upright: bool = False

    @property
    def length(self) -> float:
        """Along the box."""
        left, top, right, bottom = self.box
        return bottom - top if self.upright else right - left

    def part(self, start: float, end: float, inset: float = 0.0) -> list[Point]:
        """A rectangle."""
        left, top, right, bottom = self.box
        if self.upright:
            left, top, right, bottom = left + inset, bottom - end, right - inset, bottom - start
        else:
            left, top, right, bottom = left + start, top + inset, left + end, bottom - inset
        return corners((left, top, right, bottom))


@dataclass(frozen=True, slots=True)
class Ring:
    """Clockwise from the top."""

    centre: Point
    radius: float
    """Of its outer edge."""
    thickness: float

    @property
    def length(self) -> float:
        """Along the middle of the ring."""
        return 2 * 3.14159265 * (self.radius - self.thickness / 2)

    def part(self, start: float, end: float, inset: float = 0.0) -> list[Point]:
        """A sector of the ring."""
        first, last = (360 * at / self.length - 90 for at in (start, end))
        outer = arc(self.centre, self.radius - inset, first, last)
        return outer + arc(self.centre, self.radius - self.thickness + inset, last, first)


class PaceMark(StrEnum):
    """How the mark of the even pace stands to its track."""

    ACROSS = "across"
    """A line through the track."""
    BEYOND = "beyond"
    """A line through the track that stands out of it."""
    BESIDE = "beside"
    """A tick on each side."""


@dataclass(frozen=True, slots=True)
class GaugeValue:
    """What a gauge shows."""

    shown: int | None
    """Percent of the track that is filled."""
    pace: int | None
    """Where the mark of the even pace stands; None for none."""
    mark: Mark
    how: PaceMark = PaceMark.ACROSS


def draw_gauge(canvas: Canvas, track: Track, reading: GaugeValue, colours: Palette, line: float) -> None:
    """Draw trough, filling and pace; `line` is the thickness of thin parts."""
    length, filled = track.length, _filled(track.length, reading.shown, line)
    if reading.shown is None or reading.mark in {Mark.STALE, Mark.BLOCKED, Mark.OFFLINE}:
        for end, colour in ((length, colours.border), (filled, colours.foreground)):
            canvas.polygon(track.part(0, end), colour)
            if end > 2 * line:
                canvas.polygon(track.part(line, end - line, line), colours.background)
        return
    if reading.pace is not None and reading.how is PaceMark.BESIDE:
        draw_ticks(canvas, track, reading.pace, colours, line)
    canvas.polygon(track.part(0, length), colours.trough)
    if filled:
        canvas.polygon(track.part(0, filled), colours.fill)
    if filled and reading.mark is Mark.UNCONFIRMED:
        _cut_stripes(canvas, track, filled, colours, line)
    if reading.pace is not None and reading.how is not PaceMark.BESIDE:
        _draw_across(canvas, track, reading, colours, line)


def draw_ticks(canvas: Canvas, track: Track, pace: int, colours: Palette, line: float) -> None:
    """A tick on each side of a track that is drawn afterwards."""
    start = _start(track, pace, line)
    canvas.polygon(track.part(start, start + line, -3 * line), colours.foreground)
    canvas.polygon(track.part(start, start + line, -line), colours.background)


def _filled(length: float, shown: int | None, line: float) -> float:
    """A little is seen, and what is not full is not drawn full."""
    if not shown:
        return 0.0
    return length if shown >= FULL else max(line, min(length - line, length * shown / FULL))


def _cut_stripes(canvas: Canvas, track: Track, filled: float, colours: Palette, line: float) -> None:
    at = line
    while at < filled:
        canvas.polygon(track.part(at, min(filled, at + line)), colours.trough)
        at += 2 * line


def _start(track: Track, pace: int, line: float) -> int:
    """Where the mark of the pace begins, on a whole pixel of the track."""
    return round(max(0.0, min(track.length - line, track.length * pace / FULL - line / 2)))


def _draw_across(canvas: Canvas, track: Track, reading: GaugeValue, colours: Palette, line: float) -> None:
    start = _start(track, reading.pace or 0, line)
    canvas.polygon(track.part(max(0, start - line), min(track.length, start + 2 * line)), colours.background)
    beyond = line if reading.how is PaceMark.BEYOND else 0.0
    canvas.polygon(track.part(start, start + line, -beyond), colours.foreground)
