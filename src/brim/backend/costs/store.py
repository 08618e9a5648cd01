"""The cost file: what was read of transcripts, kept when they are gone. Used by one thread at a time.

A damaged file is set aside, and a new one is made from the transcripts that are there. This module must not know how a
transcript is read, nor what a token costs.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from brim.backend.costs import schema
from brim.backend.costs.answerrows import AnswerRows
from brim.backend.costs.cells import InvalidCellError, answers_between, cells_between
from brim.backend.costs.database import CostDatabase
from brim.backend.history.errors import DamagedError
from brim.backend.system.readonly import is_read_only
from brim.words import historyfile as words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from brim.backend.costs.cells import Cell
    from brim.backend.costs.transcriptfiles import TranscriptFile
    from brim.backend.transcripts.answer import Answer

COSTS_FILE = "costs.db"
_KEPT_SECONDS = 400 * 86_400
"""Single answers are known for so long: until then a copy of an old transcript counts nothing twice."""
_FEW_SLOTS = 500
_NOT_SORTED_BITS = 36


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far a transcript is read, and how it was then."""

    size: int
    changed_ns: int
    inode: int
    offset: int
    head: int
    """Checksum of the begin and the end of what was read: something else may take its place."""
    context: str = ""
    """What the rows behind the offset need of those before it."""


@dataclass(frozen=True, slots=True)
class ReadPart:
    """What was read of one file."""

    file: TranscriptFile
    offset: int
    """Up to here it is read."""
    head: int
    """Checksum of the begin and the end of what was read."""
    answers: Mapping[str, Answer]
    context: str = ""
    """What the rows behind the offset need of those before it."""


class CostStore:
    """The file, open or closed."""

    def __init__(self, path: Path, lock_timeout: float = 5.0, *, in_memory: bool = False) -> None:
        """`lock_timeout`: seconds to wait for another process that writes.

        `in_memory`: what the file says is copied, and nothing is written.
        """
        self._path = path
        self._database = CostDatabase(path, lock_timeout, in_memory=in_memory)
        self._rows = AnswerRows()
        self._rows_of = 0

    @property
    def opened(self) -> int:
        """Changes whenever another file is in use than before."""
        return self._database.opened

    def is_open_still(self) -> bool:
        """Whether the file that was read last is still in its place."""
        with self._database.open(create=False) as connection:
            return connection is not None

    def progress(self) -> dict[str, FileProgress]:
        """How far each transcript is read, by its path."""
        with self._database.open(create=False) as connection:
            if connection is None:
                return {}
            rows = connection.execute("SELECT path, size, changed_ns, inode, offset, head, context FROM files")
            return {path: FileProgress(*rest) for path, *rest in rows}

    def add(self, batch: Sequence[ReadPart], now: float) -> None:
        """Store what was read of some files, all of it or nothing.

        What is older than the sums that are closed is in them. A clock that was far ahead closed too many: those of the
        last 400 days are open again as soon as it is right.
        """
        with self._writing() as connection:
            closed_before = min(_closed_before(connection), now - _KEPT_SECONDS)
            answers = chain.from_iterable(part.answers.items() for part in batch)
            # Nearly in the order of the table, so that each page is written once; small numbers are sorted quickly.
            rows = sorted(self._rows.of(connection, answers, closed_before), key=lambda row: row[0] >> _NOT_SORTED_BITS)
            connection.executemany(schema.ADD_ANSWER, rows)
            slots = {row[1] // schema.SLOT_SECONDS for row in rows}
            if len(slots) > _FEW_SLOTS:  # then the whole range is summed, and no more of it need be named
                slots = {min(slots), max(slots), *islice(slots, _FEW_SLOTS + 1)}
            connection.executemany("INSERT INTO moved VALUES (?)", ((slot,) for slot in slots))
            connection.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (file.key, file.size, file.changed_ns, file.inode, part.offset, part.head, part.context)
                    for part in batch
                    for file in (part.file,)
                ),
            )

    def sum_up(self, now: float, *, forget: bool = True) -> None:
        """Bring the sums up to date, and forget single answers that are 400 days older than now and than the newest.

        `forget` only when all transcripts are read: then the sums of that time are closed.
        """
        with self._database.open(create=False) as connection:
            if connection is None or is_read_only():
                return
            changed = connection.execute("SELECT 1 FROM moved LIMIT 1").fetchone()
            [newest] = connection.execute("SELECT max(at) FROM answers").fetchone()
            horizon = int(min(now, newest or 0) - _KEPT_SECONDS) // schema.SLOT_SECONDS * schema.SLOT_SECONDS
            old = connection.execute("SELECT 1 FROM answers WHERE at < ? LIMIT 1", (horizon,)).fetchone()
            old = old if forget else None
        if changed is None and old is None:
            return
        with self._writing() as connection:
            slots = [slot for [slot] in connection.execute("SELECT DISTINCT slot FROM moved ORDER BY slot")]
            if len(slots) > _FEW_SLOTS:
                _sum_slots(connection, slots[0], slots[-1])
            else:
                for slot in slots:
                    _sum_slots(connection, slot, slot)
            connection.execute("DELETE FROM moved")
            for statement in schema.AFTER_FIRST_SUMS:
                connection.execute(statement)
            if old is not None:
                connection.execute("DELETE FROM answers WHERE at < ?", (horizon,))
                connection.execute("INSERT OR REPLACE INTO facts VALUES ('closed_before', ?)", (horizon,))

    def cells(self, since: float | None = None, until: float | None = None) -> list[Cell]:
        """The sums of a range of time, in its order; the range is rounded to whole cells of five minutes."""
        return list(self.each_cell(since, until))

    def each_cell(self, since: float | None = None, until: float | None = None) -> Iterator[Cell]:
        """The same one after the other, for a long past. The file stays open until the last one."""
        with self._database.open(create=False) as connection:
            if connection is not None:
                yield from self._whole(cells_between(connection, since, until))

    def answers(self, since: float, until: float) -> list[Cell]:
        """Single answers of a range of time, in its order; each is a cell that begins when it was given."""
        with self._database.open(create=False) as connection:
            return [] if connection is None else list(self._whole(answers_between(connection, since, until)))

    def _whole(self, cells: Iterator[Cell]) -> Iterator[Cell]:
        try:
            yield from cells
        except InvalidCellError as error:
            raise DamagedError(self._path, words.damaged()) from error

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database.writing() as connection:
                if self._rows_of != self.opened:  # they name what stands in another file
                    self._rows, self._rows_of = AnswerRows(), self.opened
                yield connection
        except BaseException:  # what they name is not stored
            self._rows = AnswerRows()
            raise


def _closed_before(connection: sqlite3.Connection) -> float:
    [closed_before] = connection.execute("SELECT max(value) FROM facts WHERE name = 'closed_before'").fetchone()
    return float("-inf") if closed_before is None else closed_before


def _sum_slots(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Make the sums of some slots again."""
    connection.execute("DELETE FROM cells WHERE slot BETWEEN ? AND ?", (first, last))
    seconds = schema.SLOT_SECONDS
    connection.execute(schema.SUM_SLOTS, (first * seconds, (last + 1) * seconds))
