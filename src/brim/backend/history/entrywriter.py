"""Writes entries into the tables: each change once, whichever process or source reports it.

Works within the transaction of its caller. This module must not know files, nor what reads the tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.backend.history.entry import (
    RESET_TOLERANCE_MS,
    EntryChange,
    belongs_to_window,
    change_from,
    from_milliseconds,
    printable_text,
    to_milliseconds,
)
from brim.backend.readings.earlyresets import is_early_reset
from brim.backend.readings.figures import window_ended

if TYPE_CHECKING:
    import sqlite3

    from brim.backend.history.entry import HistoryEntry
    from brim.model.account import Account

_PREVIOUS = (
    "SELECT readings.read_at, percent, confirmed, resets_at FROM readings JOIN spans ON spans.id = span"
    " WHERE readings.series = ? AND readings.read_at <= ? ORDER BY readings.read_at DESC LIMIT 1"
)
_SPANS_NEAR_RESET = (
    "SELECT id, resets_at, first_at FROM spans"
    " WHERE series = :series AND resets_at BETWEEN :end - :slack AND :end + :slack"
    " ORDER BY first_at > :at, CASE WHEN first_at > :at THEN first_at ELSE -first_at END, abs(resets_at - :end)"
)
"""After an early reset two windows may have the same reset: an entry belongs to the newest that had begun by then."""
_SPANS_WITHOUT_RESET = "SELECT id, resets_at, first_at FROM spans WHERE series = :series AND resets_at IS NULL"
_SPAN_BEFORE = (
    "SELECT id, resets_at, first_at, last_at FROM spans WHERE series = ? AND first_at <= ? AND resets_at IS NOT NULL"
    " ORDER BY first_at DESC LIMIT 1"
)
_LAST_CONFIRMED = (
    "SELECT read_at, percent FROM readings WHERE series = ? AND span = ? AND read_at >= ? AND read_at < ? AND confirmed"
    " ORDER BY read_at DESC LIMIT 1"
)
"""Without the start of the window the whole series would be searched for each new window."""


@dataclass(frozen=True, slots=True)
class _Span:
    """One window of a limit, as the table has it; times in milliseconds since the epoch."""

    id: int
    resets_at: int | None
    first_at: int


@dataclass(slots=True)
class _Series:
    """One limit of one account, as the table has it."""

    id: int
    label: str
    length_seconds: int | None


class HistoryWriter:
    """The tables, for the time of one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Write through `connection`; a caller that writes has begun a transaction."""
        self._connection = connection
        self._series: dict[tuple[str, str], _Series] = {}
        self._last_spans: dict[int, _Span] = {}

    def change_for(self, entry: HistoryEntry) -> EntryChange:
        """What an entry adds to the stored entries. Writes nothing."""
        return change_from(self._previous(entry), entry)

    def save_label(self, account: Account) -> None:
        """Store the label of an account."""
        self._connection.execute(
            "INSERT INTO accounts VALUES (:id, :label) ON CONFLICT (id) DO UPDATE SET label = :label"
            " WHERE label <> :label",
            {"id": account.id, "label": printable_text(account.label)},
        )

    def add(self, entry: HistoryEntry) -> bool:
        """Store an entry if it is a change; returns whether it was stored."""
        previous = self._previous(entry)
        change = change_from(previous, entry)
        if change is EntryChange.CHANGE:
            self._update_series(entry)
            return self._insert(entry)
        if change is EntryChange.AGREEMENT and previous is not None:
            return self._confirm(entry, to_milliseconds(previous.read_at))
        return False

    def merge(self, entry: HistoryEntry) -> bool:
        """Store an entry if its time has none yet, or confirms it; returns whether something was stored."""
        return self._insert(entry) or (entry.confirmed and self._confirm(entry, to_milliseconds(entry.read_at)))

    def _previous(self, entry: HistoryEntry) -> HistoryEntry | None:
        series = self._find_series(entry)
        if series is None:
            return None
        row = self._connection.execute(_PREVIOUS, (series.id, to_milliseconds(entry.read_at))).fetchone()
        if row is None:
            return None
        read_at, percent, confirmed, resets_at = row
        return replace(
            entry,
            read_at=from_milliseconds(read_at),
            percent=percent,
            confirmed=bool(confirmed),
            resets_at=None if resets_at is None else from_milliseconds(resets_at),
        )

    def _insert(self, entry: HistoryEntry) -> bool:
        series, read_at = self._find_or_add_series(entry), to_milliseconds(entry.read_at)
        span = self._span(series, entry)
        row = (series.id, read_at, span.id, entry.percent, entry.source, entry.confirmed)
        if self._connection.execute("INSERT OR IGNORE INTO readings VALUES (?, ?, ?, ?, ?, ?)", row).rowcount < 1:
            return False
        if entry.confirmed and self._cut(series, span, entry):
            return True
        self._connection.execute(
            "UPDATE spans SET first_at = min(first_at, :at), last_at = max(last_at, :at)"
            " WHERE id = :id AND NOT :at BETWEEN first_at AND last_at",
            {"at": read_at, "id": span.id},
        )
        return True

    def _confirm(self, entry: HistoryEntry, read_at: int) -> bool:
        series = self._find_or_add_series(entry)
        cursor = self._connection.execute(
            "UPDATE readings SET confirmed = 1 WHERE series = ? AND read_at = ? AND percent IS ? AND confirmed = 0",
            (series.id, read_at, entry.percent),
        )
        if cursor.rowcount < 1:
            return False
        first = replace(entry, read_at=from_milliseconds(read_at))
        self._cut(series, self._span(series, first), first)
        return True

    def _cut(self, series: _Series, span: _Span, entry: HistoryEntry) -> bool:
        """Begin another window with a stored confirmed entry, if the limit was reset early before it."""
        read_at = to_milliseconds(entry.read_at)
        row = self._connection.execute(_LAST_CONFIRMED, (series.id, span.id, span.first_at, read_at)).fetchone()
        before = None if row is None else replace(entry, read_at=from_milliseconds(row[0]), percent=row[1])
        if before is None or not is_early_reset(before, entry, reset_moves=entry.reset_moves):
            return False
        new = self._last_spans[series.id] = self._add_span(series, span.resets_at, read_at)
        self._connection.execute(
            "UPDATE readings SET span = ? WHERE series = ? AND span = ? AND read_at >= ?",
            (new.id, series.id, span.id, read_at),
        )
        self._connection.execute(
            "UPDATE spans SET last_at = (SELECT max(read_at) FROM readings WHERE series = ? AND span = id)"
            " WHERE id IN (?, ?)",
            (series.id, span.id, new.id),
        )
        return True

    def _find_series(self, entry: HistoryEntry) -> _Series | None:
        key = entry.account, entry.window
        if key not in self._series:
            row = self._connection.execute(
                "SELECT id, label, length_seconds FROM series WHERE account = ? AND name = ?", key
            ).fetchone()
            if row is None:
                return None
            self._series[key] = _Series(*row)
        return self._series[key]

    def _find_or_add_series(self, entry: HistoryEntry) -> _Series:
        series = self._find_series(entry)
        if series is None:
            row = entry.account, entry.window, entry.label, entry.length_seconds
            cursor = self._connection.execute(
                "INSERT INTO series (account, name, label, length_seconds) VALUES (?, ?, ?, ?)", row
            )
            series = self._series[row[:2]] = _Series(cursor.lastrowid or 0, entry.label, entry.length_seconds)
        return series

    def _update_series(self, entry: HistoryEntry) -> None:
        """Take over the label and the length of a limit when the server has changed them."""
        series = self._find_or_add_series(entry)
        length = entry.length_seconds if entry.length_seconds is not None else series.length_seconds
        if (entry.label, length) != (series.label, series.length_seconds):
            series.label, series.length_seconds = entry.label, length
            self._connection.execute(
                "UPDATE series SET label = ?, length_seconds = ? WHERE id = ?", (entry.label, length, series.id)
            )

    def _span(self, series: _Series, entry: HistoryEntry) -> _Span:
        """The window that an entry belongs to; the last one used is remembered."""
        last = self._last_spans.get(series.id)
        resets_at = None if entry.resets_at is None else to_milliseconds(entry.resets_at)
        if last is None or last.resets_at != resets_at or last.first_at > to_milliseconds(entry.read_at):
            last = self._last_spans[series.id] = self._find_or_add_span(series, entry, resets_at)
        return last

    def _find_or_add_span(self, series: _Series, entry: HistoryEntry, resets_at: int | None) -> _Span:
        query = _SPANS_NEAR_RESET if resets_at is not None else _SPANS_WITHOUT_RESET
        read_at = to_milliseconds(entry.read_at)
        parameters = {"series": series.id, "end": resets_at, "slack": RESET_TOLERANCE_MS, "at": read_at}
        for span, end, first_at in self._connection.execute(query, parameters):
            if belongs_to_window(entry, None if end is None else from_milliseconds(end)):
                return _Span(span, end, first_at)
        moved = self._moved_span(series, entry) if entry.reset_moves and resets_at is not None else None
        return moved or self._add_span(series, resets_at, read_at)

    def _moved_span(self, series: _Series, entry: HistoryEntry) -> _Span | None:
        """The running window whose reset the vendor has moved to that of the entry; None where another one began."""
        read_at = to_milliseconds(entry.read_at)
        row = self._connection.execute(_SPAN_BEFORE, (series.id, read_at)).fetchone()
        if row is None or entry.resets_at is None:
            return None
        span, end, first_at, last_at = row
        last = self._connection.execute(_LAST_CONFIRMED, (series.id, span, first_at, read_at)).fetchone()
        if last is not None:
            when, percent = from_milliseconds(last[0]), last[1]
            before = replace(entry, read_at=when, percent=percent, resets_at=from_milliseconds(end))
            if window_ended(before, entry) or is_early_reset(before, entry, reset_moves=True):
                return None
        if read_at < last_at:
            return _Span(span, end, first_at)  # a late entry: the newest one says when the window resets
        newest = to_milliseconds(entry.resets_at)
        self._connection.execute("UPDATE spans SET resets_at = ? WHERE id = ?", (newest, span))
        return _Span(span, newest, first_at)

    def _add_span(self, series: _Series, resets_at: int | None, read_at: int) -> _Span:
        cursor = self._connection.execute(
            "INSERT INTO spans (series, resets_at, first_at, last_at) VALUES (?, ?, ?, ?)",
            (series.id, resets_at, read_at, read_at),
        )
        return _Span(cursor.lastrowid or 0, resets_at, read_at)
