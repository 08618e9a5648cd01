"""The cost file as a database: opened when first needed, in transactions, and set aside when it is damaged.

Where the file cannot be written, a copy in memory takes its place. Used by one thread at a time. This module must not
know what stands in the tables.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from brim import logs
from brim.backend.costs import schema
from brim.backend.history.connecting import connect_when_free, one_view
from brim.backend.history.errors import (
    DamagedError,
    NewerError,
    ProtectedError,
    history_file_exists,
    translate_error,
)
from brim.backend.providerlist.transcripts import KINDS
from brim.backend.system.readonly import is_read_only
from brim.errors import StateError
from brim.privatefiles import make_folder, move_aside, open_plain
from brim.words import historyfile as words

if TYPE_CHECKING:
    from collections.abc import Iterator

_CACHE_KIB = 512
"""Rows are written in the order of their table: more would stay in the memory of a tray, and make nothing faster."""
_PROTECTED = {errno.EACCES, errno.EPERM, errno.EROFS}


class CostDatabase:
    """The file, open or closed."""

    def __init__(self, path: Path, lock_timeout: float, *, in_memory: bool = False) -> None:
        """`lock_timeout`: seconds to wait for another process that writes.

        `in_memory`: nothing is written; what the file says is copied when it is opened.
        """
        self._path = path
        self._lock_timeout = lock_timeout
        self._in_memory = in_memory
        self._connection: sqlite3.Connection | None = None
        self._file_id: tuple[int, int] | None = None
        self.opened = 0
        """How often another file than before was opened."""

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is committed as a whole at the end of the block, or not at all."""
        with self.open(create=True) as connection:
            if connection is None:
                raise StateError(*words.protected(self._path))
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def open(self, *, create: bool) -> Iterator[sqlite3.Connection | None]:
        """The open file; None where there is none. Raises StateError, after a damaged file was set aside."""
        try:
            if self._connection is not None and not self._in_memory and _file_id(self._path) != self._file_id:
                self.close()  # somebody removed the file, or another one took its place
            if self._connection is None and (create or self._in_memory or history_file_exists(self._path)):
                self._connection = connect_when_free(self._connect, self._lock_timeout)
                self.opened += 1
            yield self._connection
        except sqlite3.Error as error:
            translated = translate_error(error, self._path)
            if isinstance(translated, DamagedError):
                self._set_aside(translated)
            raise translated from error
        except UnicodeDecodeError as error:  # SQLite's message quotes bytes of the file that are not UTF-8
            damaged = DamagedError(self._path, words.damaged())
            self._set_aside(damaged)
            raise damaged from error
        except DamagedError as error:
            self._set_aside(error)
            raise

    def close(self) -> None:
        """Close the file."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        if self._in_memory:
            return self._connect_to_memory()
        self._make_file()
        self._file_id = _file_id(self._path)
        connection = sqlite3.connect(
            self._path, timeout=self._lock_timeout, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make_file(self) -> None:
        """Make an empty file where there is none, for this user alone. Raises StateError."""
        if history_file_exists(self._path):
            return
        try:
            make_folder(self._path.parent)
            with open(self._path, "ab", opener=open_plain):
                pass
        except OSError as error:
            if error.errno in _PROTECTED:
                raise ProtectedError(*words.protected(self._path)) from error
            raise StateError(*words.write_failed(self._path, error.strerror or str(error))) from error

    def _connect_to_memory(self) -> sqlite3.Connection:
        """A database in memory with what the file says; an empty one where that cannot be read."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            _copy(self._path, connection)
            self._prepare(connection)
        except (sqlite3.Error, UnicodeDecodeError, StateError):
            connection.close()
            connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._prepare(connection)
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables in a new file; raises StateError for one that is not ours, or newer."""
        identity = _identity(connection)
        if identity == (0, 0):
            connection.execute("BEGIN IMMEDIATE")
            if _identity(connection) == (0, 0):  # another process may have made them meanwhile
                for statement in schema.STATEMENTS:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {schema.VERSION}")
            connection.execute("COMMIT")
            identity = _identity(connection)
        if identity[0] != schema.APPLICATION_ID:
            raise DamagedError(self._path, words.of_another_program())
        if identity[1] > schema.VERSION:
            raise NewerError(*words.newer(self._path))
        if identity[1] < schema.VERSION:
            _upgrade(connection)

    def _set_aside(self, error: DamagedError) -> None:
        """Move a damaged file and its companions aside; the next call makes a new file from the transcripts."""
        self.close()
        if self._in_memory or is_read_only() or _file_id(self._path) != self._file_id:
            return  # another process was quicker, and a new file stands there
        for suffix in ("", "-wal", "-shm"):
            moved = move_aside(f"{self._path}{suffix}")
            if moved is not None and not suffix:
                from loguru import logger

                logs.begin()  # a command that reads transcripts sets logging up only when there is something to say
                logger.bind(file=self._path.name).warning("{}", words.set_aside(self._path, Path(moved), error.reason))


def _upgrade(connection: sqlite3.Connection) -> None:
    """Bring an older file to the tables of today, with all that is in it; another process may do so meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _identity(connection)[1] < schema.VERSION:
            for statement in schema.WITH_PROVIDERS:
                connection.execute(statement)
            connection.execute(schema.NAME_PROVIDER, (KINDS[0].provider,))
            connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _copy(path: Path, connection: sqlite3.Connection) -> None:
    """Copy a file that cannot be written.

    To read it SQLite needs another file beside it, which a full disk or a closed folder refuses. With nothing in its
    journal the file is whole, and is read without.
    """
    try:
        journal = Path(f"{path}-wal").stat().st_size
    except OSError:
        journal = -1
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        _copy_from(f"{uri}&immutable=1" if journal < 0 else uri, connection)
    except sqlite3.Error:
        if journal != 0:
            raise
        _copy_from(f"{uri}&immutable=1", connection)


def _copy_from(uri: str, connection: sqlite3.Connection) -> None:
    source = sqlite3.connect(uri, uri=True)
    try:
        source.backup(connection)
    finally:
        source.close()


def _file_id(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _identity(connection: sqlite3.Connection) -> tuple[int, int]:
    with one_view(connection):  # another process may make the tables just now
        [application_id], [version] = (
            connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
        )
    return int(application_id), int(version)
