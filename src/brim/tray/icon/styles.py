"""The five styles: each draws figure, gauge and symbol on the background in its own way.

This module must not know where the values came from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.model.options import IconShow, IconStyle
from brim.tray.icon.background import bar_edges
from brim.tray.icon.digits import draw_digits
from brim.tray.icon.gauge import FULL, GaugeValue, LinearTrack, PacePlacement, RingTrack, draw_gauge, draw_pace_ticks
from brim.tray.icon.iconspec import GaugeSpec, StateMark
from brim.tray.icon.palette import palette
from brim.tray.icon.symbols import draw_pause, draw_slash

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.icon.canvas import Canvas
    from brim.tray.icon.grid import IconGrid
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.icon.palette import Palette

_AT_THE_LIMIT = frozenset({Level.EXHAUSTED, Level.PAYING})
_ONE_GAUGE = 1.5
"""How much higher one gauge is than each of two."""
_SYMBOL_SIZE = 0.14
"""Half the width of a symbol, as a fraction of the icon's size."""


def draw_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """Draw everything that is on the background."""
    if spec.percent is None and not any(gauge.percent is not None for gauge in spec.session_and_week or ()):
        draw_digits(canvas, grid, "?", colours.foreground, centred=False)
        _draw_bar_row(canvas, grid, spec, colours)
        return
    _STYLES[spec.style](canvas, grid, spec, colours)


def displayed_percent(percent: int | None, spec: IconSpec) -> int | None:
    """The percentage as the user wants it counted: what is used, or what remains."""
    return percent if percent is None or spec.show is IconShow.USED else FULL - percent


def _draw_digits_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    without_bar = spec.level in _AT_THE_LIMIT and spec.mark in {StateMark.NONE, StateMark.UNCONFIRMED}
    text = str(displayed_percent(spec.percent, spec))
    draw_digits(canvas, grid, text, colours.foreground, centred=without_bar)
    if not without_bar:
        _draw_bar_row(canvas, grid, spec, colours)


def _draw_bar_row(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """The row under the digits: the bar of a fresh figure, or a sign that the figure is not fresh."""
    top, bottom = float(grid.bar_top), float(grid.bar_top + grid.bar_height)
    left, right = bar_edges(spec.level, grid, bottom)
    if spec.mark is StateMark.BLOCKED:
        half = grid.bar_height * 1.5
        box = (grid.size / 2 - half, top, grid.size / 2 + half, bottom)
        draw_pause(canvas, box, colours.foreground, None, grid.line)
    elif spec.mark is StateMark.OFFLINE:
        gap = (right - left) / 6
        canvas.rectangle((left, top, grid.size / 2 - gap, bottom), colours.foreground)
        canvas.rectangle((grid.size / 2 + gap, top, right, bottom), colours.foreground)
    elif spec.mark is StateMark.STALE:
        step = grid.bar_height
        start = left
        while start + step <= right:
            canvas.rectangle((start, top, start + step, bottom), colours.foreground)
            start += 2 * step
    else:
        draw_gauge(canvas, LinearTrack((left, top, right, bottom)), _gauge_value(spec), colours, grid.line)


def _gauge_value(spec: IconSpec, placement: PacePlacement = PacePlacement.ACROSS) -> GaugeValue:
    return GaugeValue(displayed_percent(spec.percent, spec), _displayed_pace(spec.pace, spec), spec.mark, placement)


def _displayed_pace(pace: int | None, spec: IconSpec) -> int | None:
    """None at the limit, where the pace means nothing any more."""
    return None if spec.level in _AT_THE_LIMIT else displayed_percent(pace, spec)


def _draw_ring_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    middle = grid.size / 2
    track = RingTrack((middle, middle), middle - grid.margin, max(2.0, round(grid.size * 0.17)))
    draw_gauge(canvas, track, _gauge_value(spec, PacePlacement.BEYOND), colours, grid.line)
    _draw_symbol(canvas, grid, spec, colours)


def _draw_bar_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    half = round(grid.size * 0.2)
    middle = grid.size / 2
    top = float(grid.margin + grid.line)
    track = LinearTrack((middle - half, top, middle + half, grid.size - top), upright=True)
    draw_gauge(canvas, track, _gauge_value(spec, PacePlacement.BESIDE), colours, grid.line)
    _draw_symbol(canvas, grid, spec, colours)


def _draw_battery_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """A battery is filled with what remains, however the user wants the figure counted."""
    line, half = float(grid.line), round(grid.size * 0.23)
    middle = grid.size // 2
    left, right = float(grid.margin), float(grid.size - grid.margin - grid.line)
    top, bottom = float(middle - half), float(middle + half)
    inner = (left + 2 * line, top + 2 * line, right - 2 * line, bottom - 2 * line)
    if spec.pace is not None and spec.level not in _AT_THE_LIMIT and not spec.dimmed:
        draw_pace_ticks(canvas, LinearTrack((inner[0], top, inner[2], bottom)), FULL - spec.pace, colours, line)
    canvas.rectangle((left, top, right, bottom), colours.foreground)
    canvas.rectangle((right, middle - half // 2, right + line, middle + half // 2), colours.foreground)
    canvas.rectangle((left + line, top + line, right - line, bottom - line), colours.background)
    remaining = None if spec.percent is None else FULL - spec.percent
    draw_gauge(canvas, LinearTrack(inner), GaugeValue(remaining, None, spec.mark), colours, line)
    _draw_symbol(canvas, grid, spec, colours)


def _draw_two_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    full = spec.level in _AT_THE_LIMIT
    height, gap = round(grid.size * (0.2 if full else 0.25)), max(2, round(grid.size * 0.12))
    gauges = spec.session_and_week or (GaugeSpec(spec.percent, spec.level, spec.pace), GaugeSpec(None))
    if len(gauges) == 1:
        height = round(height * _ONE_GAUGE)
    all_gauges = len(gauges) * (height + gap) - gap
    top, margin = (grid.size - all_gauges) // 2, grid.margin + (round(grid.size * 0.12) if full else grid.line)
    for index, gauge in enumerate(gauges):
        gauge_top = float(top + index * (height + gap))
        track = LinearTrack((float(margin), gauge_top, float(grid.size - margin), gauge_top + height))
        value = GaugeValue(displayed_percent(gauge.percent, spec), _displayed_pace(gauge.pace, spec), spec.mark)
        draw_gauge(canvas, track, value, palette(spec, gauge.level), grid.line)
    _draw_symbol(canvas, grid, spec, colours)


def _draw_symbol(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """The symbol of a blocked or offline account, in the middle of the icon."""
    middle, half = grid.size / 2, grid.size * _SYMBOL_SIZE
    if spec.mark is StateMark.BLOCKED:
        box = (middle - half * 1.2, middle - half * 1.5, middle + half * 1.2, middle + half * 1.5)
        draw_pause(canvas, box, colours.foreground, colours.background, grid.line)
    elif spec.mark is StateMark.OFFLINE:
        reach = grid.size * 0.3
        box = (middle - reach, middle - reach, middle + reach, middle + reach)
        draw_slash(canvas, box, colours.foreground, colours.background, grid.line)


_STYLES: dict[IconStyle, Callable[[Canvas, IconGrid, IconSpec, Palette], None]] = {
    IconStyle.DIGITS: _draw_digits_style,
    IconStyle.RING: _draw_ring_style,
    IconStyle.BAR: _draw_bar_style,
    IconStyle.BATTERY: _draw_battery_style,
    IconStyle.TWO: _draw_two_style,
}
