"""The wheel over the icon: a burst of it is one step through the limits that can be pinned.

This module must not know what a pinned limit leads to, nor which host sends what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.menu.settingsrows import PINNED_ROW

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command
    from brim.tray.icon.animation import DelayedCall
    from brim.tray.menu.row import Row

_BURST_SECONDS = 0.12


class Wheel:
    """Owner of what was turned and has not become a step."""

    def __init__(self, later: DelayedCall, step: Callable[[int], None]) -> None:
        """`step` is called with 1 or -1, at most once for each burst."""
        self._later = later
        self._step = step
        self._turned = 0.0
        self._waits = False

    def turn(self, steps: float) -> None:
        """Turn the wheel by steps or parts of one; positive is down."""
        self._turned += steps
        if not self._waits:
            self._waits = True
            self._later(_BURST_SECONDS, self._settle)

    def _settle(self) -> None:
        self._waits = False
        if abs(self._turned) >= 1:
            by, self._turned = (1 if self._turned > 0 else -1), 0.0
            self._step(by)


def next_pin(rows: tuple[Row, ...], by: int) -> Command | None:
    """The command that pins the limit `by` places after the one pinned now, round and round; None without a choice."""
    pinned = next((row.children for row in rows if row.id == PINNED_ROW), ())
    now = next((place for place, row in enumerate(pinned) if row.checked), None)
    if now is None:
        return None
    row = pinned[(now + by) % len(pinned)]
    return row.command if row.enabled and not row.checked else None
