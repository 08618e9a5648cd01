"""One line of the menu of an XEmbed tray. This module must not know how a line looks, nor what a row does."""

from __future__ import annotations

from dataclasses import dataclass

from brim.tray.menu.row import MenuRow, RowKind
from brim.words.menu import Label, label_text

_BACK = "back"


def back_row() -> MenuRow:
    """The first line of a submenu; it leads to the menu above."""
    return MenuRow(_BACK, label_text(Label.BACK))


def leads_back(row: MenuRow) -> bool:
    """Whether it is that line."""
    return row.id == _BACK


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One row and its position, in pixels of the screen."""

    row: MenuRow
    top: int
    height: int

    @property
    def selectable(self) -> bool:
        """Whether mouse and keys can select it: it is enabled and does something."""
        row = self.row
        does_something = row.command is not None or row.kind is RowKind.SUBMENU or leads_back(row)
        return row.enabled and row.kind is not RowKind.SEPARATOR and does_something
