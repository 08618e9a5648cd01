"""One line of the menu of an XEmbed tray. This module must not know how a line looks, nor what a row does."""

from __future__ import annotations

from dataclasses import dataclass

from brim.tray.menu.row import MenuRow, RowKind
from brim.words import menu

BACK = MenuRow("back", menu.BACK)
"""The first line of a submenu; it leads to the menu above."""


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
        does_something = row.command is not None or row.kind is RowKind.SUBMENU or row is BACK
        return row.enabled and row.kind is not RowKind.SEPARATOR and does_something
