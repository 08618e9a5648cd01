"""Thins out old entries: all stay for 90 days, then the highest of each hour, after a year the highest of each day.

Hours and days are those of UTC, and each window has its own highest entry, so the usage that a past window reached
stays known for ever. Unconfirmed entries are removed after the 90 days. No entry is computed: the remaining ones are
entries that were read. This module must not know files, nor when it is called.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.history.entry import to_milliseconds

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

_ALL_ENTRIES = timedelta(days=90)
_HOURLY_ENTRIES = timedelta(days=365)
_IN_MEMORY = timedelta(hours=1)
"""Entries that are stored in memory only, for a simulated account, are all removed after this time."""
_INTERVAL = timedelta(days=1)
"""Time between two prunings."""

_HOUR_MS, _DAY_MS = 3_600_000, 86_400_000
_PRUNED_AT = "pruned_at"
_DELETE_UNCONFIRMED = "DELETE FROM readings WHERE read_at < ? AND NOT confirmed"
_DELETE_LOWER = """
DELETE FROM readings WHERE read_at < :before AND EXISTS (
    SELECT 1 FROM readings AS other
    WHERE other.series = readings.series AND other.span = readings.span
    AND other.read_at >= readings.read_at - readings.read_at % :part
    AND other.read_at < readings.read_at - readings.read_at % :part + :part
    AND (ifnull(other.percent, -1), readings.read_at) > (ifnull(readings.percent, -1), other.read_at))
"""
"""An entry is removed when the same window has, in the same hour or day, a higher entry or the same one earlier."""
_DELETE_EMPTY_WINDOWS = """
DELETE FROM spans WHERE NOT EXISTS (
    SELECT 1 FROM readings WHERE readings.series = spans.series AND readings.span = spans.id
    AND read_at BETWEEN first_at AND last_at)
"""


def is_due(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether the last pruning was a day or more ago."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (_PRUNED_AT,)).fetchone()
    return row is None or not 0 <= to_milliseconds(now) - row[0] < _INTERVAL.total_seconds() * 1_000


def prune(connection: sqlite3.Connection, now: datetime) -> int:
    """Thin out old entries; returns how many were removed. Needs a transaction."""
    removed = 0
    for age, part in ((_ALL_ENTRIES, _HOUR_MS), (_HOURLY_ENTRIES, _DAY_MS)):
        before = to_milliseconds(now - age)
        before -= before % part  # an hour or a day that is not over stays complete
        if part == _HOUR_MS:
            removed += connection.execute(_DELETE_UNCONFIRMED, (before,)).rowcount
        removed += connection.execute(_DELETE_LOWER, {"before": before, "part": part}).rowcount
    _finish(connection, now)
    return removed


def prune_memory(connection: sqlite3.Connection, now: datetime) -> int:
    """Remove what has been in memory for too long; returns how many entries were removed. Needs a transaction."""
    before = to_milliseconds(now - _IN_MEMORY)
    removed = connection.execute("DELETE FROM readings WHERE read_at < ?", (before,)).rowcount
    _finish(connection, now)
    return removed


def _finish(connection: sqlite3.Connection, now: datetime) -> None:
    connection.execute(_DELETE_EMPTY_WINDOWS)
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (_PRUNED_AT, to_milliseconds(now)))
