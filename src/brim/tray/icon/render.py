"""Draws the icon: a plate whose outline tells the level, and on it the figure in the chosen style.

State tells by shape as well as by colour, so that neither needs colour vision, and each size is laid out on its own
pixel grid. Pure: the same look and size give the same pixels. This module must not know what a look was made from.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from brim.tray.icon.background import draw_background
from brim.tray.icon.canvas import Canvas
from brim.tray.icon.grid import SIZES, grid
from brim.tray.icon.palette import palette
from brim.tray.icon.spec import Mark
from brim.tray.icon.styles import draw_style
from brim.tray.icon.symbols import draw_dots, draw_padlock

if TYPE_CHECKING:
    from PIL import Image

    from brim.tray.icon.spec import IconSpec

__all__ = ["SIZES", "draw"]

_CACHED = 64


def draw(look: IconSpec, size: int) -> Image.Image:
    """The icon as an RGBA image of `size` by `size` pixels; size at least 8. Do not change the image: it is cached."""
    return _draw(look, size)


@lru_cache(maxsize=_CACHED)
def _draw(look: IconSpec, size: int) -> Image.Image:
    canvas, measures, colours = Canvas(size), grid(size), palette(look)
    draw_background(canvas, measures, look, colours)
    if look.mark is Mark.SIGNED_OUT:
        draw_padlock(canvas, measures, colours.foreground)
    elif look.mark is Mark.STARTING:
        draw_dots(canvas, measures, colours.foreground)
    else:
        draw_style(canvas, measures, look, colours)
    return canvas.finish()
