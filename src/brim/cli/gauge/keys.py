"""Reads single keys from a terminal, without Return.

This module must not know what a key does.
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
        """Do nothing: Windows returns single keys anyway."""
        yield

    def read_key() -> str:
        """Wait for a key; empty when the input has ended."""
        return msvcrt.getwch()
else:
    import os
    import termios
    import tty

    @contextmanager
    def raw_keys() -> Iterator[None]:
        """Let the terminal return each key at once without echo; its settings are restored afterwards."""
        terminal = sys.stdin.fileno()
        settings = termios.tcgetattr(terminal)
        tty.setcbreak(terminal)
        try:
            yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, settings)

    def read_key() -> str:
        """Wait for a key; empty when the input has ended."""
        try:
            return os.read(sys.stdin.fileno(), 1).decode(errors="replace")
        except OSError:
            return ""
