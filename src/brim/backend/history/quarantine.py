"""Judges a file of the history as a whole, and sets one aside that can never be used: moved, not deleted.

Two processes may find the same damage: under a lock the second one looks again and finds the new file.
This module must not know why anybody asked.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from loguru import logger

from brim.backend.history import schema
from brim.backend.history.entry import FIRST, HIGHEST, LAST, milliseconds, printable
from brim.backend.history.errors import DamagedError, ProtectedError, require_history_file, translated
from brim.words import history as words

_WAL, _SHM = "-wal", "-shm"
"""What SQLite appends to the name of a file for its journal of commits, and for the memory in which processes meet."""
_LOCK_SECONDS = 1.0
_ODD = (
    "SELECT 1 FROM readings WHERE typeof(read_at) <> 'integer' OR read_at NOT BETWEEN :first AND :last"
    " OR typeof(percent) NOT IN ('real', 'null') OR percent NOT BETWEEN 0 AND :highest"
    " UNION ALL SELECT 1 FROM spans WHERE typeof(first_at) <> 'integer' OR first_at NOT BETWEEN :first AND :last"
    " OR typeof(last_at) <> 'integer' OR last_at NOT BETWEEN :first AND :last"
    " OR typeof(resets_at) NOT IN ('integer', 'null') OR resets_at NOT BETWEEN :first AND :last"
    " UNION ALL SELECT 1 FROM series WHERE typeof(length_seconds) NOT IN ('integer', 'null') LIMIT 1"
)
"""What no Brim has written: a byte that was changed on disk may leave the pages in order."""
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_TEXTS = "SELECT account, name, label FROM series UNION SELECT id, label, '' FROM accounts"


def check_file(path: Path) -> None:
    """Read all of a file; raises DamagedError when it can never be used, another StateError when that is not known."""
    if not require_history_file(path):
        return
    try:
        with closing(sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None)) as connection:
            keep_journal(connection)
            connection.text_factory = readable
            schema.prepare(connection, path)
            check_pages(connection, path)
    except sqlite3.Error as error:
        raise translated(error, path) from error
    except UnicodeDecodeError as error:  # of SQLite's own message, which quotes what it does not understand
        raise DamagedError(path, words.DAMAGED) from error


def keep_journal(connection: sqlite3.Connection) -> None:
    """Let a connection leave the journal as it is when it closes: one of another database would overwrite the file."""
    connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE)


def check_pages(connection: sqlite3.Connection, path: Path | None) -> None:
    """Read all pages; raises DamagedError when they do not fit together. sqlite3.Error passes."""
    [verdict] = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise DamagedError(path, words.DAMAGED)
    if not _tables() <= _tables_of(connection):
        raise DamagedError(path, words.OTHER_TABLES)
    if has_invalid_values(connection):
        raise DamagedError(path, words.INVALID_VALUES)


def _tables_of(connection: sqlite3.Connection) -> set[str]:
    return {
        " ".join(sql.split()) for [sql] in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    }


@cache
def _tables() -> frozenset[str]:
    """How ours are described in a file that is new."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.prepare(connection, None)
        return frozenset(_tables_of(connection))


def has_invalid_values(connection: sqlite3.Connection) -> bool:
    """Whether a figure, a time or a name in the tables is none. sqlite3.Error passes."""
    bounds = {"first": milliseconds(FIRST), "last": milliseconds(LAST), "highest": HIGHEST}
    if connection.execute(_ODD, bounds).fetchone():
        return True
    texts = [text for row in connection.execute(_TEXTS) for text in row if text != ""]
    return any(not isinstance(text, str) or _UNREADABLE in text or printable(text) != text for text in texts)


def readable(raw: bytes) -> str:
    """A text of the tables, whatever bytes it has: those that are none are told by `odd`."""
    return raw.decode(errors="replace")


def set_aside(path: Path) -> bool:
    """Move a damaged file, with its journal, out of the way, and say so; False for one that turns out to be usable.

    Raises ProtectedError when it cannot be moved, another StateError when it cannot be judged.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            try:
                check_file(path)
            except DamagedError as error:
                _move(path, error.why)
                return True
            return False
    except (OSError, NotImplementedError, Timeout) as error:
        raise ProtectedError(words.protected_title(path), words.PROTECTED_NEXT_STEP) from error


def quarantined_files(path: Path) -> tuple[Path, ...]:
    """What was set aside so far, by name."""
    found = path.parent.glob(f"{path.name}.broken*")
    return tuple(sorted(one for one in found if not one.name.endswith((_WAL, _SHM))))


def _move(path: Path, why: str) -> None:
    target = Path(f"{path}.broken")
    number = 1
    while os.path.lexists(target):
        number += 1
        target = Path(f"{path}.broken-{number}")
    for ending in (_SHM, _WAL):  # first: SQLite would take them for those of the new file
        beside = Path(f"{path}{ending}")
        if beside.is_file():
            beside.rename(f"{target}{ending}")
    path.rename(target)
    logger.bind(file=path.name).warning("{}", words.set_aside(path, target, why))
