"""A menu of our own, for old trays that draw none: lines, what is under the mouse or the keys, and the picture.

Pure but for the font. A submenu is shown in place of the menu, with a line that leads back.
This module must not know X, nor what a row means.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from brim.tray.row import Row, RowKind
from brim.words import menu

if TYPE_CHECKING:
    from brim.commands import Command

type Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_FONTS = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf")
"""What desktops have, as Pillow finds them; else Pillow's own, which knows fewer letters."""
_TEXT, _LINE, _GAP, _PAD, _MARK = 13, 24, 9, 8, 18
"""Pixels of letters, of a line, of a separator, of a margin, and of the column of marks."""
_GROUND, _EDGE, _INK, _DIM, _CHOSEN = (246, 246, 247), (160, 163, 168), (24, 26, 30), (112, 116, 124), (202, 221, 250)

BACK = Row("back", menu.BACK)


@dataclass(frozen=True, slots=True)
class Line:
    """One row and where it stands."""

    row: Row
    top: int
    height: int

    @property
    def lively(self) -> bool:
        """Whether it can be chosen."""
        return self.row.enabled and self.row.kind is not RowKind.SEPARATOR and _leads(self.row)


class Popup:
    """Owner of what is open and of the line that is chosen."""

    def __init__(self, rows: tuple[Row, ...], scale: int = 1) -> None:
        """`scale`: pixels of the screen for one of the menu."""
        self._scale = scale
        self._above: list[tuple[Row, ...]] = []
        self._rows = rows
        self._lines: list[Line] = []
        self._chosen: int | None = None
        self._size = (0, 0)
        self._arrange()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the screen."""
        return self._size

    def move_to(self, down: int) -> bool:
        """Choose the line at a height, none between lines; whether that changed anything."""
        place = next((place for place, line in enumerate(self._lines) if 0 <= down - line.top < line.height), None)
        return self._choose(place if place is not None and self._lines[place].lively else None)

    def move_by(self, by: int) -> bool:
        """Choose the next line that can be, up or down, round and round; whether that changed anything."""
        lively = [place for place, line in enumerate(self._lines) if line.lively]
        if not lively:
            return False
        if self._chosen not in lively:
            return self._choose(lively[0 if by > 0 else -1])
        return self._choose(lively[(lively.index(self._chosen) + by) % len(lively)])

    def press(self) -> Command | None:
        """Carry out the chosen line: the command to send; None when another menu stands in place of this one now."""
        if self._chosen is None:
            return None
        row = self._lines[self._chosen].row
        if row is BACK:
            self.back()
        elif row.kind is RowKind.SUBMENU:
            self._above.append(self._rows)
            self._rows = (BACK, *row.children)
            self._arrange()
        return row.command

    def back(self) -> bool:
        """Show the menu that this one was opened from; False when there is none."""
        if not self._above:
            return False
        self._rows = self._above.pop()
        self._arrange()
        return True

    def image(self) -> Image.Image:
        """The menu as it is to be seen now."""
        image = Image.new("RGB", self._size, _GROUND)
        canvas = ImageDraw.Draw(image)
        canvas.rectangle((0, 0, self._size[0] - 1, self._size[1] - 1), outline=_EDGE)
        for place, line in enumerate(self._lines):
            self._draw(image, canvas, line, chosen=place == self._chosen)
        return image

    def _choose(self, place: int | None) -> bool:
        before, self._chosen = self._chosen, place
        return before != place

    def _arrange(self) -> None:
        self._chosen, self._lines = None, []
        top = self._scale * 4
        for row in self._rows:
            height = self._scale * (_GAP if row.kind is RowKind.SEPARATOR else _LINE)
            self._lines.append(Line(row, top, height))
            top += height
        font = _font(_TEXT * self._scale)
        widest = max((font.getlength(row.label) for row in self._rows), default=0)
        self._size = (round(widest) + self._scale * 2 * (_PAD + _MARK), top + self._scale * 4)

    def _draw(self, image: Image.Image, canvas: ImageDraw.ImageDraw, line: Line, *, chosen: bool) -> None:
        unit, width = self._scale, self._size[0]
        middle = line.top + line.height // 2
        if line.row.kind is RowKind.SEPARATOR:
            canvas.line((unit * _PAD, middle, width - unit * _PAD, middle), _EDGE, unit)
            return
        if chosen:
            canvas.rectangle((1, line.top, width - 2, line.top + line.height - 1), _CHOSEN)
        ink = _INK if line.row.enabled else _DIM
        text = (unit * (_PAD + _MARK), middle)
        canvas.text(text, line.row.label, ink, _font(_TEXT * unit), anchor="lm")
        self._draw_mark(image, canvas, line.row, middle)
        if line.row.kind is RowKind.SUBMENU:
            tip = width - unit * _PAD
            canvas.polygon(
                [(tip - 5 * unit, middle - 4 * unit), (tip, middle), (tip - 5 * unit, middle + 4 * unit)], ink
            )

    def _draw_mark(self, image: Image.Image, canvas: ImageDraw.ImageDraw, row: Row, middle: int) -> None:
        unit = self._scale
        left = unit * _PAD
        if row is BACK:
            tip = [
                (left + 9 * unit, middle - 4 * unit),
                (left + 4 * unit, middle),
                (left + 9 * unit, middle + 4 * unit),
            ]
            canvas.polygon(tip, _INK)
        elif row.picture is not None:
            with Image.open(BytesIO(row.picture)) as picture:
                small = picture.convert("RGBA")
            small.thumbnail((unit * (_MARK - 4), unit * (_LINE - 8)))
            image.paste(small, (left, middle - small.height // 2), small)
        elif row.kind is RowKind.CHECK and row.checked:
            points = [(left, middle), (left + 4 * unit, middle + 4 * unit), (left + 11 * unit, middle - 5 * unit)]
            canvas.line(points, _INK, 2 * unit, joint="curve")
        elif row.kind is RowKind.RADIO and row.checked:
            canvas.ellipse((left + 2 * unit, middle - 4 * unit, left + 10 * unit, middle + 4 * unit), _INK)


def _leads(row: Row) -> bool:
    return row.command is not None or row.kind is RowKind.SUBMENU or row is BACK


@lru_cache(maxsize=4)
def _font(size: int) -> Font:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
