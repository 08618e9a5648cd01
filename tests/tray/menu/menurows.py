"""Menu rows for tests: those that stay on the screen, those of a menu that is being opened, and one row of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.settings.choices import menu_options
from brim.backend.settings.load import load_settings
from brim.tray.menu.rows import menu_rows
from tests.support.samples import NOW, snapshot

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.tray.menu.row import MenuRow


def standing_rows(shown: Snapshot, now: datetime = NOW) -> tuple[MenuRow, ...]:
    """The rows that stay while time passes: without durations."""
    return menu_rows(shown, now, durations=False)


def opened_rows(shown: Snapshot, now: datetime = NOW) -> tuple[MenuRow, ...]:
    """The rows of a menu that is being opened: with durations."""
    return menu_rows(shown, now, durations=True)


def with_every_option(*views: AccountView) -> Snapshot:
    """These accounts, and all that the settings offer for the menu."""
    return replace(snapshot(*views), options=menu_options(load_settings()))


def find_row(rows: tuple[MenuRow, ...], row_id: str) -> MenuRow:
    """The row with this id, in whatever submenu it is."""
    return next(row for row in every_row(rows) if row.id == row_id)


def every_row(rows: tuple[MenuRow, ...]) -> list[MenuRow]:
    """These rows and all rows below them."""
    return [row for top in rows for row in (top, *every_row(top.children))]


def texts(rows: tuple[MenuRow, ...]) -> str:
    """All that these rows and those below them say; a sentence that takes several rows is one."""
    return " ".join(row.label for row in every_row(rows))


def ids(rows: tuple[MenuRow, ...]) -> set[str]:
    """The ids of these rows, and of all rows below them."""
    return {row.id for row in every_row(rows)}
