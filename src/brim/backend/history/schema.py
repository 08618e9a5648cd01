"""The tables of the history, and the steps from each earlier shape of them to this one.

`history.db` in the state folder is an SQLite file in WAL mode with Brim's `application_id` and its version in
`user_version`. Times are milliseconds since the epoch. Other tools may read it:

`accounts`: `id` and `label` of each account. `series`: one limit of one account; `name` is the window's id. `spans`:
one window of a limit, from start to reset (`resets_at`; null for figures without a reset), and between which times it
was read. `readings`: the figures; each is a change against the one before it in the same series. `facts`: `pruned_at`.

Each step runs in the transaction that also sets the new version, so a file is always of one version or of the next.
This module must not know what is kept or asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.history.errors import DamagedError, NewerError, OlderError
from brim.words import history as words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

APPLICATION = 0x4272696D
"""`Brim` in ASCII."""

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE accounts (id TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE series (id INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL,
        length_seconds INTEGER, UNIQUE (account, name));
    CREATE TABLE spans (id INTEGER PRIMARY KEY, series INTEGER NOT NULL, resets_at INTEGER, first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL);
    CREATE INDEX spans_by_reset ON spans (series, resets_at);
    CREATE TABLE readings (series INTEGER NOT NULL, read_at INTEGER NOT NULL, span INTEGER NOT NULL, percent REAL,
        source TEXT NOT NULL, confirmed INTEGER NOT NULL, PRIMARY KEY (series, read_at)) WITHOUT ROWID;
    CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID
    """,
)
"""`STEPS[n]` leads from version n to version n + 1; version 0 is an empty file."""

_COLUMNS = {
    "accounts": {"id", "label"},
    "series": {"id", "account", "name", "label", "length_seconds"},
    "spans": {"id", "series", "resets_at", "first_at", "last_at"},
    "readings": {"series", "read_at", "span", "percent", "source", "confirmed"},
    "facts": {"name", "value"},
}


def prepare(
    connection: sqlite3.Connection, path: Path | None, *, steps: Sequence[str] = STEPS, readonly: bool = False
) -> None:
    """Lead a file to the newest version, or say why that cannot be.

    Raises DamagedError for a file that is not ours, NewerError for one of a newer Brim, OlderError for one that had to
    be changed and may only be read. sqlite3.Error passes.
    """
    version = _version(connection, path, len(steps))
    if readonly:
        if version < len(steps):
            raise OlderError(words.older_title(path), words.OLDER_NEXT_STEP)
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        if version < len(steps):
            _migrate(connection, path, steps)
    if steps is STEPS and any(not columns <= _columns(connection, table) for table, columns in _COLUMNS.items()):
        raise DamagedError(path, words.OTHER_TABLES)


def _version(connection: sqlite3.Connection, path: Path | None, newest: int) -> int:
    [application], [version] = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (application, version, tables) == (0, 0, 0):
        return 0
    if application != APPLICATION:
        raise DamagedError(path, words.OTHER_PROGRAMS_FILE)
    if version > newest:
        raise NewerError(words.newer_title(path), words.NEWER_NEXT_STEP)
    if version < 1:
        raise DamagedError(path, words.OTHER_TABLES)
    return int(version)


def _migrate(connection: sqlite3.Connection, path: Path | None, steps: Sequence[str]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, path, len(steps))  # another process may have been quicker
        for step in steps[version:]:
            for statement in step.split(";"):  # executescript() would end the transaction
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}
