"""The contact sheet: every style and state, at every size, on dark and light panels.

This module must not know who looks at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample
from brim.words import icons as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.tray.icon.canvas import Colour


@dataclass(frozen=True, slots=True)
class Panel:
    """A ground, and for which panel the icon on it is drawn."""

    colour: Colour
    scheme: IconScheme


PANELS = (
    Panel((0x35, 0x35, 0x35), IconScheme.DARK),
    Panel((0, 0, 0), IconScheme.AUTO),
    Panel((0x80, 0x80, 0x80), IconScheme.AUTO),
    Panel((0xF6, 0xF5, 0xF4), IconScheme.AUTO),
    Panel((0xF6, 0xF5, 0xF4), IconScheme.LIGHT),
)
_GAP = 8
_LETTERS = 11
_LABEL = 70
"""Pixels on the left for the words of a row."""
_DARK_LETTERS, _LIGHT_LETTERS = (40, 44, 50), (220, 224, 230)
_HALF = 128


def contact_sheet(
    styles: Sequence[IconStyle] = tuple(IconStyle),
    sizes: Sequence[int] = SIZES,
    panels: Sequence[Panel] = PANELS,
) -> Image.Image:
    """One row for each panel, style and size, one column for each state."""
    blocks = [_block(style, sizes, panel) for panel in panels for style in styles]
    made = Image.new("RGB", (blocks[0].width, sum(block.height for block in blocks)))
    down = 0
    for block in blocks:
        made.paste(block, (0, down))
        down += block.height
    return made


def _block(style: IconStyle, sizes: Sequence[int], panel: Panel) -> Image.Image:
    column = max(*sizes, 58) + _GAP
    height = _LETTERS + 3 * _GAP + sum(size + _GAP for size in sizes)
    made = Image.new("RGBA", (_LABEL + column * len(IconState), height), (*panel.colour, 255))
    pen, font = ImageDraw.Draw(made), ImageFont.load_default(_LETTERS)
    letters = _LIGHT_LETTERS if panel.colour[1] < _HALF else _DARK_LETTERS
    pen.text((_GAP, _GAP), words.style_heading(style, panel.scheme), letters, font)
    for index, state in enumerate(IconState):
        left, down = _LABEL + column * index, _LETTERS + 2 * _GAP
        pen.text((left, _GAP), words.state_heading(state), letters, font)
        for size in sizes:
            made.alpha_composite(draw(sample(state, style=style, scheme=panel.scheme), size), (left, down))
            if index == 0:
                pen.text((_GAP, down + (size - _LETTERS) // 2), words.size_heading(size), letters, font)
            down += size + _GAP
    return made.convert("RGB")
