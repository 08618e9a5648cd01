"""Checks a history file as a whole, and sets a damaged one aside: the file is moved, not deleted.

Two processes may detect the same damage: the second one checks again under a lock and meets the new file. This module
must not know why a check was started.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from loguru import logger

from brim.backend.history import schema
from brim.backend.history.entry import EARLIEST, LATEST, printable_text, to_milliseconds
from brim.backend.history.errors import DamagedError, ProtectedError, history_file_exists, translate_error
from brim.backend.system.readonly import is_read_only
from brim.model.numbers import MAX_PERCENT
from brim.privatefiles import is_plain, move_aside
from brim.words import historyfile as words

_WAL, _SHM, _ROLLBACK = "-wal", "-shm", "-journal"
"""SQLite appends these to the file name: for the write-ahead log (the journal), for its shared-memory file, and for
another kind of journal, which it uses where it cannot write ahead."""
_LOCK_SECONDS = 1.0
_INVALID_VALUES = (
    "SELECT 1 FROM readings WHERE typeof(read_at) <> 'integer' OR read_at NOT BETWEEN :first AND :last"
    " OR typeof(percent) NOT IN ('real', 'null') OR percent NOT BETWEEN 0 AND :highest"
    " UNION ALL SELECT 1 FROM spans WHERE typeof(first_at) <> 'integer' OR first_at NOT BETWEEN :first AND :last"
    " OR typeof(last_at) <> 'integer' OR last_at NOT BETWEEN :first AND :last"
    " OR typeof(resets_at) NOT IN ('integer', 'null') OR resets_at NOT BETWEEN :first AND :last"
    " UNION ALL SELECT 1 FROM series WHERE typeof(length_seconds) NOT IN ('integer', 'null')"
    " OR length_seconds NOT BETWEEN 1 AND 999999999 LIMIT 1"
)
"""Values that no Brim has written: a byte that was changed on disk may leave the pages intact."""
_TEXTS = "SELECT account, name, label FROM series UNION SELECT id, label, '' FROM accounts"


def check_file(path: Path) -> None:
    """Read the whole file. Raises DamagedError when it can never be used, another StateError when that is unknown."""
    if not history_file_exists(path):
        return
    clear_companions(path)
    try:
        with closing(sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None)) as connection:
            preserve_journal(connection)
            connection.text_factory = decode_text
            schema.prepare(connection, path)
            check_pages(connection, path)
    except sqlite3.Error as error:
        raise translate_error(error, path) from error
    except UnicodeDecodeError as error:  # SQLite's message quotes bytes of the file that are not UTF-8
        raise DamagedError(path, words.damaged()) from error


def clear_companions(path: Path) -> None:
    """Set aside what is in the place of the journal and is no plain file: SQLite would wait for a pipe without end.

    Raises ProtectedError when that cannot be done, as in read-only mode.
    """
    for suffix in (_SHM, _WAL, _ROLLBACK):
        companion = Path(f"{path}{suffix}")
        if is_plain(companion) is not False:
            continue
        target = None if is_read_only() else move_aside(companion)
        if target is None:
            raise ProtectedError(*words.not_a_plain_file(companion))
        logger.bind(file=companion.name).warning("{}", words.set_aside(companion, Path(target), words.not_a_file()))


def preserve_journal(connection: sqlite3.Connection) -> None:
    """Leave the journal as it is when the connection closes: a journal of another database would overwrite the file."""
    connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE)


def check_pages(connection: sqlite3.Connection, path: Path | None) -> None:
    """Read all pages. Raises DamagedError when they are inconsistent, and sqlite3.Error as SQLite does."""
    [result] = connection.execute("PRAGMA quick_check(1)").fetchone()
    if result != "ok":
        raise DamagedError(path, words.damaged())
    if not _expected_tables() <= _tables_of(connection):
        raise DamagedError(path, words.other_tables())
    if has_invalid_values(connection):
        raise DamagedError(path, words.invalid_values())


def _tables_of(connection: sqlite3.Connection) -> set[str]:
    return {
        " ".join(sql.split()) for [sql] in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    }


@cache
def _expected_tables() -> frozenset[str]:
    """The SQL that describes the tables in a new file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.prepare(connection, None)
        return frozenset(_tables_of(connection))


def has_invalid_values(connection: sqlite3.Connection) -> bool:
    """Whether a figure, a time or a text in the tables is invalid. Raises sqlite3.Error as SQLite does."""
    bounds = {"first": to_milliseconds(EARLIEST), "last": to_milliseconds(LATEST), "highest": MAX_PERCENT}
    if connection.execute(_INVALID_VALUES, bounds).fetchone():
        return True
    texts = [text for row in connection.execute(_TEXTS) for text in row if text != ""]
    return any(not isinstance(text, str) or printable_text(text) != text for text in texts)


def decode_text(raw: bytes) -> str:
    """A text of the tables, whatever bytes it has: `has_invalid_values` reports those that are not UTF-8.

    Such bytes become characters that cannot be printed. U+FFFD can be: a server may have it in the name of a limit.
    """
    return raw.decode(errors="surrogateescape")


def quarantine_file(path: Path) -> bool:
    """Move a damaged file aside, with its journal, and log it; False when the file turns out to be usable.

    Raises ProtectedError when it cannot be moved, another StateError when it cannot be checked.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(path.with_suffix(".lock"), mode=0o600, timeout=_LOCK_SECONDS):
            try:
                check_file(path)
            except DamagedError as error:
                _move_aside(path, error.reason)
                return True
            return False
    except (OSError, NotImplementedError, Timeout) as error:
        raise ProtectedError(*words.protected(path)) from error


def quarantined_files(path: Path) -> tuple[Path, ...]:
    """The files that were set aside so far, by name; none where nobody may look."""
    try:
        names = sorted(place.name for place in path.parent.iterdir())
    except OSError:
        return ()
    found = (name for name in names if name.startswith(f"{path.name}.broken") and not name.endswith((_WAL, _SHM)))
    return tuple(path.with_name(name) for name in found)


def _move_aside(path: Path, reason: str) -> None:
    target = Path(f"{path}.broken")
    number = 1
    while os.path.lexists(target):
        number += 1
        target = Path(f"{path}.broken-{number}")
    for suffix in (_SHM, _WAL):  # before the file itself: SQLite would use them for the new file
        companion = Path(f"{path}{suffix}")
        if is_plain(companion):
            companion.rename(f"{target}{suffix}")
    path.rename(target)
    logger.bind(file=path.name).warning("{}", words.set_aside(path, target, reason))
