"""Whether a panel shows the menu now: rows do not come or go in an open menu.

Plasma does not move a menu that grows while it is open: its last rows are then outside of the screen. This module must
not know which rows the menu has.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.menu.row import MenuRow

LONGEST_SECONDS = 60.0
"""A panel that never reports the closing of the menu gets its new rows after this time."""


class OpenMenu:
    """Owner of whether the menu is open, as far as panels report it."""

    def __init__(
        self, call_later: Callable[[float, Callable[[], None]], Callable[[], None]], on_closed: Callable[[], None]
    ) -> None:
        """`call_later` calls a function after some seconds and returns what cancels that.

        `on_closed` is called when the menu has closed, or has been open for the longest time.
        """
        self._call_later = call_later
        self._on_closed = on_closed
        self._cancel: Callable[[], None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether rows have to stay as they are."""
        return self._cancel is not None

    def opened(self) -> None:
        """A panel shows the menu from now on."""
        self.forget()
        self._cancel = self._call_later(LONGEST_SECONDS, self.closed)

    def closed(self) -> None:
        """No panel shows the menu any more."""
        if self._cancel is not None:
            self.forget()
            self._on_closed()

    def forget(self) -> None:
        """A panel is about to show the menu, and reads it before that."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None


def with_texts_of(shown: tuple[MenuRow, ...], rows: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    """The rows that are shown, with what the new rows of the same name and kind say; no row comes, goes or moves."""
    new_rows = {row.id: row for row in rows}

    def renewed(row: MenuRow) -> MenuRow:
        new = new_rows.get(row.id)
        if new is None or new.kind is not row.kind:
            return row
        return replace(new, children=with_texts_of(row.children, new.children))

    return tuple(map(renewed, shown))
