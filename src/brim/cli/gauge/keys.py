"""The keys of the gauge in the terminal: `r` refreshes, `q` and Escape end it. It must not know what is shown."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from brim.model.command import Refresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.bridge import Bridge

if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _raw_keys() -> Iterator[Callable[[], None]]:
        """Do nothing: Windows returns single keys anyway."""
        yield lambda: None

    def _read_key() -> str:
        """Wait for a key; empty when the input has ended."""
        return msvcrt.getwch()
else:
    import os
    import termios
    import tty

    @contextmanager
    def _raw_keys() -> Iterator[Callable[[], None]]:
        """Let the terminal return each key at once without echo; its settings are restored afterwards.

        Yields what restores them, which never waits: the terminal may take no output now.
        """
        terminal = sys.stdin.fileno()
        settings = termios.tcgetattr(terminal)

        def restore() -> None:
            with suppress(termios.error):  # it has gone
                termios.tcsetattr(terminal, termios.TCSANOW, settings)

        try:
            tty.setcbreak(terminal, termios.TCSANOW)
            yield restore
        finally:
            restore()

    def _read_key() -> str:
        """Wait for a key; empty when the input has ended."""
        try:
            return os.read(sys.stdin.fileno(), 1).decode(errors="replace")
        except OSError:
            return ""


@contextmanager
def handling_keys(bridge: Bridge) -> Iterator[Callable[[], None]]:
    """Handle keys of the terminal during the block, in a thread; yields what restores the terminal at once."""
    with _raw_keys() as restore:
        threading.Thread(target=_handle, args=(bridge,), name="brim-keys", daemon=True).start()
        yield restore


def _handle(bridge: Bridge) -> None:
    while key := _read_key():
        if key in "rR":
            bridge.send(Refresh())
        elif key in "qQ\x1b":
            bridge.close()
            return
