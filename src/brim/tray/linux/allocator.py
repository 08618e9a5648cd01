"""Tells glibc to keep less memory for a program with a few threads that run in turns, as a tray is.

By itself it gives each thread an area of its own, and none of them is ever full; one area is 1 to 2 MiB less. Where the
C library is another one nothing happens. This module must not know what the program does.
"""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8
"""M_ARENA_MAX of mallopt(3). Areas that threads have already stay."""


def share_one_area() -> None:
    """Let all threads that begin from now on take their memory from the first area."""
    if (change := _function("mallopt")) is not None:
        change(_ARENA_MAX, 1)


def give_back() -> None:
    """Give the system what is free, for example what only the start has needed. It takes some milliseconds."""
    if (trim := _function("malloc_trim")) is not None:
        trim(0)


def _function(name: str) -> ctypes._FuncPointer | None:
    try:
        found: ctypes._FuncPointer | None = getattr(ctypes.CDLL(None), name, None)
    except OSError:
        return None
    return found
