"""Menu rows for tests: those that stay on the screen, those of a menu that is being opened, and one row of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.menu.rows import menu_rows
from tests.support.samples import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.snapshot import Snapshot
    from brim.tray.menu.row import MenuRow


def standing_rows(snapshot: Snapshot, now: datetime = NOW) -> tuple[MenuRow, ...]:
    """The rows that stay while time passes: without durations."""
    return menu_rows(snapshot, now, durations=False)


def opened_rows(snapshot: Snapshot, now: datetime = NOW) -> tuple[MenuRow, ...]:
    """The rows of a menu that is being opened: with durations."""
    return menu_rows(snapshot, now, durations=True)


def find_row(rows: tuple[MenuRow, ...], row_id: str) -> MenuRow:
    """The row with this id."""
    return next(row for row in rows if row.id == row_id)


def ids(rows: tuple[MenuRow, ...]) -> set[str]:
    """The ids of these rows, without those of their submenus."""
    return {row.id for row in rows}
