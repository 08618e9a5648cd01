"""Recovers the entries of a history database that can still be read, damaged or whole, without changing the file.

Copies are read from both ends, so that a bad page in the middle costs only its own rows, and first without the journal,
which may belong to another file. Each row must be valid as a line of an export. This module must not know where the
entries go.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from brim.backend.history.entry import HistoryEntry, from_milliseconds
from brim.backend.history.jsonl import ExportRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

SQLITE_HEADER = b"SQLite format 3\0"
"""The first bytes of every SQLite file (sqlite.org/fileformat2.html)."""
_ROWS = (
    "SELECT account, name, label, length_seconds, readings.read_at, percent, resets_at, source, confirmed FROM readings"
    " JOIN series ON series.id = readings.series JOIN spans ON spans.id = span ORDER BY readings.series"
)


def recover(path: Path) -> tuple[HistoryEntry, ...]:
    """Every readable entry, by account, limit and time; empty for another kind of file. Raises OSError."""
    entries: dict[tuple[str, str, int], HistoryEntry] = {}
    with tempfile.TemporaryDirectory() as folder:
        for with_journal, direction in product((False, True), ("ASC", "DESC")):
            copy = Path(folder, f"copy-{with_journal}-{direction}.db")
            shutil.copyfile(path, copy)
            if with_journal:
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{path}-wal", f"{copy}-wal")
            for row in _rows(copy, direction):
                entry = _entry(*row)
                if entry is not None:
                    entries[entry.account, entry.window, row[4]] = entry
    return tuple(entries[key] for key in sorted(entries))


def _rows(path: Path, direction: str) -> Iterator[tuple[Any, ...]]:  # Any: a damaged file may hold any value
    """Rows from one end, up to the first that cannot be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        yield from connection.execute(f"{_ROWS} {direction}, readings.read_at {direction}")


def _entry(*row: Any) -> HistoryEntry | None:  # noqa: ANN401 - a damaged file may hold any value
    account, window, label, length, read_at, percent, resets_at, source, confirmed = row
    try:
        values = {
            "account": account,
            "window": window,
            "label": label,
            "length_seconds": length,
            "read_at": from_milliseconds(read_at),
            "percent": percent,
            "resets_at": None if resets_at is None else from_milliseconds(resets_at),
            "source": source,
            "confirmed": confirmed == 1,
        }
        return HistoryEntry(**vars(ExportRecord.model_validate(values)))
    except (ValidationError, TypeError, ValueError, OverflowError, OSError):
        return None
