"""The details as text, for a host that cannot open the menu. Pure. It must not know where the text is shown."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from brim.tray.menu.row import RowKind

if TYPE_CHECKING:
    from brim.tray.menu.row import MenuRow


def details_text(rows: tuple[MenuRow, ...]) -> str:
    """What the menu says: its rows before Details, and those below More; a line for each."""
    shown = takewhile(lambda row: row.id not in {"open-details", "quit"}, rows)
    below = [child for row in rows if row.id == "details" for child in row.children]
    return "\n".join(row.label.strip() for row in (*shown, *below) if row.kind is not RowKind.SEPARATOR)
