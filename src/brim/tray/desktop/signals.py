"""Handles Ctrl+C and SIGTERM while a desktop's own loop holds the main thread, as on Windows and macOS.

This module must not know what is ended, nor how.
"""

from __future__ import annotations

import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBERS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGBREAK")  # the last is Ctrl+Break, on Windows alone
    if hasattr(signal, name)
)


def ignore_default_actions() -> None:
    """Prevent the system and Python from ending the program at a signal; to be called in the main thread."""
    for number in NUMBERS:
        signal.signal(number, lambda _number, _frame: None)


@contextmanager
def on_signal(callback: Callable[[], None]) -> Iterator[None]:
    """Call `callback` at the first signal, in a thread of its own; to be entered in the main thread.

    Python runs handlers between two instructions of the main thread, which a loop in C code never reaches; it writes to
    the wake-up descriptor at once. (docs.python.org, signal.set_wakeup_fd.) After the block the program is ending, and
    signals have no effect.
    """
    reading_end, writing_end = socket.socketpair()
    writing_end.setblocking(False)  # noqa: FBT003 - the name of the switch is the method's

    def listen() -> None:
        if reading_end.recv(1):
            callback()

    listener = threading.Thread(target=listen, name="brim-signals", daemon=True)
    with reading_end:
        with writing_end:
            ignore_default_actions()
            previous = signal.set_wakeup_fd(writing_end.fileno(), warn_on_full_buffer=False)
            listener.start()
            try:
                yield
            finally:
                signal.set_wakeup_fd(previous)
        listener.join()
