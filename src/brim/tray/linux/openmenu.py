"""Whether a panel shows the menu now: rows do not come or go in an open menu.

Plasma does not move a menu that grows while it is open: its last rows, or the ends of all, are off the screen. This
module must not know which rows the menu has.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.menu.row import MenuRow

_NUMBER = re.compile(r"-\d+$")
_SPARE_LETTERS = 3
"""A figure may get some more digits: the right margin of a menu is wider than they are."""
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
    """The rows that are shown, with what the new rows of the same name and kind say; no row comes, goes or moves.

    A sentence that is broken into rows changes only as a whole, and a label that would widen the menu does not change.
    """
    new_rows = {row.id: row for row in rows}
    old_counts, new_counts = (Counter(_family(row) for row in level) for level in (shown, rows))
    longest = max((len(row.label) for row in shown), default=0) + _SPARE_LETTERS

    def renewed(row: MenuRow) -> MenuRow:
        new, family = new_rows.get(row.id), _family(row)
        if new is None or new.kind is not row.kind:
            return row
        if old_counts[family] != new_counts[family]:
            return row
        label = new.label if len(new.label) <= longest else row.label
        return replace(new, label=label, children=with_texts_of(row.children, new.children))

    return tuple(map(renewed, shown))


def _family(row: MenuRow) -> str:
    """The name that the rows of one sentence share; they end with their numbers."""
    return _NUMBER.sub("", row.id)
