"""Ctrl+C and SIGTERM while a loop of the desktop's own holds the main thread, as on Windows and macOS.

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


def take() -> None:
    """Keep the system and Python from ending the program at a signal; to be called in the main thread."""
    for number in NUMBERS:
        signal.signal(number, lambda _number, _frame: None)


@contextmanager
def ending(end: Callable[[], None]) -> Iterator[None]:
    """Call `end` at the first signal, in a thread of its own; to be entered in the main thread.

    Python runs handlers between two instructions of the main thread, which a loop in C code never reaches; it writes to
    the wake-up descriptor at once. (docs.python.org, signal.set_wakeup_fd.) Afterwards the program is ending: signals
    do not disturb it.
    """
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)  # noqa: FBT003 - the name of the switch is the method's

    def listen() -> None:
        if ours.recv(1):
            end()

    listener = threading.Thread(target=listen, name="brim-signals", daemon=True)
    with ours:
        with theirs:
            take()
            before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
            listener.start()
            try:
                yield
            finally:
                signal.set_wakeup_fd(before)
        listener.join()
