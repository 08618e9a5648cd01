"""Draws the symbols for a state: a padlock, dots, pause bars, a slash.

This module must not know which state they show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.icon.canvas import CLEAR, arc_points, circle_points, rounded_path

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Box, Canvas, Paint
    from brim.tray.icon.grid import IconGrid


def draw_padlock(canvas: Canvas, grid: IconGrid, colour: Paint) -> None:
    """A closed padlock, which looks like no digit."""
    size, stroke = grid.size, max(1.5, round(grid.size / 11))
    width = 2 * round(size * 0.26)
    left, top = (size - width) / 2, round(size * 0.46)
    bottom = round(size * 0.8)
    radius = width / 2 - stroke / 2 - round(size * 0.05)
    shackle = round(size * 0.2) + radius + stroke / 2
    middle = size / 2
    arc = arc_points((middle, shackle), radius, 180, 360)
    path = [(middle - radius, top + 1.0), *arc, (middle + radius, top + 1.0)]
    canvas.stroke(path, stroke, colour, round_ends=False)
    corner_radius = size * 0.06
    corners = ((left, top), (left + width, top), (left + width, bottom), (left, bottom))
    canvas.polygon(rounded_path([(x, y, corner_radius) for x, y in corners], closed=True), colour)


def draw_dots(canvas: Canvas, grid: IconGrid, colour: Paint) -> None:
    """Three dots in a row."""
    step, radius = round(grid.size * 0.23), max(1.0, grid.size * 0.075)
    for offset in (-step, 0, step):
        canvas.polygon(circle_points((grid.size / 2 + offset, grid.size / 2), radius), colour)


def corner_reach(grid: IconGrid) -> int:
    """How far the corner reaches along the lower edge, without its gap."""
    return round(grid.size * 0.36)


def draw_corner(canvas: Canvas, grid: IconGrid, colour: Paint) -> None:
    """A filled corner at the lower right, with a gap around it."""
    size, reach = grid.size, corner_reach(grid)
    for leg, fill in ((reach + 2 * grid.line, CLEAR), (reach, colour)):
        canvas.polygon([(size, size - leg), (size, size), (size - leg, size)], fill)


def draw_pause(canvas: Canvas, box: Box, colour: Paint, gap_colour: Paint | None, line: float) -> None:
    """Two upright bars in the middle of a box, with a gap of `gap_colour` around them where they are on a drawing."""
    left, top, right, bottom = box
    middle, half = (left + right) / 2, max(1.0, (right - left) / 6)
    if gap_colour is not None:
        canvas.rectangle((middle - 3 * half - line, top - line, middle + 3 * half + line, bottom + line), gap_colour)
    for side in (-1, 1):
        edges = sorted((middle + side * half, middle + side * 3 * half))
        canvas.rectangle((edges[0], top, edges[1], bottom), colour)


def draw_slash(canvas: Canvas, box: Box, colour: Paint, gap_colour: Paint, line: float) -> None:
    """A stroke from the lower left to the upper right, with a gap of `gap_colour` on both sides."""
    left, top, right, bottom = box
    path = [(left, bottom), (right, top)]
    canvas.stroke(path, 4 * line, gap_colour, round_ends=False)
    canvas.stroke(path, 2 * line, colour, round_ends=False)
