"""The reading animation: a light runs once around the icon's border while figures are read, and then stops.

A short reading shows no animation: it starts after a delay, and ends with the reading.
This module must not know how the light is drawn, nor which clock drives it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = 8
"""Positions of the light on its one way around the icon."""
DELAY_SECONDS = 0.2
STEP_SECONDS = 0.125


class DelayedCall(Protocol):
    """Calls a function once, after some seconds, and returns a function that cancels the call."""

    def __call__(self, seconds: float, work: Callable[[], None], /) -> Callable[[], object]:
        """Never call `work` from within this call."""


class ReadingAnimation:
    """Owner of the light's position. One thread may call `update` while another thread's timer advances the light."""

    def __init__(self, call_later: DelayedCall, redraw: Callable[[], None]) -> None:
        """`redraw` is called each time the timer has advanced the light."""
        self._call_later = call_later
        self._redraw = redraw
        self._lock = threading.Lock()
        self._cancel: Callable[[], object] | None = None
        self._reading = False
        self._step: int | None = None

    @property
    def step(self) -> int | None:
        """The light's position, 0 to 7; None when there is no animation."""
        return self._step

    def update(self, *, reading: bool) -> None:
        """Start with a reading and end with it. The same value again changes nothing: one round for each reading."""
        with self._lock:
            if reading == self._reading:
                return
            self._reading, self._step = reading, None
            if self._cancel is not None:
                self._cancel()
            self._cancel = self._call_later(DELAY_SECONDS, self._advance) if reading else None

    def _advance(self) -> None:
        with self._lock:
            if not self._reading:  # cancelled too late
                return
            following = 0 if self._step is None else self._step + 1
            self._step = following if following < STEPS else None
            self._cancel = self._call_later(STEP_SECONDS, self._advance) if self._step is not None else None
        self._redraw()
