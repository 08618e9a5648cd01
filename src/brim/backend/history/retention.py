"""What becomes of old entries: all of them for 90 days, then the highest of each hour, after a year that of each day.

Hours and days are those of UTC, and each window keeps its own highest entry, so what a past window reached stays known
for ever. Doubtful entries that nobody confirmed go after the 90 days. Nothing is made up: what stays is what was read.
This module must not know files, nor when it is called.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.history.entry import milliseconds

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

RAW = timedelta(days=90)
HOURLY = timedelta(days=365)
IN_MEMORY = timedelta(hours=1)
"""What is kept in memory only, for a simulated account, goes altogether after so long."""
EVERY = timedelta(days=1)
"""Old entries are looked through so often."""

_HOUR, _DAY = 3_600_000, 86_400_000
_PRUNED = "pruned_at"
_DOUBTS = "DELETE FROM readings WHERE read_at < ? AND NOT confirmed"
_LOWER = """
DELETE FROM readings WHERE read_at < :before AND EXISTS (
    SELECT 1 FROM readings AS other
    WHERE other.series = readings.series AND other.span = readings.span
    AND other.read_at >= readings.read_at - readings.read_at % :part
    AND other.read_at < readings.read_at - readings.read_at % :part + :part
    AND (ifnull(other.percent, -1), readings.read_at) > (ifnull(readings.percent, -1), other.read_at))
"""
"""Entries beside which the same part of time has a higher one of the same window, or the same one earlier."""
_EMPTY = """
DELETE FROM spans WHERE NOT EXISTS (
    SELECT 1 FROM readings WHERE readings.series = spans.series AND readings.span = spans.id
    AND read_at BETWEEN first_at AND last_at)
"""
"""Windows of which nothing is left."""


def due(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether old entries have not been looked through for long."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (_PRUNED,)).fetchone()
    return row is None or not 0 <= milliseconds(now) - row[0] < EVERY.total_seconds() * 1_000


def prune(connection: sqlite3.Connection, now: datetime) -> int:
    """Thin out what is old; returns how many entries went. Needs a transaction."""
    gone = 0
    for age, part in ((RAW, _HOUR), (HOURLY, _DAY)):
        before = milliseconds(now - age)
        before -= before % part  # an hour or a day that is not over stays whole
        if part == _HOUR:
            gone += connection.execute(_DOUBTS, (before,)).rowcount
        gone += connection.execute(_LOWER, {"before": before, "part": part}).rowcount
    _tidy(connection, now)
    return gone


def forget(connection: sqlite3.Connection, now: datetime) -> int:
    """Let go of what was kept in memory too long; returns how many entries went. Needs a transaction."""
    gone = connection.execute("DELETE FROM readings WHERE read_at < ?", (milliseconds(now - IN_MEMORY),)).rowcount
    _tidy(connection, now)
    return gone


def _tidy(connection: sqlite3.Connection, now: datetime) -> None:
    connection.execute(_EMPTY)
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (_PRUNED, milliseconds(now)))
