"""One file of the history, used by one thread at a time: opened when first needed, read, and written in transactions.

Every error of SQLite leaves this module as one of `trouble`. This module must not know what happens then, nor which
readings there are.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from brim.backend.history import quarantine, schema
from brim.backend.history.errors import DamagedError, ProtectedError, require_history_file, translated
from brim.backend.system.files import is_read_only
from brim.errors import StateError
from brim.words import history as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CACHE_KIB = 512
_MAGIC = b"\x37\x7f\x06\x82"
_JOURNAL_PAGES = 250
"""Pages in the journal after which SQLite copies them into the file by itself: one megabyte."""


class HistoryStore:
    """The file, open or not."""

    def __init__(self, path: Path | None, patience: float = 1.0) -> None:
        """`patience`: seconds to wait for another process that writes. With None all is kept in memory."""
        self._path = path
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self._journal: tuple[int, int] | None = None
        self._wrote: tuple[int, int] | None = None
        self._readonly = False
        self._barred: StateError | None = None
        """Why the open file can only be read."""

    @property
    def path(self) -> Path | None:
        """Where the file is."""
        return self._path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A view of the file that no writer changes meanwhile; None when there is no file."""
        with self._translated():
            connection = self._open(make=False)
            if connection is None:
                yield None
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: what is written is kept as a whole at the end of the block, or not at all."""
        with self._translated():
            connection = self._open(make=True)
            if connection is None or self._readonly:
                self.close()  # the next call looks whether that still holds
                raise self._barred or ProtectedError(words.protected_title(self._path), words.PROTECTED_NEXT_STEP)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self._wrote = self._opened

    def astray(self) -> bool:
        """Whether the file that was last written to is one of those that were set aside; told once."""
        if self._path is None or self._wrote is None or _mark(self._path) == self._wrote:
            return False
        wrote, self._wrote = self._wrote, None
        return wrote in map(_mark, quarantine.quarantined_files(self._path))

    def check(self) -> None:
        """Read the whole file, if there is one; raises DamagedError when it is damaged."""
        with self.reading() as connection:
            if connection is not None:
                quarantine.check_pages(connection, self._path)

    def settle(self) -> None:
        """Copy what the journal holds into the file, as far as nobody reads it."""
        with self._translated():
            if self._connection is not None and not self._readonly:
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def repair(self) -> bool:
        """Set a damaged file aside, which is logged; False when it is none. Raises StateError when that fails."""
        self.close()
        return self._path is not None and quarantine.set_aside(self._path)

    def close(self, *, damaged: bool = False) -> None:
        """Let go of the file; one that is damaged stays as it is, and so does its journal."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                if damaged:
                    quarantine.keep_journal(connection)
                connection.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Where there is no room or somebody else writes, the file stays open: it can be read meanwhile."""
        try:
            yield
        except sqlite3.Error as error:
            found = translated(error, self._path)
            if isinstance(found, DamagedError | ProtectedError):
                self.close(damaged=isinstance(found, DamagedError))
            raise found from error
        except UnicodeDecodeError as error:  # of SQLite's own message, which quotes what it does not understand
            self.close(damaged=True)
            raise DamagedError(self._path, words.DAMAGED) from error
        except (TypeError, ValueError, OverflowError) as error:  # of a value that is none, or a mistake of ours
            if self._connection is None or not quarantine.has_invalid_values(self._connection):
                raise
            self.close(damaged=True)
            raise DamagedError(self._path, words.INVALID_VALUES) from error
        except DamagedError:
            self.close(damaged=True)
            raise

    def _open(self, *, make: bool) -> sqlite3.Connection | None:
        """The connection; a file that was moved or replaced since is left for the one that stands there now."""
        if self._path is None:
            self._connection = self._connection or self._connect(":memory:")
            return self._connection
        there = require_history_file(self._path)
        if self._connection is not None and (not there or _mark(self._path) != self._opened):
            self.close()
        self._follow_journal(self._path)
        if not there:
            if not make or is_read_only():
                return None
            _make(self._path)
            require_history_file(self._path)
        if self._connection is None:
            self._opened = _mark(self._path)
            self._connection = self._reach(self._path)
            self._journal = None if self._readonly else _mark(_journal_of(self._path))
            if not there:  # the tables are in the file itself from the beginning, whatever becomes of the journal
                self.settle()
        return self._connection

    def _follow_journal(self, path: Path) -> None:
        """Let go of a file whose journal is not the one that was opened: nobody would find what is written to that."""
        if self._connection is None or self._journal is None:
            return
        journal = _journal_of(path)
        found = _mark(journal)
        if found is None:
            self.close()  # copies what was written to the journal into the file
        elif found != self._journal or not _is_journal(journal):
            self.close(damaged=True)

    def _reach(self, path: Path) -> sqlite3.Connection:
        self._readonly = is_read_only()
        if not self._readonly:
            try:
                return self._connect(str(path))
            except sqlite3.Error as error:
                self._barred = translated(error, path)
                if type(self._barred) not in {ProtectedError, StateError}:
                    raise
        # Without rights or room SQLite cannot make its journal. Without one nobody writes, and it can do without.
        self._readonly = True
        journal = _journal_of(path)
        look = "mode=ro" if journal.exists() and journal.stat().st_size else "immutable=1"
        return self._connect(f"{path.absolute().as_uri()}?{look}", uri=True)

    def _connect(self, name: str, *, uri: bool = False) -> sqlite3.Connection:
        connection = sqlite3.connect(
            name, timeout=self._patience, isolation_level=None, check_same_thread=False, uri=uri
        )
        try:
            connection.text_factory = quarantine.readable
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            schema.prepare(connection, self._path, readonly=self._readonly)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
        except BaseException:
            quarantine.keep_journal(connection)
            connection.close()
            raise
        return connection


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _is_journal(path: Path) -> bool:
    """Whether it is empty, or begins as a journal does (sqlite.org/fileformat2.html#walformat)."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_MAGIC)) in {b"", _MAGIC, _MAGIC[:-1] + b"\x83"}
    return True


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except PermissionError as error:
        raise ProtectedError(words.protected_title(path), words.PROTECTED_NEXT_STEP) from error
    except OSError as error:
        raise StateError(words.write_failed_title(path), words.write_failed_next_step(str(error.strerror))) from error
