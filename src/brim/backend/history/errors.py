"""The errors of the history file, and the meaning of SQLite's result codes.

A file that is damaged or not ours is set aside. A file that is locked, full, protected or of a newer Brim stays where
it is. This module must not know the content of the file.
"""

from __future__ import annotations

import errno
import sqlite3
import stat
from pathlib import Path

from brim.errors import StateError
from brim.words import historyfile as words


class DamagedError(StateError):
    """The file can never be used as it is."""

    def __init__(self, path: Path | None, reason: str) -> None:
        """`reason` is a short text for a person."""
        super().__init__(*words.unusable(path))
        self.reason = reason


class BusyError(StateError):
    """Another program writes to the file, or has locked it."""


class NewerError(StateError):
    """A newer Brim has changed the tables of the file."""


class OlderError(StateError):
    """The file is of an earlier version, or empty, and must not be changed now."""


class ProtectedError(StateError):
    """The file can only be read, or not even that."""


# SQLite's primary result codes (sqlite.org/rescode.html); they are the low byte of every extended code.
_GENERIC, _CONSTRAINT, _LOCKED = 1, 19, {5, 6}
_DAMAGED = {11: words.damaged, 26: words.not_a_database, 24: words.damaged}
_PROTECTED = {3, 8, 14, 23}


def translate_error(error: sqlite3.Error, path: Path | None) -> StateError:
    """The StateError for an error of SQLite.

    Without a code it is a text in the file that is not UTF-8, or a mistake of ours: then `error` itself is raised.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and isinstance(error, sqlite3.OperationalError):
        return DamagedError(path, words.damaged())
    if code is None:
        raise error
    primary = code & 0xFF
    if primary in _DAMAGED:
        return DamagedError(path, _DAMAGED[primary]())
    if primary in {_GENERIC, _CONSTRAINT}:  # a table or a column is missing or different
        return DamagedError(path, words.other_tables())
    if primary in _LOCKED:
        return BusyError(*words.busy(path))
    if primary in _PROTECTED:
        return ProtectedError(*words.protected(path))
    return StateError(*words.write_failed(path, str(error)))


def history_file_exists(path: Path) -> bool:
    """Whether there is a file. Raises DamagedError when it cannot be a history, StateError when that is unknown."""
    journal_size = _size(Path(f"{path}-wal"))
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise DamagedError(path, words.link_loop()) from error
        raise ProtectedError(*words.protected(path)) from error
    if not stat.S_ISREG(status.st_mode):
        raise DamagedError(path, words.not_a_file())
    if journal_size and not status.st_size:  # SQLite would delete the journal, and never leaves such a pair itself
        raise DamagedError(path, words.empty_with_journal())
    return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
