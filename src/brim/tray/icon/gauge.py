"""Draws one figure as a filled length: along a bar, up a column, around a ring, in a battery.

A fresh figure is filled with colour, an old one is an empty outline, an unconfirmed one is striped. The pace mark
crosses the gauge or is beside it. This module must not know where a gauge is in the icon or what it measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from brim.tray.icon.canvas import arc_points, box_points
from brim.tray.icon.iconspec import StateMark

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
class LinearTrack:
    """A bar from left to right, or a column from the bottom up."""

    box: Box
    upright: bool = False

    @property
    def length(self) -> float:
        """Along the box, in pixels."""
        left, top, right, bottom = self.box
        return bottom - top if self.upright else right - left

    def part(self, start: float, end: float, inset: float = 0.0) -> list[Point]:
        """A rectangle."""
        left, top, right, bottom = self.box
        if self.upright:
            left, top, right, bottom = left + inset, bottom - end, right - inset, bottom - start
        else:
            left, top, right, bottom = left + start, top + inset, left + end, bottom - inset
        return box_points((left, top, right, bottom))


@dataclass(frozen=True, slots=True)
class RingTrack:
    """A ring that fills clockwise from the top."""

    centre: Point
    radius: float
    """Of its outer edge."""
    thickness: float

    @property
    def length(self) -> float:
        """Along the middle of the ring, in pixels."""
        return 2 * 3.14159265 * (self.radius - self.thickness / 2)

    def part(self, start: float, end: float, inset: float = 0.0) -> list[Point]:
        """A sector of the ring."""
        first, last = (360 * position / self.length - 90 for position in (start, end))
        outer = arc_points(self.centre, self.radius - inset, first, last)
        return outer + arc_points(self.centre, self.radius - self.thickness + inset, last, first)


class PacePlacement(StrEnum):
    """Where the pace mark is drawn relative to its track."""

    ACROSS = "across"
    """A line through the track."""
    BEYOND = "beyond"
    """A line through the track that extends past it."""
    BESIDE = "beside"
    """A tick on each side."""


@dataclass(frozen=True, slots=True)
class GaugeValue:
    """What a gauge shows."""

    filled: int | None
    """Percent of the track that is filled; None when there is no figure."""
    pace: int | None
    """Percent of the track at which the pace mark is; None for no mark."""
    mark: StateMark
    pace_placement: PacePlacement = PacePlacement.ACROSS


def draw_gauge(canvas: Canvas, track: Track, value: GaugeValue, colours: Palette, line: float) -> None:
    """Draw trough, filling and pace mark; `line` is the width of thin lines in pixels."""
    length, filled = track.length, _filled_length(track.length, value.filled, line)
    if value.filled is None or value.mark in {StateMark.STALE, StateMark.BLOCKED, StateMark.OFFLINE}:
        for end, colour in ((length, colours.trough), (filled, colours.foreground)):
            canvas.polygon(track.part(0, end), colour)
            if end > 2 * line:
                canvas.polygon(track.part(line, end - line, line), colours.background)
        return
    if value.pace is not None and value.pace_placement is PacePlacement.BESIDE:
        draw_pace_ticks(canvas, track, value.pace, colours, line)
    canvas.polygon(track.part(0, length), colours.trough)
    if filled:
        canvas.polygon(track.part(0, filled), colours.fill)
    if filled and value.mark is StateMark.UNCONFIRMED:
        _draw_stripes(canvas, track, filled, colours, line)
    if value.pace is not None and value.pace_placement is not PacePlacement.BESIDE:
        _draw_pace_line(canvas, track, value, colours, line)


def draw_pace_ticks(canvas: Canvas, track: Track, pace: int, colours: Palette, line: float) -> None:
    """Draw a tick on each side of a track. The track is drawn afterwards."""
    start = _pace_start(track, pace, line)
    canvas.polygon(track.part(start, start + line, -3 * line), colours.foreground)
    canvas.polygon(track.part(start, start + line, -line), colours.background)


def _filled_length(length: float, percent: int | None, line: float) -> float:
    """In pixels. A small figure is visible, and a figure under 100 is not drawn full."""
    if not percent:
        return 0.0
    return length if percent >= FULL else max(line, min(length - line, length * percent / FULL))


def _draw_stripes(canvas: Canvas, track: Track, filled: float, colours: Palette, line: float) -> None:
    start = line
    while start < filled:
        canvas.polygon(track.part(start, min(filled, start + line)), colours.trough)
        start += 2 * line


def _pace_start(track: Track, pace: int, line: float) -> int:
    """Where the pace mark begins, on a whole pixel of the track."""
    return round(max(0.0, min(track.length - line, track.length * pace / FULL - line / 2)))


def _draw_pace_line(canvas: Canvas, track: Track, value: GaugeValue, colours: Palette, line: float) -> None:
    start = _pace_start(track, value.pace or 0, line)
    canvas.polygon(track.part(max(0, start - line), min(track.length, start + 2 * line)), colours.background)
    beyond = line if value.pace_placement is PacePlacement.BEYOND else 0.0
    canvas.polygon(track.part(start, start + line, -beyond), colours.foreground)
