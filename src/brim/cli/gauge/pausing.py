"""Ctrl+Z and changes of the terminal's size: what wakes the gauge besides news, where the system has such signals.

A handler only notes what was asked for and wakes the loop, which then acts: it may be in the middle of drawing. This
module must not know what is drawn.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    type _Handler = Callable[[int, FrameType | None], None]


class Pause:
    """Whether the gauge was asked to stop for a while."""

    def __init__(self, wake: Callable[[], None]) -> None:
        """`wake` may be called in a signal's handler."""
        self.asked = False
        self._wake = wake

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """Note a wish to stop, and wake the loop; a signal's handler."""
        self.asked = True
        self._wake()

    def stop(self) -> None:
        """Stop this process as the system does at Ctrl+Z; returns when it is continued."""
        self.asked = False
        if sys.platform != "win32":
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            signal.raise_signal(signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, self.ask)


@contextmanager
def woken(wake: Callable[[], None]) -> Iterator[Pause]:
    """Call `wake` at a change of size and at Ctrl+Z during the block; to be entered in the main thread.

    A Ctrl+Z that who started the program has switched off stays off.
    """
    pause = Pause(wake)
    with _handlers(pause.ask, lambda _number, _frame: wake()):
        yield pause


@contextmanager
def _handlers(stop: _Handler, resize: _Handler) -> Iterator[None]:
    """Let these handle the two signals during the block."""
    if sys.platform == "win32":
        yield
    else:
        before = [
            (number, signal.signal(number, handler))
            for number, handler in ((signal.SIGTSTP, stop), (signal.SIGWINCH, resize))
            if signal.getsignal(number) is not signal.SIG_IGN
        ]
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)
