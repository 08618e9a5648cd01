"""Prints a line for each change until the reader goes: at once for a changed file, and when the clock changes a text.

It waits for a datagram, and looks at no file in between. This module must not know the form of a line.
"""

from __future__ import annotations

import os
import select
import signal
import stat
import sys
import time
from contextlib import ExitStack, suppress

from brim import localzone
from brim.backend.system.followers import announce, drain, following
from brim.cli.bars.output import write_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from types import FrameType

    from brim.cli.bars.barrequest import BarRequest

_LONGEST_WAIT = 60.0
"""Seconds: while a machine sleeps, and when its clock is set, no wait goes on; so the clock is looked at again."""
_REST_SECONDS = 0.25
"""After a datagram: the first of a burst is served at once, the rest of it together."""
_LATE = 0.01
"""Seconds: a little after the change, so that it has happened."""
_MILLISECONDS = 1000
_ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def follow_changes(request: BarRequest, state_dir: str) -> int:
    """Print until the reader has gone or a signal ends it; returns 0."""
    with suppress(_Ended), ExitStack() as stack:
        for number in _ENDINGS:
            signal.signal(number, _end)
        listener = None
        with suppress(OSError):  # no port is free
            listener = stack.enter_context(following(state_dir))
        _follow(request, state_dir, listener)
    return 0


class _Ended(BaseException):
    """A signal asks for the end."""


def _end(_number: int, _frame: FrameType | None) -> None:
    for number in _ENDINGS:
        signal.signal(number, _go_on)
    raise _Ended


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """One signal is enough. Python complains of one that came before it is ignored."""


def _follow(request: BarRequest, state_dir: str, listener: socket.socket | None) -> None:
    shown = None
    while True:
        localzone.renew()
        now = time.time()
        text, changes_at = request.output(state_dir, now)
        if text != shown:
            before = "" if shown is None or not request.format.separator else f"{request.format.separator}\n"
            if not write_line(f"{before}{text}"):
                return
            shown = text
        if not _wait(listener, state_dir, now, changes_at):
            return


def _wait(listener: socket.socket | None, state_dir: str, since: float, until: float | None) -> bool:
    """Wait for a datagram, a time, or a clock that was put back; False when the reader has gone.

    Without a `listener` no datagram can come, and the files are looked at after the longest wait.
    """
    while True:
        left = _LONGEST_WAIT if until is None else max(until - time.time(), 0.0) + _LATE
        if not _reader_stays(listener, min(left, _LONGEST_WAIT)):
            return False
        if listener is None:
            return True
        if drain(listener):  # every user of this machine may send them: a flood costs little
            stays = _reader_stays(None, _REST_SECONDS)
            drain(listener)
            return stays
        if is_due(time.time(), since, until) or not announce(state_dir, listener):
            return True


def is_due(now: float, since: float, until: float | None) -> bool:
    """Whether a text from `since`, which changes at `until`, has to be made again: also when the clock was put back."""
    return now < since or (until is not None and now >= until)


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
        """Wait, and then say whether standard output is still read; of a terminal, a signal tells it."""
        poll = select.poll()
        mode = os.fstat(1).st_mode
        if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):  # macOS cannot wait for a terminal
            poll.register(1, 0)
        if listener is not None:
            poll.register(listener, select.POLLIN)
        events = dict(poll.poll(seconds * _MILLISECONDS))
        return not events.get(1, 0) & (select.POLLERR | select.POLLHUP | select.POLLNVAL)
