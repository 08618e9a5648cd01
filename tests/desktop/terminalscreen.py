"""A terminal with a program in it, and what a person sees on it: letters, colors and the cursor."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyte

from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

BRIM = (sys.executable, "-m", "brim")
SHELL = ("bash", "--norc", "--noprofile", "-i")
_ENVIRONMENT = {"TERM": "xterm-256color", "PYTHONUTF8": "1", "PS1": "prompt> "}
_WITH_THE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Keys such as Ctrl+C reach the program whose terminal it is."""


class TerminalScreen:
    """A pseudo-terminal with a program in it."""

    def __init__(self, program: tuple[str, ...], columns: int, lines: int, variables: dict[str, str]) -> None:
        """Start it."""
        self.ours, self.theirs = pty.openpty()
        self._lock = threading.Lock()
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._written = bytearray()
        self._open = True
        self.resize(columns, lines)
        self.modes_before = self.modes()
        environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        self.program = subprocess.Popen(
            [sys.executable, "-c", _WITH_THE_TERMINAL, *program],
            env=environment | _ENVIRONMENT | variables,
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def lines(self) -> list[str]:
        """What is on the screen, without spaces at the ends of lines."""
        with self._lock:
            return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines)

    @property
    def written(self) -> str:
        """All that was written to the terminal."""
        return self._written.decode(errors="replace")

    @property
    def cursor_shown(self) -> bool:
        """Whether a person sees where text would be entered."""
        return not self._screen.cursor.hidden

    @property
    def colors(self) -> set[str]:
        """The colors of all letters that are on the screen."""
        with self._lock:
            cells = [cell for row in self._screen.buffer.values() for cell in row.values()]
        return {cell.fg for cell in cells if cell.data.strip()}

    def modes(self) -> list[object]:
        """The terminal's modes, such as echo and line mode."""
        return list(termios.tcgetattr(self.theirs))

    def press(self, keys: str) -> None:
        """Press keys; the terminal turns Ctrl+C and Ctrl+Z into signals."""
        os.write(self.ours, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        with self._lock:
            self._screen.resize(lines, columns)
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def wait_for(self, text: str) -> None:
        """Wait until a text is on the screen."""
        wait_until(lambda: text in self.text, text)

    def close(self) -> None:
        """Close the window, as far as a program in it sees."""
        if self._open:
            self._open = False
            os.close(self.theirs)
            os.close(self.ours)

    def _read(self) -> None:
        while self._open:
            try:
                part = os.read(self.ours, 65_536)
            except OSError:
                return
            with self._lock:
                self._written += part
                self._stream.feed(part)


@contextmanager
def terminal_screen(
    program: tuple[str, ...] = (*BRIM, "demo"),
    *,
    columns: int = 100,
    lines: int = 30,
    variables: dict[str, str] | None = None,
) -> Iterator[TerminalScreen]:
    """A terminal of this size in which a program runs; it is ended with the block."""
    shown = TerminalScreen(program, columns, lines, variables or {})
    try:
        yield shown
    finally:
        shown.program.kill()
        shown.program.wait()
        shown.close()
