"""Draws the background of the icon. Its outline shows the level, its border how sure the figure is.

The higher the level, the more corners are cut: none, one, two, then the background is filled; at the limit it is a stop
sign, and a coin where money is spent. A dashed border means an unconfirmed figure, a border of corners only a simulated
one. This module must not know what is drawn on the background.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.tray.icon.animation import STEPS
from brim.tray.icon.canvas import arc_points, box_points, circle_points
from brim.tray.icon.iconspec import StateMark

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Canvas, Colour, Point
    from brim.tray.icon.grid import IconGrid
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.icon.palette import Palette

_CORNER_RADIUS = 0.2
"""As a fraction of the icon's size."""
_CUTS: dict[Level, tuple[float, float, float, float]] = {
    Level.WATCH: (0, 0, 0.24, 0),
    Level.WARN: (0, 0, 0.24, 0.24),
    Level.CRITICAL: (0, 0, 0.24, 0.24),
    Level.EXHAUSTED: (0.29, 0.29, 0.29, 0.29),
}
"""How much is cut off upper left, upper right, lower right, lower left: fractions of the size; 0 is a round corner."""

_MANY_DASHES_SIZE = 40
"""Pixels. From this size on the border has more dashes."""
_CUT_SHRINKAGE = 0.586
"""How much shorter a cut is on the inner side of a border one pixel wide: 2 less the square root of 2."""


def outline(level: Level, size: int, inset: float = 0.0) -> list[Point]:
    """The edge of the background, or the same shape `inset` pixels inside it."""
    low, high, middle = inset, size - inset, size / 2
    if level is Level.PAYING:
        return circle_points((middle, middle), middle - inset)
    path: list[Point] = []
    corners = ((low, low, 1, 1), (high, low, -1, 1), (high, high, -1, -1), (low, high, 1, -1))
    for quarter, ((x, y, across, down), cut) in enumerate(zip(corners, _CUTS.get(level, (0,) * 4), strict=True)):
        if cut:
            reach = max(0.0, cut * size - inset * _CUT_SHRINKAGE)
            ends = [(x, y + down * reach), (x + across * reach, y)]
            path += ends if quarter % 2 == 0 else reversed(ends)
        else:
            radius = max(0.0, _CORNER_RADIUS * size - inset)
            centre = (x + across * radius, y + down * radius)
            path += arc_points(centre, radius, 180 + 90 * quarter, 270 + 90 * quarter)
    return path


def bar_edges(level: Level, grid: IconGrid, bottom: float) -> tuple[float, float]:
    """Left and right edge of the space between the lower corners, for a bar that ends at the row `bottom`."""
    _, _, right, left = _CUTS.get(level, (0.0,) * 4)
    lost = 1.41 * grid.border + grid.line - (grid.size - bottom)
    first, last = (max(grid.margin, math.ceil(cut * grid.size + lost)) if cut else grid.margin for cut in (left, right))
    return float(first), float(grid.size - last)


def draw_background(canvas: Canvas, grid: IconGrid, spec: IconSpec, colours: Palette) -> None:
    """Draw the border and the background inside it."""
    edge = outline(spec.level, grid.size)
    plain_border = spec.mark is not StateMark.UNCONFIRMED and not spec.demo
    canvas.polygon(edge, colours.border if plain_border else colours.foreground)
    if spec.animation_step is not None:
        canvas.fill_inside(edge, [_light_sector(grid.size, spec.animation_step)], _light_colour(colours))
    if spec.mark is StateMark.UNCONFIRMED:
        canvas.fill_inside(edge, _between_dashes(grid.size), colours.background)
    if spec.demo:
        canvas.fill_inside(edge, _between_corners(grid.size), colours.background)
    canvas.polygon(outline(spec.level, grid.size, grid.border), colours.background)


def _light_colour(colours: Palette) -> Colour:
    return colours.foreground if colours.border != colours.foreground else colours.fill


def _light_sector(size: int, step: int) -> list[Point]:
    """The eighth of the background at which the animation's light is."""
    middle, angle = (size / 2, size / 2), 360 / STEPS
    return [middle, *arc_points(middle, size, angle * (step - 0.5) - 90, angle * (step + 0.5) - 90)]


def _between_dashes(size: int) -> list[list[Point]]:
    """Every other piece of the border; each corner has a piece that stays."""
    pieces = 9 if size >= _MANY_DASHES_SIZE else 7
    edges = [round(size * index / pieces) for index in range(pieces + 1)]
    gaps = list(zip(edges[1::2], edges[2::2], strict=False))
    columns = [box_points((start, 0, end, size)) for start, end in gaps]
    return columns + [box_points((0, start, size, end)) for start, end in gaps]


def _between_corners(size: int) -> list[list[Point]]:
    """The border without the parts around the corners."""
    reach = round(size * 0.34)
    return [box_points((reach, 0, size - reach, size)), box_points((0, reach, size, size - reach))]
