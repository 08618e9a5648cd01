"""Our own menu for XEmbed trays, which draw none: the open submenu, the selected line and the visible part.

Pure but for the font. A submenu is shown in place of the menu, with a line that leads back.
This module must not know X, nor what a row means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.xembed.menuimage import EDGE, LINE_HEIGHT, SEPARATOR_HEIGHT, MenuPainter
from brim.tray.linux.xembed.menuline import MenuLine, back_row, leads_back
from brim.tray.menu.row import RowKind

if TYPE_CHECKING:
    from PIL import Image

    from brim.model.command import Command
    from brim.tray.menu.row import MenuRow


class PopupMenu:
    """Owner of the open submenu, of the selected line and of the scroll offset."""

    def __init__(self, rows: tuple[MenuRow, ...], scale: float = 1.0, max_size: tuple[int, int] | None = None) -> None:
        """`scale` is pixels of the screen for one of the menu; `max_size` limits width and height on the screen."""
        self._painter = MenuPainter(scale)
        self._max_size = max_size
        self._rows = rows
        self._path: list[str] = []
        self._lines: list[MenuLine] = []
        self._selected: str | None = None
        self._offset = 0
        """How many pixels are above the visible part."""
        self._whole_height = self._width = 0
        self._arrange()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the screen."""
        return self._width, self._height

    @property
    def _height(self) -> int:
        return min(self._whole_height, self._max_size[1]) if self._max_size is not None else self._whole_height

    def set_rows(self, rows: tuple[MenuRow, ...]) -> None:
        """Show other rows: the same submenu as before, and the same selection, where they still exist."""
        self._rows = rows
        self._arrange()

    def select_at(self, y: int) -> bool:
        """Select the line at a height, none between selectable lines; whether that changed anything."""
        whole_y = y + self._offset
        lines = (line for line in self._lines if 0 <= y < self._height and 0 <= whole_y - line.top < line.height)
        line = next(lines, None)
        return self._select(line if line is not None and line.selectable else None)

    def select_by(self, step: int) -> bool:
        """Select the next selectable line (1) or the one before (-1), with wrap-around; whether that changed anything.

        The selected line is scrolled into view.
        """
        lines = [line for line in self._lines if line.selectable]
        if not lines:
            return False
        ids = [line.row.id for line in lines]
        index = (ids.index(self._selected) + step) % len(ids) if self._selected in ids else min(step, 0)
        line, edge = lines[index], self._painter.px(EDGE)
        changed = self._select(line)
        top, bottom = line.top - edge, line.top + line.height + edge
        return self._scroll_to(min(max(self._offset, bottom - self._height), top)) or changed

    def scroll(self, lines: int) -> bool:
        """Scroll by so many lines, positive is down; whether that changed anything."""
        return self._scroll_to(self._offset + lines * self._painter.px(LINE_HEIGHT))

    def activate(self) -> Command | None:
        """Carry out the selected line: the command to send; None when another menu is shown in place of this one."""
        row = next((line.row for line in self._lines if line.row.id == self._selected), None)
        if row is None:
            return None
        if leads_back(row):
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
        """The visible part of the menu."""
        whole_size = (self._width, self._whole_height)
        return self._painter.draw(self._lines, self._selected, whole_size, self._offset, self._height)

    def _open(self, path: list[str]) -> None:
        self._path, self._selected, self._offset = path, None, 0
        self._arrange()

    def _select(self, line: MenuLine | None) -> bool:
        before, self._selected = self._selected, line.row.id if line is not None else None
        return before != self._selected

    def _scroll_to(self, offset: int) -> bool:
        before, self._offset = self._offset, max(0, min(offset, self._whole_height - self._height))
        return before != self._offset

    def _arrange(self) -> None:
        """Set the position of every line and the size of the menu."""
        px, rows = self._painter.px, self._open_rows()
        self._lines = []
        top = px(EDGE)
        for row in rows:
            height = px(SEPARATOR_HEIGHT if row.kind is RowKind.SEPARATOR else LINE_HEIGHT)
            self._lines.append(MenuLine(row, top, height))
            top += height
        if self._selected not in {line.row.id for line in self._lines if line.selectable}:
            self._selected = None
        self._width, self._whole_height = self._painter.width(rows), top + px(EDGE)
        if self._max_size is not None:
            self._width = min(self._width, self._max_size[0])
        self._scroll_to(self._offset)

    def _open_rows(self) -> tuple[MenuRow, ...]:
        """The rows of the open menu; a submenu that no longer exists is left."""
        rows = self._rows
        for depth, row_id in enumerate(self._path):
            submenu = next((row for row in rows if row.id == row_id and row.kind is RowKind.SUBMENU), None)
            if submenu is None:
                self._path = self._path[:depth]
                break
            rows = submenu.children
        return (back_row(), *rows) if self._path else rows
