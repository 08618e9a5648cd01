"""The tables of the history, and the migrations from each earlier version of them to this one.

`history.db` in the data folder is an SQLite file in WAL mode with Brim's `application_id` and its version in
`user_version`. Times are milliseconds since the epoch. Other tools may read it:

`accounts`: `id` and `label` of each account. `series`: one limit of one account; `name` is the window's id. `spans`:
one window of a limit, from start to reset (`resets_at`; null for figures without a reset), with the times of its first
and last reading. `readings`: the figures; each is a change against the one before it in the same series. `facts`:
`pruned_at`.

Each migration runs in the transaction that also sets the new version, so a file always has one version or the next.
This module must not know what is written or queried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.history.connecting import one_view
from brim.backend.history.errors import DamagedError, NewerError, OlderError
from brim.words import historyfile as words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

APPLICATION_ID = 0x4272696D
"""`Brim` in ASCII."""

MIGRATIONS: tuple[str, ...] = (
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
"""`MIGRATIONS[n]` leads from version n to version n + 1; version 0 is an empty file."""

_COLUMNS = {
    "accounts": {"id", "label"},
    "series": {"id", "account", "name", "label", "length_seconds"},
    "spans": {"id", "series", "resets_at", "first_at", "last_at"},
    "readings": {"series", "read_at", "span", "percent", "source", "confirmed"},
    "facts": {"name", "value"},
}


def prepare(
    connection: sqlite3.Connection,
    path: Path | None,
    *,
    migrations: Sequence[str] = MIGRATIONS,
    readonly: bool = False,
) -> None:
    """Migrate a file to the newest version.

    Raises DamagedError for a file of another program, NewerError for a file of a newer Brim, OlderError for a file that
    needs a migration and may only be read, and sqlite3.Error as SQLite does.
    """
    version = _version(connection, path, len(migrations))
    if readonly:
        if version < len(migrations):
            raise OlderError(*words.older(path))
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        if version < len(migrations):
            _migrate(connection, path, migrations)
    if migrations is MIGRATIONS and any(
        not columns <= _columns(connection, table) for table, columns in _COLUMNS.items()
    ):
        raise DamagedError(path, words.other_tables())


def _version(connection: sqlite3.Connection, path: Path | None, newest: int) -> int:
    with one_view(connection):  # another process may make the tables just now
        [application_id], [version] = (
            connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
        )
        [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (application_id, version, tables) == (0, 0, 0):
        return 0
    if application_id != APPLICATION_ID:
        raise DamagedError(path, words.of_another_program())
    if version > newest:
        raise NewerError(*words.newer(path))
    if version < 1:
        raise DamagedError(path, words.other_tables())
    return int(version)


def _migrate(connection: sqlite3.Connection, path: Path | None, migrations: Sequence[str]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection, path, len(migrations))  # another process may have migrated it meanwhile
        for migration in migrations[version:]:
            for statement in migration.split(";"):  # executescript() would end the transaction
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}
