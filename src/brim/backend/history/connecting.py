"""Connects to an SQLite file that several processes use. This module must not know what the file holds."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_AGAIN_SECONDS = 0.02


def connect_when_free(connect: Callable[[], sqlite3.Connection], seconds: float) -> sqlite3.Connection:
    """Connect, also while other processes make or leave the file: SQLite refuses then at once, without waiting.

    Tries again for so many seconds, then raises SQLite's error.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            return connect()
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0)
            if code & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        Event().wait(_AGAIN_SECONDS)


@contextmanager
def one_view(connection: sqlite3.Connection) -> Iterator[None]:
    """Within the block all is read as it is at one moment, whatever other processes write meanwhile."""
    is_own = not connection.in_transaction
    if is_own:
        connection.execute("BEGIN")
    try:
        yield
    finally:
        if is_own:
            connection.rollback()
