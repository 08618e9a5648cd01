"""One history file, used by one thread at a time: opened when first needed, read, and written in transactions.

Every error of SQLite leaves this module as an error of `brim.backend.history.errors`. This module must not know how
the caller reacts, nor which readings there are.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from brim.backend.history import quarantine, schema
from brim.backend.history.connecting import connect_when_free
from brim.backend.history.errors import DamagedError, ProtectedError, history_file_exists, translate_error
from brim.backend.system.readonly import is_read_only
from brim.errors import StateError
from brim.privatefiles import is_plain, make_folder, open_plain, read_plain
from brim.words import historyfile as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CACHE_KIB = 512
_JOURNAL_HEADERS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""The first bytes of a journal, for both byte orders of its checksums (sqlite.org/fileformat2.html#walformat)."""
_JOURNAL_PAGES = 250
"""Pages in the journal after which SQLite copies them into the file automatically: one megabyte."""


class HistoryStore:
    """The file, open or closed."""

    def __init__(self, path: Path | None, lock_timeout: float = 1.0) -> None:
        """`lock_timeout`: seconds to wait for another process that writes. Without `path`, use memory only."""
        self._path = path
        self._lock_timeout = lock_timeout
        self._connection: sqlite3.Connection | None = None
        self._file_id: tuple[int, int] | None = None
        self._journal_id: tuple[int, int] | None = None
        self._written_file_id: tuple[int, int] | None = None
        self._readonly = False
        self._readonly_reason: StateError | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A read transaction: no writer changes its view of the file. None when there is no file."""
        with self._translating_errors():
            connection = self._open(create=False)
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
        """A write transaction: it is committed as a whole at the end of the block, or not at all."""
        with self._translating_errors():
            connection = self._open(create=True)
            if connection is None or self._readonly:
                self.close()  # the next call checks whether the file is still read-only
                raise self._readonly_reason or ProtectedError(*words.protected(self._path))
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self._written_file_id = self._file_id

    def last_write_was_quarantined(self) -> bool:
        """Whether the file that was last written to is now one of the quarantined files; True only once."""
        if self._path is None or self._written_file_id is None or _file_id(self._path) == self._written_file_id:
            return False
        written, self._written_file_id = self._written_file_id, None
        return written in map(_file_id, quarantine.quarantined_files(self._path))

    def check(self) -> None:
        """Read the whole file, if there is one. Raises DamagedError when it is damaged."""
        with self.reading() as connection:
            if connection is not None:
                quarantine.check_pages(connection, self._path)

    def checkpoint(self) -> None:
        """Copy the pages of the journal into the file, except those that a reader still needs."""
        with self._translating_errors():
            if self._connection is not None and not self._readonly:
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def quarantine_if_damaged(self) -> bool:
        """Set a damaged file aside and log it; False for a usable file. Raises StateError when that fails."""
        self.close()
        return self._path is not None and quarantine.quarantine_file(self._path)

    def close(self, *, damaged: bool = False) -> None:
        """Close the file. A damaged file is left unchanged, and so is its journal."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                if damaged:
                    quarantine.preserve_journal(connection)
                connection.close()

    @contextmanager
    def _translating_errors(self) -> Iterator[None]:
        """Translate errors of SQLite. After a full disk or a lock the file stays open: it can still be read."""
        try:
            yield
        except sqlite3.Error as error:
            translated = translate_error(error, self._path)
            if isinstance(translated, DamagedError | ProtectedError):
                self.close(damaged=isinstance(translated, DamagedError))
            raise translated from error
        except UnicodeDecodeError as error:  # SQLite's message quotes bytes of the file that are not UTF-8
            self.close(damaged=True)
            raise DamagedError(self._path, words.damaged()) from error
        except (TypeError, ValueError, OverflowError) as error:  # an invalid value in the file, or a mistake of ours
            with self._translating_errors():  # the search may meet damaged pages
                invalid = self._connection is not None and quarantine.has_invalid_values(self._connection)
            if not invalid:
                raise
            self.close(damaged=True)
            raise DamagedError(self._path, words.invalid_values()) from error
        except DamagedError:
            self.close(damaged=True)
            raise

    def _open(self, *, create: bool) -> sqlite3.Connection | None:
        """The connection. A file that was moved or replaced since is closed, and the one at the path is opened."""
        if self._path is None:
            self._connection = self._connection or self._connect(":memory:")
            return self._connection
        exists = history_file_exists(self._path)
        if self._connection is not None and (not exists or _file_id(self._path) != self._file_id):
            self.close()
        self._close_if_journal_changed(self._path)
        if not exists:
            if not create or is_read_only():
                return None
            _create(self._path)
            history_file_exists(self._path)
        if self._connection is None and not create and _has_no_tables(self._path):
            return None
        if self._connection is None:
            quarantine.clear_companions(self._path)
            self._file_id = _file_id(self._path)
            self._connection = self._connect_to_file(self._path)
            self._journal_id = None if self._readonly else _file_id(_journal_of(self._path))
            if not exists:  # the tables are in the file itself from the beginning, even if the journal gets lost
                self.checkpoint()
        return self._connection

    def _close_if_journal_changed(self, path: Path) -> None:
        """Close a file whose journal was replaced: other processes would not read what goes into the old journal."""
        if self._connection is None or self._journal_id is None:
            return
        journal = _journal_of(path)
        journal_id = _file_id(journal)
        if journal_id is None:
            self.close()  # copies what was written to the deleted journal into the file
        elif journal_id != self._journal_id or not _is_journal(journal):
            self.close(damaged=True)

    def _connect_to_file(self, path: Path) -> sqlite3.Connection:
        self._readonly = is_read_only()
        if not self._readonly:
            try:
                return connect_when_free(lambda: self._connect(str(path)), self._lock_timeout)
            except sqlite3.Error as error:
                self._readonly_reason = translate_error(error, path)
                if type(self._readonly_reason) not in {ProtectedError, StateError}:
                    raise
                if _has_no_tables(path):
                    raise self._readonly_reason from error
        # Without permission or disk space SQLite cannot create its journal. Without a journal no other process writes,
        # so the file can be opened as immutable.
        self._readonly = True
        journal = _journal_of(path)
        mode = "mode=ro" if is_plain(journal) and journal.stat().st_size else "immutable=1"
        return self._connect(f"{path.absolute().as_uri()}?{mode}", uri=True)

    def _connect(self, name: str, *, uri: bool = False) -> sqlite3.Connection:
        connection = sqlite3.connect(
            name, timeout=self._lock_timeout, isolation_level=None, check_same_thread=False, uri=uri
        )
        try:
            connection.text_factory = quarantine.decode_text
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            schema.prepare(connection, self._path, readonly=self._readonly)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
        except BaseException:
            quarantine.preserve_journal(connection)
            connection.close()
            raise
        return connection


def _file_id(path: Path) -> tuple[int, int] | None:
    """Device and inode number: they stay the same when a file is moved. None without a file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _has_no_tables(path: Path) -> bool:
    """Whether a file was made, and then nothing could be written to it: the disk was full."""
    journal = _journal_of(path)
    return path.stat().st_size == 0 and not (is_plain(journal) and journal.stat().st_size)


def _is_journal(path: Path) -> bool:
    """Whether a file is empty or begins with the header of a journal; True when it cannot be read."""
    with suppress(OSError):
        header = read_plain(path, len(_JOURNAL_HEADERS[0]))
        return not header or header in _JOURNAL_HEADERS
    return True


def _create(path: Path) -> None:
    try:
        make_folder(path.parent)
        os.close(open_plain(path, os.O_CREAT | os.O_RDWR))
    except PermissionError as error:
        raise ProtectedError(*words.protected(path)) from error
    except OSError as error:
        raise StateError(*words.write_failed(path, str(error.strerror))) from error
