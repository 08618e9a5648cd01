"""The light that runs once around the icon while something is read, and then rests.

A quick reading shows nothing of it: the light waits a moment before it starts, and ends with the reading.
This module must not know how the light is drawn, nor which clock wakes it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = 8
"""Places of the light on its one way around the icon."""
WAIT_SECONDS = 0.2
STEP_SECONDS = 0.125


class DelayedCall(Protocol):
    """Calls a function once, after some seconds, and gives back what takes the call back."""

    def __call__(self, seconds: float, work: Callable[[], None], /) -> Callable[[], object]:
        """Never call from within this call."""


class ReadingAnimation:
    """Owner of where the light stands. May be told from one thread while another one's timer wakes it."""

    def __init__(self, later: DelayedCall, draw: Callable[[], None]) -> None:
        """`draw` is called each time the light has moved on by itself."""
        self._later = later
        self._draw = draw
        self._guard = threading.Lock()
        self._take_back: Callable[[], object] | None = None
        self._following = False
        self._step: int | None = None

    @property
    def step(self) -> int | None:
        """Where the light stands, 0 to 7; None at rest."""
        return self._step

    def follow(self, *, moving: bool) -> None:
        """Begin with a reading, end with it. Being told the same again changes nothing: one round for a reading."""
        with self._guard:
            if moving == self._following:
                return
            self._following, self._step = moving, None
            if self._take_back is not None:
                self._take_back()
            self._take_back = self._later(WAIT_SECONDS, self._move) if moving else None

    def _move(self) -> None:
        with self._guard:
            if not self._following:  # taken back too late
                return
            following = 0 if self._step is None else self._step + 1
            self._step = following if following < STEPS else None
            self._take_back = self._later(STEP_SECONDS, self._move) if self._step is not None else None
        self._draw()
