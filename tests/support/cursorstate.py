"""Cursor's app as a writer of its state: a database with a write-ahead log that holds what is not yet in the file."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TABLE = "CREATE TABLE IF NOT EXISTS ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)"


def write_state(path: Path, rows: Mapping[str, str], journal: str = "wal") -> None:
    """Write a state and close it, so that everything is in the file."""
    with open_state(path, journal) as app:
        store(app, rows)


def store(app: sqlite3.Connection, rows: Mapping[str, str]) -> None:
    """Commit some rows."""
    app.executemany("INSERT INTO ItemTable VALUES (?, ?)", list(rows.items()))
    app.commit()


@contextmanager
def open_state(path: Path, journal: str = "wal") -> Iterator[sqlite3.Connection]:
    """The database as the running app has it: while it is open, its log keeps what was committed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    app = sqlite3.connect(path)
    try:
        app.execute(f"PRAGMA journal_mode={journal}")
        app.execute("PRAGMA synchronous=OFF")
        app.execute("PRAGMA wal_autocheckpoint=0")
        app.execute(TABLE)
        app.commit()
        yield app
    finally:
        app.close()
