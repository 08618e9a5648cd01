"""The keys of the gauge in the terminal: `r` refreshes, `q` and Escape end it. It must not know what is shown."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.model.command import Refresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.bridge import Bridge


def _nothing() -> None:
    """Nothing is to be done."""


@dataclass(frozen=True, slots=True)
class Modes:
    """Sets the terminal's input for single keys, and restores it. Neither waits: the terminal may take no output."""

    single: bool = False
    """Single keys are read."""
    set: Callable[[], None] = _nothing
    restore: Callable[[], None] = _nothing


if sys.platform == "win32":
    import msvcrt

    def _modes() -> Modes:
        """Windows returns single keys anyway."""
        return Modes(single=True)

    def _read_key() -> str:
        """Wait for a key; empty when the input has ended."""
        return msvcrt.getwch()
else:
    import os
    import termios
    import tty

    def _modes() -> Modes:
        """Each key is returned at once, without echo."""
        terminal = sys.stdin.fileno()
        settings = termios.tcgetattr(terminal)

        def restore() -> None:
            with suppress(termios.error):  # it has gone
                termios.tcsetattr(terminal, termios.TCSANOW, settings)

        def set_them() -> None:
            with suppress(termios.error):
                tty.setcbreak(terminal, termios.TCSANOW)

        return Modes(single=True, set=set_them, restore=restore)

    def _read_key() -> str:
        """Wait for a key; empty when the input has ended."""
        try:
            return os.read(sys.stdin.fileno(), 1).decode(errors="replace")
        except OSError:
            return ""


@contextmanager
def handling_keys(bridge: Bridge) -> Iterator[Modes]:
    """Handle keys of the terminal during the block, in a thread; yields what restores the terminal at once.

    Where the input is no terminal, there are no keys.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        yield Modes()
        return
    modes = _modes()
    modes.set()
    try:
        threading.Thread(target=_handle, args=(bridge,), name="brim-keys", daemon=True).start()
        yield modes
    finally:
        modes.restore()


def _handle(bridge: Bridge) -> None:
    while key := _read_key():
        if key in "rR":
            bridge.send(Refresh())
        elif key in "qQ\x1b":
            bridge.close()
            return
