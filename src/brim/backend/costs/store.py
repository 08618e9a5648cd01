"""The cost file: what was read of transcripts, kept when they are gone. Used by one thread at a time.

A damaged file is set aside and a new one is made from the transcripts that are there. This module must not know how a
transcript is read, nor what a token costs.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.costs import schema
from brim.backend.costs.answer import Place, PriceClass, answer_number, stable_number
from brim.backend.costs.tokens import Tokens
from brim.backend.history.errors import DamagedError, NewerError, history_file_exists, translate_error
from brim.backend.system.files import is_read_only
from brim.errors import StateError
from brim.privatefiles import make_folder, move_aside, open_plain
from brim.words import historyfile as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from brim.backend.costs.answer import Answer
    from brim.backend.costs.transcriptfiles import TranscriptFile

COSTS_FILE = "costs.db"
_CACHE_KIB = 4096
_KEPT_SECONDS = 400 * 86_400
"""Single answers are known for so long: until then a copy of an old transcript counts nothing twice."""
_FEW_SLOTS = 500


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far a transcript is read, and how it was then."""

    size: int
    changed_ns: int
    inode: int
    offset: int
    head: int
    """Checksum of its first bytes: another file may take the place of one that was read."""


@dataclass(frozen=True, slots=True)
class ReadPart:
    """What was read of one file."""

    file: TranscriptFile
    offset: int
    """Up to here it is read."""
    head: int
    """Checksum of its first bytes."""
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Cell:
    """Sums of one class of answers in five minutes of one session."""

    start: int
    """Seconds since the epoch."""
    place: Place
    price_class: PriceClass
    tokens: Tokens


class CostStore:
    """The file, open or closed."""

    def __init__(self, path: Path, lock_timeout: float = 5.0) -> None:
        """`lock_timeout`: seconds to wait for another process that writes."""
        self._path = path
        self._lock_timeout = lock_timeout
        self._connection: sqlite3.Connection | None = None
        self._known_places: dict[Place, int] = {}
        self._known_classes: dict[PriceClass, int] = {}

    def progress(self) -> dict[str, FileProgress]:
        """How far each transcript is read, by its path."""
        with self._open(create=False) as connection:
            if connection is None:
                return {}
            rows = connection.execute("SELECT path, size, changed_ns, inode, offset, head FROM files")
            return {path: FileProgress(*rest) for path, *rest in rows}

    def add(self, batch: Sequence[ReadPart]) -> None:
        """Store what was read of some files, all of it or nothing."""
        with self._writing() as connection:
            [closed_before] = connection.execute("SELECT max(value) FROM facts WHERE name = 'closed_before'").fetchone()
            rows, slots = [], set()
            for part in batch:
                for key, answer in part.answers.items():
                    if closed_before is None or answer.at >= closed_before:
                        rows.append(self._row(connection, key, answer))
                        slots.add(answer.at // schema.SLOT_SECONDS)
            rows.sort()  # in the order of the table, so that each of its pages is written once
            connection.executemany(schema.ADD_ANSWER, rows)
            connection.executemany("INSERT OR IGNORE INTO moved VALUES (?)", ((slot,) for slot in slots))
            connection.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (str(part.file.path), part.file.size, part.file.changed_ns, part.file.inode, part.offset, part.head)
                    for part in batch
                ),
            )

    def sum_up(self, now: float) -> None:
        """Bring the sums up to date, and forget single answers that are older than 400 days."""
        with self._open(create=False) as connection:
            if connection is None or is_read_only():
                return
        with self._writing() as connection:
            [count, first, last] = connection.execute("SELECT count(*), min(slot), max(slot) FROM moved").fetchone()
            if count > _FEW_SLOTS:
                _sum_slots(connection, first, last)
            elif count:
                for [slot] in connection.execute("SELECT slot FROM moved").fetchall():
                    _sum_slots(connection, slot, slot)
            if count:
                connection.execute("DELETE FROM moved")
            horizon = int(now - _KEPT_SECONDS) // schema.SLOT_SECONDS * schema.SLOT_SECONDS
            forgotten = connection.execute("DELETE FROM answers WHERE at < ?", (horizon,)).rowcount
            if forgotten:
                connection.execute("INSERT OR REPLACE INTO facts VALUES ('closed_before', ?)", (horizon,))

    def cells(self, since: float | None = None, until: float | None = None) -> list[Cell]:
        """The sums of a range of time, in its order; the range is rounded to whole cells of five minutes."""
        with self._open(create=False) as connection:
            if connection is None:
                return []
            places, classes = _places(connection), _classes(connection)
            rows = connection.execute(
                "SELECT * FROM cells WHERE slot >= ? AND slot < ? ORDER BY slot",
                (
                    0 if since is None else int(since) // schema.SLOT_SECONDS,
                    1 << 40 if until is None else -(-int(until) // schema.SLOT_SECONDS),
                ),
            )
            return [
                Cell(slot * schema.SLOT_SECONDS, places[place], classes[price_class], Tokens(*sums))
                for slot, place, price_class, *sums in rows
            ]

    def answers(self, since: float, until: float) -> list[Cell]:
        """Single answers of a range of time, in its order; each is a cell that begins when it was given."""
        with self._open(create=False) as connection:
            if connection is None:
                return []
            places, classes = _places(connection), _classes(connection)
            rows = connection.execute(
                "SELECT at, place, class, 1, input, output, cache_write_5m, cache_write_1h, cache_read, web_searches"
                " FROM answers WHERE at >= ? AND at < ? ORDER BY at, id",
                (int(since), int(until)),
            )
            return [
                Cell(at, places[place], classes[price_class], Tokens(*sums)) for at, place, price_class, *sums in rows
            ]

    def close(self) -> None:
        """Close the file."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def _row(self, connection: sqlite3.Connection, key: str, answer: Answer) -> tuple[int, ...]:
        return (
            answer_number(key),
            answer.at,
            answer.sidechain,
            self._number(connection, answer.place, "places", self._known_places),
            self._number(connection, answer.price_class, "classes", self._known_classes),
            answer.input,
            answer.output,
            answer.cache_write_5m,
            answer.cache_write_1h,
            answer.cache_read,
            answer.web_searches,
        )

    @staticmethod
    def _number[T: (Place, PriceClass)](connection: sqlite3.Connection, what: T, table: str, known: dict[T, int]) -> int:
        """The number of a place or a class, which is stored with its first answer."""
        number = known.get(what)
        if number is None:
            number = known[what] = stable_number(what)
            values = (number, *what)
            connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(values))})", values)
        return number

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is committed as a whole at the end of the block, or not at all."""
        with self._open(create=True) as connection:
            if connection is None:
                raise StateError(*words.protected(self._path))
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._known_places.clear()
                self._known_classes.clear()
                raise

    @contextmanager
    def _open(self, *, create: bool) -> Iterator[sqlite3.Connection | None]:
        """The open file; None where there is none. Raises StateError, after a damaged file was set aside."""
        try:
            if self._connection is None and (create or history_file_exists(self._path)):
                self._connection = self._connect()
            yield self._connection
        except sqlite3.Error as error:
            translated = translate_error(error, self._path)
            if isinstance(translated, DamagedError):
                self._set_aside(translated)
            raise translated from error
        except DamagedError as error:
            self._set_aside(error)
            raise

    def _connect(self) -> sqlite3.Connection:
        if not history_file_exists(self._path):
            make_folder(self._path.parent)
            with open(self._path, "ab", opener=open_plain):
                pass  # a new file is for this user alone
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

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables in a new file; raises DamagedError for a file of another program, NewerError for a newer one."""
        identity = _identity(connection)
        if identity == (0, 0):
            connection.execute("BEGIN IMMEDIATE")
            if _identity(connection) == (0, 0):  # another process may have made them meanwhile
                for statement in schema.statements():
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {schema.VERSION}")
            connection.execute("COMMIT")
            identity = _identity(connection)
        if identity[0] != schema.APPLICATION_ID:
            raise DamagedError(self._path, words.of_another_program())
        if identity[1] > schema.VERSION:
            raise NewerError(*words.newer(self._path))

    def _set_aside(self, error: DamagedError) -> None:
        """Move a damaged file and its companions aside; the next call makes a new file from the transcripts."""
        self.close()
        self._known_places.clear()
        self._known_classes.clear()
        if is_read_only():
            return
        for suffix in ("", "-wal", "-shm"):
            moved = move_aside(f"{self._path}{suffix}")
            if moved is not None and not suffix:
                logger.bind(file=self._path.name).warning("{}", words.set_aside(self._path, Path(moved), error.reason))


def _identity(connection: sqlite3.Connection) -> tuple[int, int]:
    [application_id], [version] = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    return int(application_id), int(version)


def _places(connection: sqlite3.Connection) -> dict[int, Place]:
    rows = connection.execute("SELECT id, session, project, root FROM places")
    return {number: Place(*texts) for number, *texts in rows}


def _classes(connection: sqlite3.Connection) -> dict[int, PriceClass]:
    rows = connection.execute("SELECT id, model, fast, us_only, regional, long FROM classes")
    return {number: PriceClass(model, *map(bool, flags)) for number, model, *flags in rows}


def _sum_slots(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Make the sums of some slots again."""
    connection.execute("DELETE FROM cells WHERE slot BETWEEN ? AND ?", (first, last))
    seconds = schema.SLOT_SECONDS
    connection.execute(schema.SUM_SLOTS, (first * seconds, (last + 1) * seconds))
