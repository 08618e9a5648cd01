"""The wheel over the icon: a burst of its events is one step.

This module must not know what a step changes, nor which host sends which number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.icon.animation import DelayedCall

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
