"""The process of the details page: started by the first click, asked for a new address by each, ended with the tray.

It reads lines and answers each with an address that opens the page once. The end of its input, which comes with any end
of the tray, ends it too. This module must not know what the page shows.
"""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from brim.childenvironment import settings_environment
from brim.errors import BrimError
from brim.ownprogram import command_now
from brim.tray.desktop import opener
from brim.words import details as words

if TYPE_CHECKING:
    from collections.abc import Sequence

_ANSWER_SECONDS = 20.0
_END_SECONDS = 2.0
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class DetailsProcess:
    """Owner of the process. Every method may be called from any thread and may block for seconds."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """Nothing runs yet."""
        self._command = command or command_now("details", "--stdin")
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def open(self) -> None:
        """Open the page in the browser. Raises BrimError where it does not start, or no browser does."""
        with self._lock:
            address = self._address() or self._address()  # it ends when nobody has looked at it for a while
        if address is None:
            raise BrimError(*words.not_started())
        opener.open_page(address)

    def close(self) -> None:
        """End the process, which may take a second; none is started afterwards."""
        self._closed = True
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError, ValueError, subprocess.TimeoutExpired):
                self._process.stdin.close()
                self._process.wait(_END_SECONDS)
            _discard(self._process)

    def _address(self) -> str | None:
        """A new address of a process that runs, or is started now; None where it has ended meanwhile."""
        if self._closed:
            return None
        process = self._process
        if process is not None and process.poll() is not None:
            _discard(process)
            process = None
        if process is None:
            process = self._process = self._started()
        if process.stdin is None or process.stdout is None:
            return None
        deadline = threading.Timer(_ANSWER_SECONDS, process.kill)
        deadline.daemon = True
        deadline.start()
        try:
            process.stdin.write(b"open\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (OSError, ValueError):  # it has ended, or the tray ends now
            line = b""
        finally:
            deadline.cancel()
        if not line.startswith(b"http://"):
            _discard(process)
            self._process = None
            return None
        return line.decode("ascii").strip()

    def _started(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - Brim itself
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=settings_environment(),
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            raise BrimError(*words.not_started()) from error


def _discard(process: subprocess.Popen[bytes]) -> None:
    """End a process that is of no more use."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError, ValueError):
            if pipe is not None:
                pipe.close()
    process.wait()
