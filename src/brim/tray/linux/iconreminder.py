"""The signal for a new icon once more, for hosts that may drop the last of several; `quirks` says which and why.

This module must not know what the icon shows, nor which clock drives it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.icon.animation import DelayedCall

DELAYS = (1.0, 4.0, 25.0)
"""Seconds from one signal to the next. A shell that starts is busy for seconds, and one that runs for a moment."""


class IconReminder:
    """Owner of the signals that are due for the icon of now."""

    def __init__(self, call_later: DelayedCall, signal: Callable[[], None]) -> None:
        """`signal` is called at each time that is due."""
        self._call_later = call_later
        self._signal = signal
        self._cancel: Callable[[], object] | None = None
        self._active = False

    def set_active(self, *, active: bool) -> None:
        """Remind from the next icon on, or no longer; a host that has just come reads the icon that is there."""
        self._active = active
        if not active:
            self._stop()

    def begin(self) -> None:
        """Begin again: the icon has changed."""
        self._stop()
        if self._active:
            self._wait(DELAYS)

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _wait(self, delays: tuple[float, ...]) -> None:
        self._cancel = self._call_later(delays[0], partial(self._remind, delays[1:])) if delays else None

    def _remind(self, delays: tuple[float, ...]) -> None:
        self._wait(delays)
        self._signal()
