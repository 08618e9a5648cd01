"""Prints a line for each change until the reader goes: at once for a changed file, and when the clock changes a text.

It waits for a datagram, and never looks in between. This module must not know the form of a line.
"""

from __future__ import annotations

import select
import signal
import sys
import time
from contextlib import ExitStack, suppress

from brim.backend.system.followers import drain, following
from brim.cli.bars.output import write_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from types import FrameType

    from brim.cli.bars.barrequest import BarRequest

_WITHOUT_WAKE = 60.0
"""Seconds between two looks where no datagram can come."""
_REST_SECONDS = 0.25
"""After a datagram: the first of a burst is served at once, the rest of it together."""
_LATE = 0.01
"""Seconds: a little after the change, so that it has happened."""
_MILLISECONDS = 1000
_MOST_SECONDS = 86_400.0
_ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")


def follow_changes(request: BarRequest, state_dir: str) -> int:
    """Print until the reader has gone or a signal ends it; returns 0."""
    for name in _ENDINGS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    with suppress(_Ended), ExitStack() as stack:
        listener = None
        with suppress(OSError):  # the folder cannot be written, or no port is free
            listener = stack.enter_context(following(state_dir))
        _follow(request, state_dir, listener)
    return 0


class _Ended(BaseException):
    """A signal asks for the end."""


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _Ended


def _follow(request: BarRequest, state_dir: str, listener: socket.socket | None) -> None:
    shown = None
    while True:
        now = time.time()
        text, changes_at = request.output(state_dir, now)
        if text != shown:
            before = "" if shown is None or not request.format.separator else f"{request.format.separator}\n"
            if not write_line(f"{before}{text}"):
                return
            shown = text
        seconds = _MOST_SECONDS if changes_at is None else min(max(changes_at - now, 0.0) + _LATE, _MOST_SECONDS)
        if not _wait(listener, seconds):
            return


def _wait(listener: socket.socket | None, seconds: float) -> bool:
    """Wait for a datagram or for so long; False when the reader has gone."""
    if listener is None:
        return _reader_stays(None, min(seconds, _WITHOUT_WAKE))
    stays = _reader_stays(listener, seconds)
    if drain(listener):
        stays = _reader_stays(None, _REST_SECONDS)  # every user of this machine may send them: a flood costs little
        drain(listener)
    return stays


if sys.platform == "win32":

    def _reader_stays(listener: socket.socket | None, seconds: float) -> bool:
        """Wait; whether standard output is still read shows only when a line is written."""
        if listener is None:
            import threading

            threading.Event().wait(seconds)
        else:
            select.select((listener,), (), (), seconds)
        return True

else:

    def _reader_stays(listener: socket.socket | None, seconds: float) -> bool:
        """Wait, and then say whether standard output is still read."""
        poll = select.poll()
        poll.register(1, 0)
        if listener is not None:
            poll.register(listener, select.POLLIN)
        events = dict(poll.poll(seconds * _MILLISECONDS))
        return not events.get(1, 0) & (select.POLLERR | select.POLLHUP | select.POLLNVAL)
