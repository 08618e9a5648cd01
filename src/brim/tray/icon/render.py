"""Draws the icon: a background whose outline shows the level, and on it the figure in the chosen style.

States differ in shape as well as in colour, so that a person needs no colour vision, and each size is laid out on its
own pixel grid. Pure: the same values and size give the same pixels. This module must not know where the values came
from.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from brim.tray.icon.background import draw_background
from brim.tray.icon.canvas import Canvas
from brim.tray.icon.grid import SIZES, grid_for
from brim.tray.icon.iconspec import StateMark
from brim.tray.icon.palette import palette
from brim.tray.icon.styles import draw_style
from brim.tray.icon.symbols import draw_dots, draw_padlock

if TYPE_CHECKING:
    from PIL import Image

    from brim.tray.icon.iconspec import IconSpec

__all__ = ["SIZES", "draw"]

_CACHE_SIZE = 64


def draw(spec: IconSpec, size: int) -> Image.Image:
    """The icon as an RGBA image of `size` by `size` pixels; size at least 8. Do not change the image: it is cached."""
    return _draw(spec, size)


@lru_cache(maxsize=_CACHE_SIZE)
def _draw(spec: IconSpec, size: int) -> Image.Image:
    canvas, grid, colours = Canvas(size), grid_for(size), palette(spec)
    draw_background(canvas, grid, spec, colours)
    if spec.mark is StateMark.SIGNED_OUT:
        draw_padlock(canvas, grid, colours.foreground)
    elif spec.mark is StateMark.STARTING:
        draw_dots(canvas, grid, colours.foreground)
    else:
        draw_style(canvas, grid, spec, colours)
    return canvas.image()
