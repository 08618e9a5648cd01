"""What is wrong with the file of the history, in words, and what SQLite's errors mean.

A file that is damaged or not ours is set aside; one that is locked, full, protected or of a newer Brim is left alone.
This module must not know what the file says.
"""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from brim.errors import StateError
from brim.words import history as words

if TYPE_CHECKING:
    import sqlite3


class DamagedError(StateError):
    """The file can never be used as it is."""

    def __init__(self, path: Path | None, why: str) -> None:
        """Say `why` in a few words."""
        super().__init__(words.unusable_title(path), words.SET_ASIDE_NEXT_STEP)
        self.why = why


class BusyError(StateError):
    """Another program writes, or keeps the file to itself."""


class NewerError(StateError):
    """A newer Brim has changed the file's shape."""


class OlderError(StateError):
    """The file is of an earlier version, or empty, and may not be changed now."""


class ProtectedError(StateError):
    """The file can at best be read."""


# SQLite's primary result codes (sqlite.org/rescode.html), which stand in the low byte of every code.
_GENERIC, _CONSTRAINT, _LOCKED = 1, 19, {5, 6}
_DAMAGED = {11: words.DAMAGED, 26: words.NOT_A_DATABASE, 24: words.DAMAGED}
_PROTECTED = {3, 8, 14, 23}


def translated(error: sqlite3.Error, path: Path | None) -> StateError:
    """The error of ours that tells what SQLite met; raises `error` itself when it was a mistake in our use of it."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        raise error
    primary = code & 0xFF
    if primary in _DAMAGED:
        return DamagedError(path, _DAMAGED[primary])
    if primary in {_GENERIC, _CONSTRAINT}:  # a table or a column is not there, or is not what it was
        return DamagedError(path, words.OTHER_TABLES)
    if primary in _LOCKED:
        return BusyError(words.busy_title(path), words.BUSY_NEXT_STEP)
    if primary in _PROTECTED:
        return ProtectedError(words.protected_title(path), words.PROTECTED_NEXT_STEP)
    return StateError(words.write_failed_title(path), words.write_failed_next_step(str(error)))


def require_history_file(path: Path) -> bool:
    """Whether there is a file; raises DamagedError for what can be none, StateError for what cannot be looked at."""
    journal = _size(Path(f"{path}-wal"))
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise DamagedError(path, words.LINK_LOOP) from error
        raise ProtectedError(words.protected_title(path), words.PROTECTED_NEXT_STEP) from error
    if not stat.S_ISREG(found.st_mode):
        raise DamagedError(path, words.NOT_A_FILE)
    if journal and not found.st_size:  # SQLite would delete the journal, and never leaves a file like that itself
        raise DamagedError(path, words.EMPTY_WITH_JOURNAL)
    return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
