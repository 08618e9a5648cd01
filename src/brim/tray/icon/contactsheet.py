"""The contact sheet: every style and state, at every size, on dark and light panels.

This module must not know who uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample_spec
from brim.words import icons as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.tray.icon.canvas import Colour


@dataclass(frozen=True, slots=True)
class SheetPanel:
    """A panel's colour, and the scheme of the icons drawn on it."""

    colour: Colour
    scheme: IconScheme


PANELS = (
    SheetPanel((0x35, 0x35, 0x35), IconScheme.DARK),
    SheetPanel((0, 0, 0), IconScheme.AUTO),
    SheetPanel((0x80, 0x80, 0x80), IconScheme.AUTO),
    SheetPanel((0xF6, 0xF5, 0xF4), IconScheme.AUTO),
    SheetPanel((0xF6, 0xF5, 0xF4), IconScheme.LIGHT),
)
_GAP = 8
_FONT_SIZE = 11
_MIN_COLUMN_WIDTH = 58
"""Pixels that the name of a state needs."""
_ROW_LABEL_WIDTH = 70
"""Pixels on the left for the label of a row."""
_DARK_TEXT, _LIGHT_TEXT = (40, 44, 50), (220, 224, 230)
_HALF_BRIGHT = 128


def contact_sheet(
    styles: Sequence[IconStyle] = tuple(IconStyle),
    sizes: Sequence[int] = SIZES,
    panels: Sequence[SheetPanel] = PANELS,
) -> Image.Image:
    """One row for each panel, style and size, one column for each state."""
    blocks = [_block(style, sizes, panel) for panel in panels for style in styles]
    sheet = Image.new("RGB", (blocks[0].width, sum(block.height for block in blocks)))
    top = 0
    for block in blocks:
        sheet.paste(block, (0, top))
        top += block.height
    return sheet


def _block(style: IconStyle, sizes: Sequence[int], panel: SheetPanel) -> Image.Image:
    column_width = max(*sizes, _MIN_COLUMN_WIDTH) + _GAP
    height = _FONT_SIZE + 3 * _GAP + sum(size + _GAP for size in sizes)
    block = Image.new("RGBA", (_ROW_LABEL_WIDTH + column_width * len(IconState), height), (*panel.colour, 255))
    drawing, font = ImageDraw.Draw(block), ImageFont.load_default(_FONT_SIZE)
    text_colour = _LIGHT_TEXT if panel.colour[1] < _HALF_BRIGHT else _DARK_TEXT
    drawing.text((_GAP, _GAP), words.style_heading(style, panel.scheme), text_colour, font)
    for index, state in enumerate(IconState):
        left, top = _ROW_LABEL_WIDTH + column_width * index, _FONT_SIZE + 2 * _GAP
        drawing.text((left, _GAP), words.state_heading(state), text_colour, font)
        for size in sizes:
            block.alpha_composite(draw(sample_spec(state, style=style, scheme=panel.scheme), size), (left, top))
            if index == 0:
                drawing.text((_GAP, top + (size - _FONT_SIZE) // 2), words.size_heading(size), text_colour, font)
            top += size + _GAP
    return block.convert("RGB")
