"""The five styles: each puts figure, gauge and sign on the plate in its own way.

This module must not know what a look was made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.options import IconShow, IconStyle
from brim.model.usage import Level
from brim.tray.icon.background import foot
from brim.tray.icon.digits import draw_figure
from brim.tray.icon.gauge import FULL, GaugeValue, Line, PaceMark, Ring, draw_gauge, draw_ticks
from brim.tray.icon.palette import palette
from brim.tray.icon.spec import GaugeSpec, Mark
from brim.tray.icon.symbols import draw_pause, draw_slash

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.icon.canvas import Canvas
    from brim.tray.icon.grid import Grid
    from brim.tray.icon.palette import Palette
    from brim.tray.icon.spec import IconSpec

_AT_THE_LIMIT = frozenset({Level.EXHAUSTED, Level.PAYING})


def draw_style(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette) -> None:
    """Draw what stands on the plate."""
    if look.percent is None and not any(gauge.percent is not None for gauge in look.session_and_week or ()):
        draw_figure(canvas, grid, "?", colours.foreground, centred=False)
        _draw_row(canvas, grid, look, colours)
        return
    _STYLES[look.style](canvas, grid, look, colours)


def shown(percent: int | None, look: IconSpec) -> int | None:
    """The figure as it is counted: what is used, or what remains."""
    return percent if percent is None or look.show is IconShow.USED else FULL - percent


def _digits(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette) -> None:
    bare = look.level in _AT_THE_LIMIT and look.mark in {Mark.NONE, Mark.UNCONFIRMED}
    draw_figure(canvas, grid, str(shown(look.percent, look)), colours.foreground, centred=bare)
    if not bare:
        _draw_row(canvas, grid, look, colours)


def _draw_row(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette) -> None:
    """The row under the digits: the bar, or what is there instead of a fresh one."""
    top, bottom = float(grid.bar), float(grid.bar + grid.bar_height)
    left, right = foot(look.level, grid, bottom)
    if look.mark is Mark.BLOCKED:
        half = grid.bar_height * 1.5
        draw_pause(
            canvas, (grid.size / 2 - half, top, grid.size / 2 + half, bottom), colours.foreground, None, grid.line
        )
    elif look.mark is Mark.OFFLINE:
        gap = (right - left) / 6
        canvas.rectangle((left, top, grid.size / 2 - gap, bottom), colours.foreground)
        canvas.rectangle((grid.size / 2 + gap, top, right, bottom), colours.foreground)
    elif look.mark is Mark.STALE:
        step = grid.bar_height
        at = left
        while at + step <= right:
            canvas.rectangle((at, top, at + step, bottom), colours.foreground)
            at += 2 * step
    else:
        draw_gauge(canvas, Line((left, top, right, bottom)), _reading(look), colours, grid.line)


def _reading(look: IconSpec, how: PaceMark = PaceMark.ACROSS) -> GaugeValue:
    return GaugeValue(shown(look.percent, look), _pace(look.pace, look), look.mark, how)


def _pace(pace: int | None, look: IconSpec) -> int | None:
    """At the limit the pace means nothing any more."""
    return None if look.level in _AT_THE_LIMIT else shown(pace, look)


def _ring(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette) -> None:
    middle = grid.size / 2
    track = Ring((middle, middle), middle - grid.margin, max(2.0, round(grid.size * 0.17)))
    draw_gauge(canvas, track, _reading(look, PaceMark.BEYOND), colours, grid.line)
    half = grid.size * 0.14
    _draw_sign(canvas, grid, look, colours, half)


def _bar(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette) -> None:
    half = round(grid.size * 0.2)
    middle = grid.size / 2
    ends = float(grid.margin + grid.line)
    track = Line((middle - half, ends, middle + half, grid.size - ends), upright=True)
    draw_gauge(canvas, track, _reading(look, PaceMark.BESIDE), colours, grid.line)
    _draw_sign(canvas, grid, look, colours, grid.size * 0.14)


def _battery(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette) -> None:
    """A battery holds what is left, however the figure is counted."""
    line, half = float(grid.line), round(grid.size * 0.23)
    middle = grid.size // 2
    left, right = float(grid.margin), float(grid.size - grid.margin - grid.line)
    top, bottom = float(middle - half), float(middle + half)
    inner = (left + 2 * line, top + 2 * line, right - 2 * line, bottom - 2 * line)
    if look.pace is not None and look.level not in _AT_THE_LIMIT and not look.dimmed:
        draw_ticks(canvas, Line((inner[0], top, inner[2], bottom)), FULL - look.pace, colours, line)
    canvas.rectangle((left, top, right, bottom), colours.foreground)
    canvas.rectangle((right, middle - half // 2, right + line, middle + half // 2), colours.foreground)
    canvas.rectangle((left + line, top + line, right - line, bottom - line), colours.background)
    left_over = None if look.percent is None else FULL - look.percent
    draw_gauge(canvas, Line(inner), GaugeValue(left_over, None, look.mark), colours, line)
    _draw_sign(canvas, grid, look, colours, grid.size * 0.14)


def _two(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette) -> None:
    full = look.level in _AT_THE_LIMIT
    height, gap = round(grid.size * (0.2 if full else 0.25)), max(2, round(grid.size * 0.12))
    top, margin = (grid.size - 2 * height - gap) // 2, grid.margin + (round(grid.size * 0.12) if full else grid.line)
    for index, gauge in enumerate(
        look.session_and_week or (GaugeSpec(look.percent, look.level, look.pace), GaugeSpec(None))
    ):
        row = float(top + index * (height + gap))
        track = Line((float(margin), row, float(grid.size - margin), row + height))
        reading = GaugeValue(shown(gauge.percent, look), _pace(gauge.pace, look), look.mark)
        draw_gauge(canvas, track, reading, palette(look, gauge.level), grid.line)
    _draw_sign(canvas, grid, look, colours, grid.size * 0.14)


def _draw_sign(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette, half: float) -> None:
    middle = grid.size / 2
    box = (middle - half * 1.2, middle - half * 1.5, middle + half * 1.2, middle + half * 1.5)
    if look.mark is Mark.BLOCKED:
        draw_pause(canvas, box, colours.foreground, colours.background, grid.line)
    elif look.mark is Mark.OFFLINE:
        reach = grid.size * 0.3
        wide = (middle - reach, middle - reach, middle + reach, middle + reach)
        draw_slash(canvas, wide, colours.foreground, colours.background, grid.line)


_STYLES: dict[IconStyle, Callable[[Canvas, Grid, IconSpec, Palette], None]] = {
    IconStyle.DIGITS: _digits,
    IconStyle.RING: _ring,
    IconStyle.BAR: _bar,
    IconStyle.BATTERY: _battery,
    IconStyle.TWO: _two,
}
