"""Signs that stand for a state: a padlock, dots, pause bars, a stroke through.

This module must not know which state they stand for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.icon.canvas import arc, circle, rounded

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Box, Canvas, Colour
    from brim.tray.icon.grid import Grid


def draw_padlock(canvas: Canvas, grid: Grid, colour: Colour) -> None:
    """A closed lock, which no figure looks like."""
    size, weight = grid.size, max(1.5, round(grid.size / 11))
    width = 2 * round(size * 0.26)
    left, top = (size - width) / 2, round(size * 0.46)
    bottom = round(size * 0.8)
    radius = width / 2 - weight / 2 - round(size * 0.05)
    shackle = round(size * 0.2) + radius + weight / 2
    middle = size / 2
    path = [(middle - radius, top + 1.0), *arc((middle, shackle), radius, 180, 360), (middle + radius, top + 1.0)]
    canvas.stroke(path, weight, colour, round_ends=False)
    turn = size * 0.06
    corners = ((left, top), (left + width, top), (left + width, bottom), (left, bottom))
    canvas.polygon(rounded([(x, y, turn) for x, y in corners], closed=True), colour)


def draw_dots(canvas: Canvas, grid: Grid, colour: Colour) -> None:
    """Three dots in a row: something is coming."""
    step, radius = round(grid.size * 0.23), max(1.0, grid.size * 0.075)
    for offset in (-step, 0, step):
        canvas.polygon(circle((grid.size / 2 + offset, grid.size / 2), radius), colour)


def draw_pause(canvas: Canvas, box: Box, colour: Colour, moat: Colour | None, line: float) -> None:
    """Two upright bars in the middle of a box, with room around them where they stand on something."""
    left, top, right, bottom = box
    middle, half = (left + right) / 2, max(1.0, (right - left) / 6)
    if moat is not None:
        canvas.rectangle((middle - 3 * half - line, top - line, middle + 3 * half + line, bottom + line), moat)
    for side in (-1, 1):
        edges = sorted((middle + side * half, middle + side * 3 * half))
        canvas.rectangle((edges[0], top, edges[1], bottom), colour)


def draw_slash(canvas: Canvas, box: Box, colour: Colour, moat: Colour, line: float) -> None:
    """A stroke from the lower left to the upper right, with room on both sides."""
    left, top, right, bottom = box
    path = [(left, bottom), (right, top)]
    canvas.stroke(path, 4 * line, moat, round_ends=False)
    canvas.stroke(path, 2 * line, colour, round_ends=False)
