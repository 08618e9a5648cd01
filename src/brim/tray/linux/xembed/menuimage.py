"""How the menu of an XEmbed tray looks: sizes, colours, font and the drawing of its lines.

This module must not know X, nor what a row does when it is chosen.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from brim.tray.linux.xembed.menuline import leads_back
from brim.tray.menu.row import RowKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.tray.linux.xembed.menuline import MenuLine
    from brim.tray.menu.row import MenuRow

type Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

EDGE = 4
"""Pixels above the first line and below the last one."""
LINE_HEIGHT, SEPARATOR_HEIGHT = 24, 9
_FONTS = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf")
"""Fonts of desktops, as Pillow finds them; where none exists Pillow's own is used, which has fewer letters."""
_TEXT, _PADDING, _MARK = 13, 8, 18
"""Pixels of letters, of a margin, and of the column of marks."""
_BACKGROUND, _BORDER, _HIGHLIGHT = (246, 246, 247), (160, 163, 168), (202, 221, 250)
_FOREGROUND, _DISABLED = (24, 26, 30), (112, 116, 124)


class MenuPainter:
    """Draws menus at one scale."""

    def __init__(self, scale: float) -> None:
        """`scale` is pixels of the screen for one of the menu."""
        self._scale = scale

    def px(self, size: float) -> int:
        """A size of the menu in pixels of the screen."""
        return round(size * self._scale)

    def width(self, rows: Iterable[MenuRow]) -> int:
        """The width that shows every label, in pixels of the screen."""
        font = _font(self.px(_TEXT))
        return round(max((font.getlength(row.label) for row in rows), default=0)) + self._width_beside_text

    @property
    def _width_beside_text(self) -> int:
        return 2 * self.px(_PADDING + _MARK)

    def draw(
        self, lines: Iterable[MenuLine], selected: str | None, size: tuple[int, int], offset: int, height: int
    ) -> Image.Image:
        """Draw `height` pixels of a menu from `offset` on; `size` is that of the whole menu, `selected` a row's id."""
        whole = Image.new("RGB", size, _BACKGROUND)
        canvas = ImageDraw.Draw(whole)
        for line in lines:
            self._draw_line(whole, canvas, line, selected=line.row.id == selected)
        width, whole_height = size
        visible = whole.crop((0, offset, width, offset + height))
        canvas = ImageDraw.Draw(visible)
        canvas.rectangle((0, 0, width - 1, height - 1), outline=_BORDER)
        if offset > 0:
            self._draw_scroll_arrow(canvas, width, 0, self.px(SEPARATOR_HEIGHT))
        if offset + height < whole_height:
            self._draw_scroll_arrow(canvas, width, height, -self.px(SEPARATOR_HEIGHT))
        return visible

    def _draw_scroll_arrow(self, canvas: ImageDraw.ImageDraw, width: int, edge: int, inwards: int) -> None:
        """A band at an edge, with an arrow that shows that the menu continues beyond it."""
        canvas.rectangle((1, min(edge, edge + inwards) + 1, width - 2, max(edge, edge + inwards) - 2), _BACKGROUND)
        middle, half = width // 2, abs(inwards) // 2
        tip, base = edge + inwards // 4, edge + 3 * inwards // 4
        canvas.polygon([(middle - half, base), (middle + half, base), (middle, tip)], _FOREGROUND)

    def _draw_line(self, image: Image.Image, canvas: ImageDraw.ImageDraw, line: MenuLine, *, selected: bool) -> None:
        px, width = self.px, image.width
        middle = line.top + line.height // 2
        if line.row.kind is RowKind.SEPARATOR:
            canvas.line((px(_PADDING), middle, width - px(_PADDING), middle), _BORDER, px(1))
            return
        if selected:
            canvas.rectangle((1, line.top, width - 2, line.top + line.height - 1), _HIGHLIGHT)
        colour = _FOREGROUND if line.row.enabled else _DISABLED
        font = _font(px(_TEXT))
        text = _truncated(line.row.label, font, width - self._width_beside_text)
        canvas.text((px(_PADDING + _MARK), middle), text, colour, font, anchor="lm")
        self._draw_mark(image, canvas, line.row, middle)
        if line.row.kind is RowKind.SUBMENU:
            tip = width - px(_PADDING)
            canvas.polygon([(tip - px(5), middle - px(4)), (tip, middle), (tip - px(5), middle + px(4))], colour)

    def _draw_mark(self, image: Image.Image, canvas: ImageDraw.ImageDraw, row: MenuRow, middle: int) -> None:
        px, left = self.px, self.px(_PADDING)
        if leads_back(row):
            points = [(left + px(9), middle - px(4)), (left + px(4), middle), (left + px(9), middle + px(4))]
            canvas.polygon(points, _FOREGROUND)
        elif row.icon is not None:
            with Image.open(BytesIO(row.icon)) as icon:
                thumbnail = icon.convert("RGBA")
            thumbnail.thumbnail((px(_MARK - 4), px(LINE_HEIGHT - 8)))
            image.paste(thumbnail, (left, middle - thumbnail.height // 2), thumbnail)
        elif row.kind is RowKind.CHECK and row.checked:
            points = [(left, middle), (left + px(4), middle + px(4)), (left + px(11), middle - px(5))]
            canvas.line(points, _FOREGROUND, px(2), joint="curve")
        elif row.kind is RowKind.RADIO and row.checked:
            canvas.ellipse((left + px(2), middle - px(4), left + px(10), middle + px(4)), _FOREGROUND)


def _truncated(text: str, font: Font, width: int) -> str:
    """As much of a text as the width can show."""
    if font.getlength(text) <= width + 1:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


@lru_cache(maxsize=4)
def _font(size: int) -> Font:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
