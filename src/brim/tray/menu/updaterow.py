"""The row that names a newer version of Brim; its submenu says what brings it. It must not know how one is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.command import CopyText
from brim.tray.menu.row import MenuRow, RowKind, text_row
from brim.words import updates

if TYPE_CHECKING:
    from brim.model.update import Update


def update_row(update: Update) -> MenuRow:
    """The row, with how this copy was installed, and a click that copies the command which updates it."""
    command = update.installation.command
    if command is None:
        step = text_row("update-step", updates.without_command(update))
    else:
        step = MenuRow("update-copy", updates.copy_label(command), command=CopyText(command))
    children = (text_row("update-way", updates.way(update.installation.by)), step)
    return MenuRow("update", updates.available(update.version), RowKind.SUBMENU, children=children)
