"""The plate that everything stands on. Its outline tells the level, its rim how sure the figure is.

The higher the level, the more corners are cut: none, one, two, then the plate is filled; at the limit it is a stop
sign, and a coin where money is spent. A rim in dashes is a doubtful figure, a rim of corners only a simulated one.
This module must not know what stands on the plate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.model.usage import Level
from brim.tray.icon.animation import STEPS
from brim.tray.icon.canvas import arc, circle, corners
from brim.tray.icon.spec import Mark

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Canvas, Colour, Point
    from brim.tray.icon.grid import Grid
    from brim.tray.icon.palette import Palette
    from brim.tray.icon.spec import IconSpec

_RADIUS = 0.2
_CUTS: dict[Level, tuple[float, float, float, float]] = {
    Level.WATCH: (0, 0, 0.24, 0),
    Level.WARN: (0, 0, 0.24, 0.24),
    Level.CRITICAL: (0, 0, 0.24, 0.24),
    Level.EXHAUSTED: (0.29, 0.29, 0.29, 0.29),
}
"""How much is cut off: upper left, upper right, lower right, lower left, in parts of the icon; 0 is a round corner."""

_ROOMY = 40
"""From this size on the rim has more dashes."""
_SLANT = 0.586
"""How much shorter a cut is on the inner side of a rim one wide: 2 less the root of 2."""


def outline(level: Level, size: int, inset: float = 0.0) -> list[Point]:
    """The plate's edge, or what is left of it this far inside."""
    low, high, middle = inset, size - inset, size / 2
    if level is Level.PAYING:
        return circle((middle, middle), middle - inset)
    path: list[Point] = []
    turns = ((low, low, 1, 1), (high, low, -1, 1), (high, high, -1, -1), (low, high, 1, -1))
    for quarter, ((x, y, across, down), cut) in enumerate(zip(turns, _CUTS.get(level, (0,) * 4), strict=True)):
        if cut:
            reach = max(0.0, cut * size - inset * _SLANT)
            ends = [(x, y + down * reach), (x + across * reach, y)]
            path += ends if quarter % 2 == 0 else reversed(ends)
        else:
            radius = max(0.0, _RADIUS * size - inset)
            path += arc((x + across * radius, y + down * radius), radius, 180 + 90 * quarter, 270 + 90 * quarter)
    return path


def foot(level: Level, grid: Grid, bottom: float) -> tuple[float, float]:
    """Left and right edge of the room between the lower corners for something that ends at this row."""
    _, _, right, left = _CUTS.get(level, (0.0,) * 4)
    lost = 1.41 * grid.rim + grid.line - (grid.size - bottom)
    first, last = (max(grid.margin, math.ceil(cut * grid.size + lost)) if cut else grid.margin for cut in (left, right))
    return float(first), float(grid.size - last)


def draw_background(canvas: Canvas, grid: Grid, look: IconSpec, colours: Palette) -> None:
    """Draw rim and plate."""
    edge = outline(look.level, grid.size)
    sure = look.mark is not Mark.UNCONFIRMED and not look.demo
    canvas.polygon(edge, colours.border if sure else colours.foreground)
    if look.animation_step is not None:
        canvas.inside(edge, [_beam(grid.size, look.animation_step)], _glow(colours))
    if look.mark is Mark.UNCONFIRMED:
        canvas.inside(edge, _between_dashes(grid.size), colours.background)
    if look.demo:
        canvas.inside(edge, _between_corners(grid.size), colours.background)
    canvas.polygon(outline(look.level, grid.size, grid.rim), colours.background)


def _glow(colours: Palette) -> Colour:
    return colours.foreground if colours.border != colours.foreground else colours.fill


def _beam(size: int, step: int) -> list[Point]:
    """The eighth of the plate that the running light falls on."""
    middle, turn = (size / 2, size / 2), 360 / STEPS
    return [middle, *arc(middle, size, turn * (step - 0.5) - 90, turn * (step + 0.5) - 90)]


def _between_dashes(size: int) -> list[list[Point]]:
    """Every other piece of the rim; a piece that stays stands in each corner."""
    pieces = 9 if size >= _ROOMY else 7
    edges = [round(size * index / pieces) for index in range(pieces + 1)]
    gaps = list(zip(edges[1::2], edges[2::2], strict=False))
    across = [corners((start, 0, end, size)) for start, end in gaps]
    return across + [corners((0, start, size, end)) for start, end in gaps]


def _between_corners(size: int) -> list[list[Point]]:
    """The rim without what stands around the corners."""
    reach = round(size * 0.34)
    return [corners((reach, 0, size - reach, size)), corners((0, reach, size, size - reach))]
