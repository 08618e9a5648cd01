"""Runs `brim` on a terminal of a width that a test names."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from dataclasses import dataclass

import pytest

_SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class TerminalRun:
    """What a command has printed on the terminal and on standard error."""

    printed: str
    errors: str
    code: int

    @property
    def lines(self) -> list[str]:
        """The lines without colors."""
        return _SEQUENCE.sub("", self.printed).splitlines()

    @property
    def words(self) -> str:
        """All words, as if no line had been wrapped."""
        return " ".join(_SEQUENCE.sub("", self.printed).split())


def run_on_terminal(
    *arguments: str, columns: int = 80, term: str = "xterm-256color", errors_too: bool = False, **changes: str
) -> TerminalRun:
    """Run `brim` with its output on a terminal of so many columns, and with `errors_too` its errors.

    `changes` are variables of its environment.
    """
    master, slave = _open_terminal(columns)
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
    environment |= {"TERM": term, "PYTHONUTF8": "1"} | changes
    command = [sys.executable, "-m", "brim", *arguments]
    stderr = slave if errors_too else subprocess.PIPE
    with subprocess.Popen(command, stdout=slave, stderr=stderr, env=environment, text=True) as process:
        os.close(slave)
        printed = b""
        while part := _read(master):
            printed += part
        errors = process.stderr.read() if process.stderr is not None else ""
        code = process.wait(timeout=60)
    os.close(master)
    return TerminalRun(printed.decode(), errors, code)


def _open_terminal(columns: int) -> tuple[int, int]:
    """Both ends of a new terminal of so many columns; skips the test on Windows, which has no such terminals."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo terminals")
    else:
        import fcntl
        import pty
        import termios

        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        return master, slave


def _read(terminal: int) -> bytes:
    """The next part; empty when the last program has closed the terminal, which Linux reports as an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
