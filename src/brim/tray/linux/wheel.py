"""The wheel over the icon: a burst of its events is one step through the limits that can be pinned.

This module must not know what a pinned limit changes, nor which host sends which number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.menu.settingsrows import PINNED_ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.model.command import Command
    from brim.tray.icon.animation import DelayedCall
    from brim.tray.menu.row import MenuRow

_BURST_SECONDS = 0.12


class WheelScroller:
    """Owner of the scrolled distance that has not become a step yet."""

    def __init__(self, call_later: DelayedCall, on_step: Callable[[int], None]) -> None:
        """`on_step` is called with 1 (down) or -1 (up), at most once for each burst."""
        self._call_later = call_later
        self._on_step = on_step
        self._distance = 0.0
        self._in_burst = False

    def scroll(self, steps: float) -> None:
        """Add steps, or parts of one; positive is down."""
        self._distance += steps
        if not self._in_burst:
            self._in_burst = True
            self._call_later(_BURST_SECONDS, self._end_burst)

    def _end_burst(self) -> None:
        self._in_burst = False
        if abs(self._distance) >= 1:
            step, self._distance = (1 if self._distance > 0 else -1), 0.0
            self._on_step(step)


def pin_command(rows: tuple[MenuRow, ...], step: int) -> Command | None:
    """The command that pins the limit `step` rows after the pinned one, with wrap-around; None without a choice."""
    choices = next((row.children for row in _walk(rows) if row.id == PINNED_ROW), ())
    pinned = next((index for index, row in enumerate(choices) if row.checked), None)
    if pinned is None:
        return None
    row = choices[(pinned + step) % len(choices)]
    return row.command if row.enabled and not row.checked else None


def _walk(rows: tuple[MenuRow, ...]) -> Iterator[MenuRow]:
    for row in rows:
        yield row
        yield from _walk(row.children)
