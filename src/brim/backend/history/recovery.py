"""Brings back what can still be read of a history's own file, damaged or whole, without touching it.

A copy is read from both ends, so that a bad page in the middle costs what is on it, and without its journal first, as
that may be another file's; each row must pass for a line of an export. This module must not know where the entries go.
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

from brim.backend.history.entry import Entry, moment
from brim.backend.history.jsonl import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"SQLite format 3\0"
"""How every file of SQLite begins."""
_ROWS = (
    "SELECT account, name, label, length_seconds, readings.read_at, percent, resets_at, source, confirmed FROM readings"
    " JOIN series ON series.id = readings.series JOIN spans ON spans.id = span ORDER BY readings.series"
)


def recover(path: Path) -> tuple[Entry, ...]:
    """Every entry that can be read, by account, limit and time; none of a file that is no history. OSError passes."""
    found: dict[tuple[str, str, int], Entry] = {}
    with tempfile.TemporaryDirectory() as folder:
        for journal, direction in product((False, True), ("ASC", "DESC")):
            copy = Path(folder, f"copy-{journal}-{direction}.db")
            shutil.copyfile(path, copy)
            if journal:
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{path}-wal", f"{copy}-wal")
            for row in _rows(copy, direction):
                entry = _entry(*row)
                if entry is not None:
                    found[entry.account, entry.window, row[4]] = entry
    return tuple(found[key] for key in sorted(found))


def _rows(path: Path, direction: str) -> Iterator[tuple[Any, ...]]:  # Any: what a damaged file says
    """Rows from one end, up to the first that cannot be reached."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as connection:
        yield from connection.execute(f"{_ROWS} {direction}, readings.read_at {direction}")


def _entry(*row: Any) -> Entry | None:  # noqa: ANN401 - what a damaged file says
    account, window, label, length, read_at, percent, resets_at, source, confirmed = row
    try:
        content = {
            "account": account,
            "window": window,
            "label": label,
            "length_seconds": length,
            "read_at": moment(read_at),
            "percent": percent,
            "resets_at": None if resets_at is None else moment(resets_at),
            "source": source,
            "confirmed": confirmed == 1,
        }
        return Entry(**vars(Record.model_validate(content)))
    except (ValidationError, TypeError, ValueError, OverflowError, OSError):
        return None
