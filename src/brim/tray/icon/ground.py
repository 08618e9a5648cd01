"""Draws the ground behind the digits, from the level `critical` on. Its shape shows the level as well as its colour.

Rounded at `critical`, with cut corners at the limit, a coin where money is spent. This module must not know what is
drawn on the ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.tray.icon.canvas import rounded_path

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Box, Canvas, Paint, Point

_ROUNDING = 0.18
_CUT = 0.14
"""Of the cut corners, which stay clear of the text; both are fractions of the height."""


def draw_ground(canvas: Canvas, box: Box, level: Level, colour: Paint) -> None:
    """Fill a box in the shape of a level."""
    canvas.polygon(ground_shape(box, level), colour)


def ground_shape(box: Box, level: Level) -> list[Point]:
    """The edge of the ground."""
    left, top, right, bottom = box
    height = bottom - top
    if level is Level.EXHAUSTED:
        cut = round(height * _CUT)
        return [
            *((left, top + cut), (left + cut, top), (right - cut, top), (right, top + cut)),
            *((right, bottom - cut), (right - cut, bottom), (left + cut, bottom), (left, bottom - cut)),
        ]
    radius = height / 2 if level is Level.PAYING else height * _ROUNDING
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return rounded_path([(x, y, radius) for x, y in corners], closed=True)
