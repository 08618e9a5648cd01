"""Handles Ctrl+C and SIGTERM where no handler of Python can run in time, or where its exception could be lost.

A desktop's own loop holds the main thread on Windows and macOS. In the terminal KeyboardInterrupt may be raised
anywhere: in the callback of a weak reference or in `__del__` Python prints it and goes on, and between the taking of a
lock and its `try` the lock stays.

This module must not know what is ended, nor how.
"""

from __future__ import annotations

import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

NUMBERS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGBREAK")  # the last is Ctrl+Break, on Windows alone
    if hasattr(signal, name)
)


def ignore_default_actions(numbers: Iterable[int] = NUMBERS) -> None:
    """Prevent the system and Python from ending the program at a signal; to be called in the main thread.

    A signal that who started the program has switched off, as nohup does, stays off.
    """
    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: None)


@contextmanager
def on_signal(
    callback: Callable[[], None], again: Callable[[], None] = lambda: None, numbers: Iterable[int] = NUMBERS
) -> Iterator[None]:
    """Call `callback` at the first signal and `again` at each later one, in a thread; to be entered in the main thread.

    Python runs handlers between two instructions of the main thread, which a loop in C code never reaches; it writes to
    the wake-up descriptor at once. (docs.python.org, signal.set_wakeup_fd.) After the block the program is ending, and
    signals have no effect. Signals of other numbers, which have handlers of their own, are left to those.
    """
    watched = frozenset(numbers)
    reading_end, writing_end = socket.socketpair()
    writing_end.setblocking(False)  # noqa: FBT003 - the name of the switch is the method's

    def listen() -> None:
        act = callback
        while number := reading_end.recv(1):
            if number[0] in watched:
                act()
                act = again

    listener = threading.Thread(target=listen, name="brim-signals", daemon=True)
    with reading_end:
        with writing_end:
            ignore_default_actions(watched)
            previous = signal.set_wakeup_fd(writing_end.fileno(), warn_on_full_buffer=False)
            listener.start()
            try:
                yield
            finally:
                signal.set_wakeup_fd(previous)
        listener.join()
