"""Prints for a reader that may be a bar, a script or a person. This module must not know what is printed."""

from __future__ import annotations

import os
import sys


def write_line(text: str) -> bool:
    """Print a line in UTF-8, as bars read it; False when nobody reads it any more."""
    try:
        if sys.stdout.isatty():
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()
        else:
            _write_whole(f"{text}\n".encode(errors="replace"))
    except OSError:
        return False
    return True


def _write_whole(content: bytes) -> None:
    """Write all of it: a pipe that does not block takes what fits, and the rest when its reader has read."""
    rest = memoryview(content)
    while rest:
        try:
            rest = rest[os.write(1, rest) :]
        except BlockingIOError:
            import select

            select.select((), (1,), ())
