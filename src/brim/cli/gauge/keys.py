"""Single keys from a terminal, without Return.

This module must not know what a key means.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def raw_keys() -> Iterator[None]:
        """Windows gives keys one by one as it is."""
        yield

    def read_key() -> str:
        """Wait for a key; empty when there will be none."""
        return msvcrt.getwch()
else:
    import os
    import termios
    import tty

    @contextmanager
    def raw_keys() -> Iterator[None]:
        """Let the terminal hand over each key at once and show none of them; put back as it was afterwards."""
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal)
        try:
            yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def read_key() -> str:
        """Wait for a key; empty when there will be none."""
        try:
            return os.read(sys.stdin.fileno(), 1).decode(errors="replace")
        except OSError:
            return ""
