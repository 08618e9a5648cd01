"""Opening an SQLite file while other processes make it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from brim.backend.history.connecting import connect_when_free, one_view

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_is_just_made_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses at once while another process makes the file; it is opened as soon as that has ended."""
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        def connect() -> sqlite3.Connection:
            connection = sqlite3.connect(path, timeout=0)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                connection.close()
                if other.in_transaction:
                    other.execute("COMMIT")
                raise
            return connection

        with closing(connect_when_free(connect, 10)) as opened:
            assert ("wal",) == opened.execute("PRAGMA journal_mode").fetchone()


def test_a_file_that_stays_locked_is_an_error(tmp_path: Path) -> None:
    """After the time that was given, SQLite's error is raised."""
    path = tmp_path / "new.db"

    def connect() -> sqlite3.Connection:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            return connection

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            connect_when_free(connect, 0.1)


def test_what_another_process_commits_meanwhile_is_not_seen_by_halves(tmp_path: Path) -> None:
    """Two values that another connection changes between the reading of both are still from one moment."""
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        with closing(sqlite3.connect(path, isolation_level=None)) as reader, one_view(reader):
            first = reader.execute("PRAGMA application_id").fetchone()
            writer.execute("PRAGMA application_id = 7")
            writer.execute("PRAGMA user_version = 1")
            second = reader.execute("PRAGMA user_version").fetchone()

            assert ((0,), (0,)) == (first, second)
