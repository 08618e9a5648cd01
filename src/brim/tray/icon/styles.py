"""The five styles: each draws the number, the gauges and the state in its own way.

This module must not know where the values came from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.model.options import IconShow, IconStyle
from brim.tray.icon.canvas import CLEAR
from brim.tray.icon.digits import NARROW_FROM, draw_digits, fitted
from brim.tray.icon.gauge import FULL, GaugeValue, LinearTrack, PacePlacement, RingTrack, draw_gauge, draw_pace_ticks
from brim.tray.icon.ground import draw_ground
from brim.tray.icon.iconspec import GaugeSpec, StateMark
from brim.tray.icon.marks import draw_mark, mark_size
from brim.tray.icon.palette import bar_palette, ground_bar_palette, has_ground
from brim.tray.icon.statebar import HOLLOW_MARKS, Bar, draw_bars, draw_state_bar
from brim.tray.icon.symbols import corner_reach, draw_pause, draw_slash

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.icon.canvas import Canvas
    from brim.tray.icon.grid import IconGrid
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.icon.palette import Palette

_AT_THE_LIMIT = frozenset({Level.EXHAUSTED, Level.PAYING})
_ALONE = 1.25
"""How much wider a digit is that has all the space."""
_TALLEST = 1.7
"""The height of digits that stand alone, as a multiple of their width."""
_SYMBOL_SIZE = 0.14
"""Half the width of a symbol, as a fraction of the icon's size."""


def draw_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """Draw the icon of an account in its style."""
    if spec.percent is None and not any(gauge.percent is not None for gauge in spec.gauges):
        _draw_number_style(canvas, grid, spec, colours)
        return
    _STYLES[spec.style](canvas, grid, spec, colours)


def displayed_percent(percent: int | None, spec: IconSpec) -> int | None:
    """The percentage as the user wants it counted: what is used, or what remains."""
    return percent if percent is None or spec.show is IconShow.USED else FULL - percent


def _displayed_pace(pace: int | None, level: Level, spec: IconSpec) -> int | None:
    """None at the limit, where the pace means nothing any more."""
    return None if level in _AT_THE_LIMIT else displayed_percent(pace, spec)


def _text(spec: IconSpec) -> str:
    percent = displayed_percent(spec.percent, spec)
    return spec.text or ("?" if percent is None else str(percent))


def _gauges(spec: IconSpec) -> tuple[GaugeSpec, ...]:
    return spec.gauges or (GaugeSpec(spec.percent, spec.level, spec.pace),)


def _draw_number_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """The number as tall as there is space for, above one bar or two that have the full width at every level."""
    gauges = _gauges(spec)
    height = grid.bars_height if len(gauges) > 1 or spec.mark in HOLLOW_MARKS else grid.bar_height + grid.bar_gap
    top = float(grid.size - height)
    if has_ground(spec):
        ground = (0.0, 0.0, float(grid.size), top - grid.line)
        draw_ground(canvas, ground, spec.level, colours.background)
        _draw_text(canvas, grid, spec, colours, (grid.line, ground[3] - grid.line))
    else:
        _draw_text(canvas, grid, spec, colours, (grid.line if colours.halo else 0, top - grid.digits_gap))
    box = (float(_before_bars(grid, spec)), top, float(grid.size), float(grid.size))
    draw_mark(canvas, grid, spec, (0.0, float(grid.bars_top)), bar_palette(spec, spec.level).foreground)
    if spec.mark in HOLLOW_MARKS or spec.percent is None:
        if spec.demo:  # its corner would hide half of the sign
            box = (box[0], top, float(grid.size - corner_reach(grid) - grid.line), float(grid.size))
        draw_state_bar(canvas, grid, box, spec.mark, bar_palette(spec, spec.level))
    else:
        numbered = next((gauge for gauge in gauges if gauge.numbered), gauges[0])
        bars = [
            Bar(displayed_percent(gauge.percent, spec), bar_palette(spec, gauge.level), gauge is numbered)
            for gauge in gauges
        ]
        draw_bars(canvas, grid, box, bars, dashed=spec.mark is StateMark.UNCONFIRMED)


def _before_bars(grid: IconGrid, spec: IconSpec) -> int:
    """The width of the provider's mark at the left of the bars, with the gap after it; 0 without a mark."""
    width, _ = mark_size(grid, spec)
    return width + 2 * grid.line if width else 0


def _draw_mark_below(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> int:
    """Draw the provider's mark in the middle of the lowest rows; the height of what stays above it and a gap."""
    width, height = mark_size(grid, spec)
    if not height:
        return grid.size
    draw_mark(canvas, grid, spec, (float((grid.size - width) // 2), float(grid.size - height)), colours.foreground)
    return grid.size - height - grid.line


def _draw_text(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette, rows: tuple[float, float]) -> None:
    """The number or what takes its place, as tall as the rows, and narrower where something is around it."""
    text, height, space = _text(spec), int(rows[1] - rows[0]), grid.size
    measures = grid.digits
    if has_ground(spec) or colours.halo is not None:
        measures, space = grid.on_ground, space - 2 * grid.line
    if len(text) >= NARROW_FROM:
        measures, height = grid.narrow, min(grid.narrow.height, height)
    width = round(measures.width * (_ALONE if len(text) == 1 else 1))
    measures = fitted(text, replace(measures, width=width, height=height), space)
    draw_digits(canvas, text, colours.foreground, rows, measures)


def _draw_digits_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """The number alone, underlined when it is high; a state that needs a sign has it below, as in the style above."""
    if spec.mark is not StateMark.NONE:
        _draw_number_style(canvas, grid, spec, colours)
        return
    space = _draw_mark_below(canvas, grid, spec, bar_palette(spec, spec.level))
    inset = 2 * grid.line if has_ground(spec) else 0 if space < grid.size else grid.line
    if has_ground(spec):
        draw_ground(canvas, (0.0, 0.0, grid.size, float(space)), spec.level, colours.background)
    if spec.level in {Level.WATCH, Level.WARN}:
        left = float((grid.size + mark_size(grid, spec)[0]) // 2 + 2 * grid.line) if space < grid.size else 0.0
        line = (left, float(grid.size - grid.line), float(grid.size), float(grid.size))
        for box in (line, (grid.size - line[2], line[1], grid.size - left, line[3])):
            canvas.rectangle(box, colours.foreground)
    height = min(space - 2 * inset, round(grid.digits.width * _TALLEST))
    top = (space - height) // 2
    _draw_text(canvas, grid, spec, colours, (top, top + height))


def _draw_bars_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """Bars have the full width at every level; colour takes the place of a ground, and one almost full is split."""
    gap = max(2, round(grid.size * 0.12))
    height = (grid.size - 2 * gap) // 2
    gauges, left = _gauges(spec), float(_before_bars(grid, spec))
    middle = float((grid.size - mark_size(grid, spec)[1]) // 2)
    draw_mark(canvas, grid, spec, (0.0, middle), bar_palette(spec, spec.level).foreground)
    top = (grid.size - len(gauges) * height - (len(gauges) - 1) * gap) // 2
    for index, gauge in enumerate(gauges):
        gauge_top = float(top + index * (height + gap))
        track = LinearTrack((left, gauge_top, float(grid.size), gauge_top + height))
        value = GaugeValue(
            displayed_percent(gauge.percent, spec), _displayed_pace(gauge.pace, gauge.level, spec), spec.mark
        )
        draw_gauge(canvas, track, value, bar_palette(spec, gauge.level), grid.line)
        if gauge.level is Level.CRITICAL and not spec.dimmed:
            third = height // 3
            canvas.rectangle((left, gauge_top + third, float(grid.size), gauge_top + height - third), CLEAR)
    _draw_symbol(
        canvas, grid, spec, replace(colours, background=CLEAR, foreground=bar_palette(spec, spec.level).foreground)
    )


def _draw_ring_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    _draw_whole_ground(canvas, grid, spec, colours)
    middle = grid.size / 2
    radius = middle - (2 * grid.line if has_ground(spec) else 0)
    track = RingTrack((middle, middle), radius, max(3.0, round(grid.size * 0.19)))
    value = GaugeValue(
        displayed_percent(spec.percent, spec),
        _displayed_pace(spec.pace, spec.level, spec),
        spec.mark,
        PacePlacement.ACROSS,
    )
    draw_gauge(canvas, track, value, ground_bar_palette(spec, spec.level), grid.line)
    if spec.mark not in {StateMark.BLOCKED, StateMark.OFFLINE}:  # their sign has the place
        corner = ((grid.size - mark_size(grid, spec)[0]) // 2, (grid.size - mark_size(grid, spec)[1]) // 2)
        draw_mark(canvas, grid, spec, corner, colours.foreground)
    _draw_symbol(canvas, grid, spec, colours)


def _draw_battery_style(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """A battery is filled with what remains, however the user wants the number counted."""
    space = _draw_mark_below(canvas, grid, spec, bar_palette(spec, spec.level))
    if has_ground(spec):
        draw_ground(canvas, (0.0, 0.0, grid.size, float(space)), spec.level, colours.background)
    inset = 2.0 * grid.line if has_ground(spec) else 0.0
    middle, line = space // 2, float(grid.line)
    half = round(grid.size * 0.28)
    if space < grid.size:
        highest, lowest = 2 * grid.line + 1 + round(inset) // 2, space - max(grid.line, round(inset))
        middle, half = (highest + lowest) // 2, (lowest - highest) // 2
    left, right = inset, float(grid.size - grid.line) - inset
    top, bottom = float(middle - half), float(middle + half)
    inner = (left + 2 * line, top + 2 * line, right - 2 * line, bottom - 2 * line)
    colours_of_bar = ground_bar_palette(spec, spec.level)
    if has_ground(spec):  # an empty battery shows the ground: any other shade would look like a filling
        colours_of_bar = replace(colours_of_bar, trough=colours.background)
    if spec.pace is not None and not spec.dimmed and spec.level not in _AT_THE_LIMIT:
        draw_pace_ticks(canvas, LinearTrack((inner[0], top, inner[2], bottom)), FULL - spec.pace, colours, line)
        if space < grid.size:  # the mark is read alone
            canvas.rectangle((0.0, float(space) if has_ground(spec) else bottom, grid.size, grid.size), CLEAR)
            _draw_mark_below(canvas, grid, spec, bar_palette(spec, spec.level))
    canvas.rectangle((left, top, right, bottom), colours_of_bar.foreground)
    canvas.rectangle((right, middle - half // 2, right + line, middle + half // 2), colours_of_bar.foreground)
    canvas.rectangle((left + line, top + line, right - line, bottom - line), colours.background)
    remaining = None if spec.percent is None else FULL - spec.percent
    draw_gauge(canvas, LinearTrack(inner), GaugeValue(remaining, None, spec.mark), colours_of_bar, line)
    _draw_symbol(canvas, grid, spec, colours, middle)


def _draw_whole_ground(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    if has_ground(spec):
        draw_ground(canvas, (0.0, 0.0, grid.size, grid.size), spec.level, colours.background)


def _draw_symbol(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette, row: float | None = None) -> None:
    """The symbol of a rate limited or offline account, in the middle of the icon, or of the gauge around this row."""
    middle, half = grid.size / 2, grid.size * _SYMBOL_SIZE
    row = middle if row is None else row
    if spec.mark is StateMark.BLOCKED:
        box = (middle - half * 1.2, row - half * 1.5, middle + half * 1.2, row + half * 1.5)
        draw_pause(canvas, box, colours.foreground, colours.background, grid.line)
    elif spec.mark is StateMark.OFFLINE:
        reach = min(grid.size * 0.3, row)
        box = (middle - reach, row - reach, middle + reach, row + reach)
        draw_slash(canvas, box, colours.foreground, colours.background, grid.line)


_STYLES: dict[IconStyle, Callable[[Canvas, IconGrid, IconSpec, Palette], None]] = {
    IconStyle.NUMBER: _draw_number_style,
    IconStyle.DIGITS: _draw_digits_style,
    IconStyle.BARS: _draw_bars_style,
    IconStyle.RING: _draw_ring_style,
    IconStyle.BATTERY: _draw_battery_style,
}
