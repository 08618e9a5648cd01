"""The contact sheet: every style and state and the mark of each provider, at every size, on dark and light panels.

This module must not know who uses it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.marks import MARK_FROM
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample_spec
from brim.words import icons as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brim.tray.icon.canvas import Colour
    from brim.tray.icon.iconspec import IconSpec


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
    marks: Mapping[str, str] | None = None,
) -> Image.Image:
    """One row for each panel, style and size, one column for each state; below them one for each provider.

    `marks` are the marks of the providers, by their names.
    """
    marked = [size for size in sizes if size >= MARK_FROM] if marks else []
    blocks = []
    for panel in panels:
        for style in styles:
            states = {words.state_heading(state): _sample(state, style, panel) for state in IconState}
            blocks.append(_block(words.style_heading(style, panel.scheme), sizes, panel, states))
            if marks and marked:
                calm = _sample(IconState.CALM, style, panel)
                shown = {name: replace(calm, provider=mark) for name, mark in marks.items()}
                blocks.append(_block(words.marks_heading(style, panel.scheme), marked, panel, shown))
    sheet = Image.new("RGB", (blocks[0].width, sum(block.height for block in blocks)))
    top = 0
    for block in blocks:
        sheet.paste(block, (0, top))
        top += block.height
    return sheet


def _sample(state: IconState, style: IconStyle, panel: SheetPanel) -> IconSpec:
    return sample_spec(state, style=style, scheme=panel.scheme)


def _block(heading: str, sizes: Sequence[int], panel: SheetPanel, specs: Mapping[str, IconSpec]) -> Image.Image:
    """A row for each size, and a column for each of these icons, by its heading."""
    column_width = max(*sizes, _MIN_COLUMN_WIDTH) + _GAP
    height = _FONT_SIZE + 3 * _GAP + sum(size + _GAP for size in sizes)
    block = Image.new("RGBA", (_ROW_LABEL_WIDTH + column_width * len(IconState), height), (*panel.colour, 255))
    drawing, font = ImageDraw.Draw(block), ImageFont.load_default(_FONT_SIZE)
    text_colour = _LIGHT_TEXT if panel.colour[1] < _HALF_BRIGHT else _DARK_TEXT
    drawing.text((_GAP, _GAP), heading, text_colour, font)
    for index, (name, spec) in enumerate(specs.items()):
        left, top = _ROW_LABEL_WIDTH + column_width * index, _FONT_SIZE + 2 * _GAP
        drawing.text((left, _GAP), name, text_colour, font)
        for size in sizes:
            block.alpha_composite(draw(spec, size), (left, top))
            if index == 0:
                drawing.text((_GAP, top + (size - _FONT_SIZE) // 2), words.size_heading(size), text_colour, font)
            top += size + _GAP
    return block.convert("RGB")
