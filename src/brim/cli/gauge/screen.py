"""The screen of the gauge: takes the whole terminal, draws what has changed on it, and gives it back as it was.

A terminal has a second screen for this, without a history (XTerm Control Sequences, DECSET 1049), so nothing that was
printed before is lost or moved when its size changes. This module must not know what the lines say.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from brim.cli.gauge.frame import cut
from brim.terminal import this_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brim.terminal import Line

_TAKE = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J"
"""The second screen, without a cursor and without breaking lines; empty."""
_GIVE_BACK = "\x1b[?7h\x1b[?25h\x1b[H\x1b[2J\x1b[?1049l"
"""Emptied before, for terminals without a second screen, as the console of Linux."""
_CLEAR, _CLEAR_REST_OF_LINE = "\x1b[H\x1b[2J", "\x1b[K"


class Screen:
    """The whole terminal of standard output. One thread draws."""

    def __init__(self) -> None:
        """Know nothing of what is on it."""
        self._shown: list[str] = []
        self._shown_size = self.size()

    @staticmethod
    def size() -> tuple[int, int]:
        """The terminal's columns and lines now; where it has none of its own, as a serial line, 80 and 24."""
        try:
            columns, lines = os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            columns = lines = 0
        return columns or 80, lines or 24

    def take(self) -> None:
        """Take the whole terminal."""
        self._shown, self._shown_size = [], self.size()
        _write(_TAKE)

    def give_back(self) -> None:
        """Show what the terminal showed before, and the cursor."""
        _write(_GIVE_BACK)

    @staticmethod
    def abandon() -> None:
        """The same at once from any thread, as far as the terminal takes output now; it never waits."""
        if sys.platform != "win32":
            with suppress(OSError, ValueError):
                terminal = sys.stdout.fileno()
                os.set_blocking(terminal, False)
                try:
                    os.write(terminal, _GIVE_BACK.encode())
                finally:
                    os.set_blocking(terminal, True)  # other programs share it

    def draw(self, lines: Sequence[Line]) -> None:
        """Show these lines from the top on; written is what has changed, at once, so that nothing flickers.

        Where there are too many, the last one stays, and those before it that do not fit are left out.
        """
        columns, height = size = self.size()
        if len(lines) > height:
            lines = [*lines[: height - 1], lines[-1]]
        painter = this_terminal()
        rows = [painter.painted(cut(line, columns)) for line in lines]
        parts = []
        if size != self._shown_size:
            self._shown, self._shown_size = [], size
            parts.append(_CLEAR)
        before = self._shown + [""] * (len(rows) - len(self._shown))
        rows_and_rest = rows + [""] * (len(before) - len(rows))
        for number, (row, old) in enumerate(zip(rows_and_rest, before, strict=True), 1):
            if row != old:
                parts.append(f"\x1b[{number};1H{row}{_CLEAR_REST_OF_LINE}")
        self._shown = rows
        if parts:
            _write("".join(parts))


@contextmanager
def whole_terminal() -> Iterator[Screen]:
    """Take the whole terminal for the time of the block; a terminal that has gone gets nothing back."""
    screen = Screen()
    screen.take()
    try:
        yield screen
    finally:
        with suppress(OSError):
            screen.give_back()


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
