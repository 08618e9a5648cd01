"""The live gauge on a real terminal: how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

QUIT = "q quit"
ASCII = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


class Terminal:
    """A pseudo-terminal with `brim demo` in it."""

    def __init__(self, variables: dict[str, str]) -> None:
        """Start it."""
        self.ours, self._its = pty.openpty()
        self.before = self.modes()
        self._shown = bytearray()
        self.brim = subprocess.Popen(
            [sys.executable, "-m", "brim", "demo"],
            env=os.environ | {"TERM": "xterm"} | variables,
            stdin=self._its,
            stdout=self._its,
            stderr=self._its,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def shown(self) -> str:
        """All that was printed so far."""
        return self._shown.decode(errors="replace")

    def modes(self) -> list[object]:
        """Echo, line mode and the like."""
        return list(termios.tcgetattr(self._its))

    def _read(self) -> None:
        while True:
            try:
                self._shown += os.read(self.ours, 4096)
            except OSError:
                return


@contextmanager
def terminal(**variables: str) -> Iterator[Terminal]:
    """A terminal whose gauge stands; ended with the block."""
    made = Terminal(variables)
    try:
        wait_until(lambda: QUIT in made.shown, "the gauge")
        yield made
    finally:
        made.brim.kill()
        made.brim.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_leave_the_terminal_as_it_was(number: int) -> None:
    """However the gauge is ended, echo and cursor are back, the last figures stay, and no traceback is seen."""
    with terminal() as shown:
        shown.brim.send_signal(number)

        assert shown.brim.wait(15) == 0
        assert shown.before == shown.modes()
        wait_until(lambda: "\x1b[?25h" in shown.shown, "the cursor")
        assert "Traceback" not in shown.shown


def test_the_key_q_ends_it() -> None:
    """`q` ends the gauge at once."""
    with terminal() as shown:
        os.write(shown.ours, b"q")

        assert shown.brim.wait(15) == 0
        assert shown.before == shown.modes()


def test_a_terminal_of_ascii_alone() -> None:
    """Where only ASCII can be shown, the gauge is drawn with it."""
    with terminal(**ASCII) as shown:
        wait_until(lambda: "Weekly" in shown.shown, "the figures")
        os.write(shown.ours, b"q")

        assert shown.brim.wait(15) == 0
        assert shown.shown.isascii()
