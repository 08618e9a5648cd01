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

from brim.tray.menu.row import Row, RowKind
from brim.words import menu

if TYPE_CHECKING:
    from brim.model.command import Command

type Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_FONTS = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf")
"""What desktops have, as Pillow finds them; else Pillow's own, which knows fewer letters."""
_TEXT, _LINE, _GAP, _PAD, _MARK = 13, 24, 9, 8, 18
"""Pixels of letters, of a line, of a separator, of a margin, and of the column of marks."""
_EDGES = 4
"""Pixels above the first line and below the last one."""
_GROUND, _EDGE, _INK, _DIM, _CHOSEN = (246, 246, 247), (160, 163, 168), (24, 26, 30), (112, 116, 124), (202, 221, 250)

BACK = Row("back", menu.BACK)


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One row and where it stands."""

    row: Row
    top: int
    height: int

    @property
    def lively(self) -> bool:
        """Whether it can be chosen."""
        return self.row.enabled and self.row.kind is not RowKind.SEPARATOR and _leads(self.row)


class PopupMenu:
    """Owner of what is open, of the line that is chosen, and of the part that is seen."""

    def __init__(self, rows: tuple[Row, ...], scale: float = 1.0, room: tuple[int, int] | None = None) -> None:
        """`scale`: pixels of the screen for one of the menu. `room`: the width and height that it may take there."""
        self._scale = scale
        self._room = room
        self._rows = rows
        self._path: list[str] = []
        self._lines: list[MenuLine] = []
        self._chosen: str | None = None
        self._first = 0
        """How many pixels are above what is seen."""
        self._whole = self._width = 0
        self._arrange()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the screen."""
        return self._width, self._height

    @property
    def _height(self) -> int:
        return min(self._whole, self._room[1]) if self._room is not None else self._whole

    @property
    def _beside_text(self) -> int:
        return 2 * self._px(_PAD + _MARK)

    def renew(self, rows: tuple[Row, ...]) -> None:
        """Show other rows: the same submenu as before, and the same choice, where they are still there."""
        self._rows = rows
        self._arrange()

    def move_to(self, down: int) -> bool:
        """Choose the line at a height, none between lines; whether that changed anything."""
        place = down + self._first
        under = (line for line in self._lines if 0 <= down < self._height and 0 <= place - line.top < line.height)
        line = next(under, None)
        return self._choose(line if line is not None and line.lively else None)

    def move_by(self, by: int) -> bool:
        """Choose the next line that can be, up or down, round and round; whether that changed anything."""
        lively = [line for line in self._lines if line.lively]
        if not lively:
            return False
        ids = [line.row.id for line in lively]
        at = (ids.index(self._chosen) + by) % len(ids) if self._chosen in ids else min(by, 0)
        moved = self._choose(lively[at])
        top, bottom = lively[at].top - self._px(_EDGES), lively[at].top + lively[at].height + self._px(_EDGES)
        return self._look_at(min(max(self._first, bottom - self._height), top)) or moved

    def scroll(self, by: int) -> bool:
        """See what is so many lines further down or up; whether that changed anything."""
        return self._look_at(self._first + by * self._px(_LINE))

    def press(self) -> Command | None:
        """Carry out the chosen line: the command to send; None when another menu stands in place of this one now."""
        row = next((line.row for line in self._lines if line.row.id == self._chosen), None)
        if row is None:
            return None
        if row is BACK:
            self.back()
        elif row.kind is RowKind.SUBMENU:
            self._open([*self._path, row.id])
        return row.command

    def back(self) -> bool:
        """Show the menu that this one was opened from; False when there is none."""
        if not self._path:
            return False
        self._open(self._path[:-1])
        return True

    def image(self) -> Image.Image:
        """The menu as it is to be seen now."""
        image = Image.new("RGB", (self._width, self._whole), _GROUND)
        canvas = ImageDraw.Draw(image)
        for line in self._lines:
            self._draw(image, canvas, line, chosen=line.row.id == self._chosen)
        seen = image.crop((0, self._first, self._width, self._first + self._height))
        canvas = ImageDraw.Draw(seen)
        canvas.rectangle((0, 0, self._width - 1, self._height - 1), outline=_EDGE)
        if self._first > 0:
            self._draw_more(canvas, 0, self._px(_GAP))
        if self._first + self._height < self._whole:
            self._draw_more(canvas, self._height, -self._px(_GAP))
        return seen

    def _px(self, size: float) -> int:
        return round(size * self._scale)

    def _open(self, path: list[str]) -> None:
        self._path, self._chosen, self._first = path, None, 0
        self._arrange()

    def _choose(self, line: MenuLine | None) -> bool:
        before, self._chosen = self._chosen, line.row.id if line is not None else None
        return before != self._chosen

    def _look_at(self, first: int) -> bool:
        before, self._first = self._first, max(0, min(first, self._whole - self._height))
        return before != self._first

    def _arrange(self) -> None:
        self._lines = []
        top, rows = self._px(_EDGES), self._listed()
        for row in rows:
            height = self._px(_GAP if row.kind is RowKind.SEPARATOR else _LINE)
            self._lines.append(MenuLine(row, top, height))
            top += height
        if self._chosen not in {line.row.id for line in self._lines if line.lively}:
            self._chosen = None
        font = _font(self._px(_TEXT))
        widest = max((font.getlength(row.label) for row in rows), default=0)
        self._width, self._whole = round(widest) + self._beside_text, top + self._px(_EDGES)
        if self._room is not None:
            self._width = min(self._width, self._room[0])
        self._look_at(self._first)

    def _listed(self) -> tuple[Row, ...]:
        """The rows of the menu that is open now; a submenu that has gone is left."""
        rows = self._rows
        for depth, name in enumerate(self._path):
            found = next((row for row in rows if row.id == name and row.kind is RowKind.SUBMENU), None)
            if found is None:
                self._path = self._path[:depth]
                break
            rows = found.children
        return (BACK, *rows) if self._path else rows

    def _draw_more(self, canvas: ImageDraw.ImageDraw, edge: int, inwards: int) -> None:
        """A band at an edge that tells that there is more beyond it."""
        canvas.rectangle((1, min(edge, edge + inwards) + 1, self._width - 2, max(edge, edge + inwards) - 2), _GROUND)
        middle, half = self._width // 2, abs(inwards) // 2
        tip, base = edge + inwards // 4, edge + 3 * inwards // 4
        canvas.polygon([(middle - half, base), (middle + half, base), (middle, tip)], _INK)

    def _draw(self, image: Image.Image, canvas: ImageDraw.ImageDraw, line: MenuLine, *, chosen: bool) -> None:
        px, width = self._px, self._width
        middle = line.top + line.height // 2
        if line.row.kind is RowKind.SEPARATOR:
            canvas.line((px(_PAD), middle, width - px(_PAD), middle), _EDGE, px(1))
            return
        if chosen:
            canvas.rectangle((1, line.top, width - 2, line.top + line.height - 1), _CHOSEN)
        ink = _INK if line.row.enabled else _DIM
        font = _font(px(_TEXT))
        text = _fitting(line.row.label, font, width - self._beside_text)
        canvas.text((px(_PAD + _MARK), middle), text, ink, font, anchor="lm")
        self._draw_mark(image, canvas, line.row, middle)
        if line.row.kind is RowKind.SUBMENU:
            tip = width - px(_PAD)
            canvas.polygon([(tip - px(5), middle - px(4)), (tip, middle), (tip - px(5), middle + px(4))], ink)

    def _draw_mark(self, image: Image.Image, canvas: ImageDraw.ImageDraw, row: Row, middle: int) -> None:
        px, left = self._px, self._px(_PAD)
        if row is BACK:
            canvas.polygon(
                [(left + px(9), middle - px(4)), (left + px(4), middle), (left + px(9), middle + px(4))], _INK
            )
        elif row.icon is not None:
            with Image.open(BytesIO(row.icon)) as picture:
                small = picture.convert("RGBA")
            small.thumbnail((px(_MARK - 4), px(_LINE - 8)))
            image.paste(small, (left, middle - small.height // 2), small)
        elif row.kind is RowKind.CHECK and row.checked:
            points = [(left, middle), (left + px(4), middle + px(4)), (left + px(11), middle - px(5))]
            canvas.line(points, _INK, px(2), joint="curve")
        elif row.kind is RowKind.RADIO and row.checked:
            canvas.ellipse((left + px(2), middle - px(4), left + px(10), middle + px(4)), _INK)


def _leads(row: Row) -> bool:
    return row.command is not None or row.kind is RowKind.SUBMENU or row is BACK


def _fitting(text: str, font: Font, width: int) -> str:
    """As much of a text as there is room for."""
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
