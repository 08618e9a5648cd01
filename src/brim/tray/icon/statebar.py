"""Draws the rows below the number: the bars of fresh limits, or by their shape why the number is not fresh.

This module must not know what the number is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.tray.icon.canvas import CLEAR
from brim.tray.icon.gauge import FULL
from brim.tray.icon.iconspec import StateMark
from brim.tray.icon.symbols import draw_pause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.tray.icon.canvas import Box, Canvas
    from brim.tray.icon.grid import IconGrid
    from brim.tray.icon.palette import Palette

HOLLOW_MARKS = frozenset({StateMark.STALE, StateMark.BLOCKED, StateMark.OFFLINE})
"""States in which no bar is drawn as if it were fresh."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One of the bars below the number."""

    percent: int | None
    colours: Palette
    numbered: bool
    """Whether the number is that of this bar; it is the thicker one then."""


def draw_bars(canvas: Canvas, grid: IconGrid, box: Box, bars: Sequence[Bar], *, dashed: bool) -> None:
    """One bar below the other, in the whole width; a single bar takes the height of the box."""
    left, upper, right, bottom = box
    for bar in bars:
        height = bottom - upper if len(bars) == 1 else grid.bar_height if bar.numbered else grid.thin_bar_height
        lower = upper + height
        canvas.rectangle((left, upper, right, lower), bar.colours.trough)
        filled = left + _filled_width(right - left, bar.percent)
        canvas.rectangle((left, upper, filled, lower), bar.colours.fill)
        if dashed:
            for start in range(int(left) + 2 * grid.line, int(right), 3 * grid.line):
                canvas.rectangle((start, upper, start + grid.line, lower), CLEAR)
        upper = lower + grid.bar_gap


def draw_state_bar(canvas: Canvas, grid: IconGrid, box: Box, mark: StateMark, colours: Palette) -> None:
    """A hollow bar; two pause bars where the account is rate limited; a hollow bar with a slash while offline."""
    left, top, right, bottom = box
    line = grid.line
    if mark is StateMark.BLOCKED:
        draw_pause(
            canvas,
            ((left + right - 4 * line) / 2 - 2 * line, top, (left + right) / 2 + 4 * line, bottom),
            colours.foreground,
            None,
            line,
        )
        return
    canvas.rectangle(box, colours.foreground)
    canvas.rectangle((left + line, top + line, right - line, bottom - line), CLEAR)
    if mark is StateMark.OFFLINE:
        middle, reach = (left + right) / 2, bottom - top
        for half, paint in ((2.5 * line, CLEAR), (line, colours.foreground)):
            edges = ((middle - reach / 2, bottom), (middle + reach / 2, top))
            (low, lower), (high, upper) = edges
            canvas.polygon(
                [(low - half, lower), (high - half, upper), (high + half, upper), (low + half, lower)], paint
            )


def _filled_width(width: float, percent: int | None) -> float:
    """In pixels. A small percentage is visible, and one under 100 is not drawn full."""
    if not percent:
        return 0.0
    return width if percent >= FULL else max(1.0, min(width - 1.0, width * percent / FULL))
