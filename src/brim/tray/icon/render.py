"""Draws the icon: the number and its bars in the panel's own colour, and a ground only from a high level on.

States differ in shape as well as in colour, so that a person needs no colour vision, and each size is laid out on its
own pixel grid. Pure: the same values and size give the same pixels. This module must not know where the values came
from.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from brim.tray.icon.animation import STEPS
from brim.tray.icon.canvas import CLEAR, Canvas
from brim.tray.icon.grid import SIZES, grid_for
from brim.tray.icon.iconspec import StateMark
from brim.tray.icon.palette import palette
from brim.tray.icon.styles import draw_style
from brim.tray.icon.symbols import draw_corner, draw_dots, draw_padlock

if TYPE_CHECKING:
    from PIL import Image

    from brim.tray.icon.grid import IconGrid
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.icon.palette import Palette

__all__ = ["SIZES", "draw"]

_CACHE_SIZE = 64


def draw(spec: IconSpec, size: int) -> Image.Image:
    """The icon as an RGBA image of `size` by `size` pixels; size at least 8. Do not change the image: it is cached."""
    return _draw(spec, size)


@lru_cache(maxsize=_CACHE_SIZE)
def _draw(spec: IconSpec, size: int) -> Image.Image:
    canvas, grid, colours = Canvas(size), grid_for(size), palette(spec)
    if spec.mark is StateMark.SIGNED_OUT:
        draw_padlock(canvas, grid, colours.foreground)
    elif spec.mark is StateMark.STARTING:
        draw_dots(canvas, grid, colours.foreground)
    else:
        draw_style(canvas, grid, spec, colours)
    if spec.demo:
        draw_corner(canvas, grid, colours.foreground)
    if spec.animation_step is not None:
        _draw_light(canvas, grid, colours, spec.animation_step)
    return canvas.image(colours.halo)


def _draw_light(canvas: Canvas, grid: IconGrid, colours: Palette, step: int) -> None:
    """A light on the lowest rows, which runs from left to right."""
    width = grid.size / STEPS
    left, top = step * width, float(grid.size - grid.bar_height)
    canvas.rectangle((left - grid.line, top, left + width + grid.line, grid.size), CLEAR)
    canvas.rectangle((left, top, left + width, grid.size), colours.foreground)
