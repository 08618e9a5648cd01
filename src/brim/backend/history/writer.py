"""Writes entries into the tables: each once, whoever brings it, and only what is news.

Works within the transaction of its caller. This module must not know files, nor what reads the tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.backend.history.entry import TOLERANCE_MS, Change, change, milliseconds, moment, printable, same_span

if TYPE_CHECKING:
    import sqlite3

    from brim.backend.history.entry import Entry
    from brim.model.account import Account

_BEFORE = (
    "SELECT readings.read_at, percent, confirmed, resets_at FROM readings JOIN spans ON spans.id = span"
    " WHERE readings.series = ? AND readings.read_at <= ? ORDER BY readings.read_at DESC LIMIT 1"
)
_NEAR = (
    "SELECT id, resets_at FROM spans WHERE series = :series AND resets_at BETWEEN :end - :slack AND :end + :slack"
    " ORDER BY abs(resets_at - :end)"
)
_ENDLESS = "SELECT id, resets_at FROM spans WHERE series = :series AND resets_at IS NULL"


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
        self._known: dict[tuple[str, str], _Series] = {}
        self._spans: dict[int, tuple[int, int | None]] = {}

    def news(self, entry: Entry) -> Change:
        """What an entry adds to what is there. Writes nothing."""
        return change(entry, self._before(entry))

    def name(self, account: Account) -> None:
        """Keep what a person calls an account."""
        self._connection.execute(
            "INSERT INTO accounts VALUES (:id, :label) ON CONFLICT (id) DO UPDATE SET label = :label"
            " WHERE label <> :label",
            {"id": account.id, "label": printable(account.label)},
        )

    def add(self, entry: Entry) -> bool:
        """Keep an entry if it is news; returns whether it was."""
        before = self._before(entry)
        what = change(entry, before)
        if what is Change.CHANGE:
            self._describe(entry)
            return self._insert(entry)
        return what is Change.AGREEMENT and before is not None and self._confirm(entry, milliseconds(before.read_at))

    def merge(self, entry: Entry) -> bool:
        """Keep an entry of a moment for which there is none yet; returns whether it was one."""
        return self._insert(entry) or (entry.confirmed and self._confirm(entry, milliseconds(entry.read_at)))

    def _before(self, entry: Entry) -> Entry | None:
        series = self._find(entry)
        if series is None:
            return None
        row = self._connection.execute(_BEFORE, (series.id, milliseconds(entry.read_at))).fetchone()
        if row is None:
            return None
        read_at, percent, confirmed, resets_at = row
        end = None if resets_at is None else moment(resets_at)
        return replace(entry, read_at=moment(read_at), percent=percent, confirmed=bool(confirmed), resets_at=end)

    def _insert(self, entry: Entry) -> bool:
        series, read_at = self._make(entry), milliseconds(entry.read_at)
        span = self._span(series, entry)
        row = (series.id, read_at, span, entry.percent, entry.source, entry.confirmed)
        if self._connection.execute("INSERT OR IGNORE INTO readings VALUES (?, ?, ?, ?, ?, ?)", row).rowcount < 1:
            return False
        self._connection.execute(
            "UPDATE spans SET first_at = min(first_at, :at), last_at = max(last_at, :at)"
            " WHERE id = :id AND NOT :at BETWEEN first_at AND last_at",
            {"at": read_at, "id": span},
        )
        return True

    def _confirm(self, entry: Entry, read_at: int) -> bool:
        made = self._connection.execute(
            "UPDATE readings SET confirmed = 1 WHERE series = ? AND read_at = ? AND percent IS ? AND confirmed = 0",
            (self._make(entry).id, read_at, entry.percent),
        )
        return made.rowcount > 0

    def _find(self, entry: Entry) -> _Series | None:
        key = entry.account, entry.window
        if key not in self._known:
            row = self._connection.execute(
                "SELECT id, label, length_seconds FROM series WHERE account = ? AND name = ?", key
            ).fetchone()
            if row is None:
                return None
            self._known[key] = _Series(*row)
        return self._known[key]

    def _make(self, entry: Entry) -> _Series:
        found = self._find(entry)
        if found is None:
            row = entry.account, entry.window, entry.label, entry.length_seconds
            made = self._connection.execute(
                "INSERT INTO series (account, name, label, length_seconds) VALUES (?, ?, ?, ?)", row
            )
            found = self._known[row[:2]] = _Series(made.lastrowid or 0, entry.label, entry.length_seconds)
        return found

    def _describe(self, entry: Entry) -> None:
        """Follow the server when it calls a limit by another name."""
        series = self._make(entry)
        length = entry.length_seconds if entry.length_seconds is not None else series.length_seconds
        if (entry.label, length) != (series.label, series.length_seconds):
            series.label, series.length_seconds = entry.label, length
            self._connection.execute(
                "UPDATE series SET label = ?, length_seconds = ? WHERE id = ?", (entry.label, length, series.id)
            )

    def _span(self, series: _Series, entry: Entry) -> int:
        last = self._spans.get(series.id)
        resets_at = None if entry.resets_at is None else milliseconds(entry.resets_at)
        if last is None or last[1] != resets_at:
            last = self._spans[series.id] = self._nearest(series, entry, resets_at)
        return last[0]

    def _nearest(self, series: _Series, entry: Entry, resets_at: int | None) -> tuple[int, int | None]:
        """The window that an entry belongs to, a new one if need be."""
        sought = {"series": series.id, "end": resets_at, "slack": TOLERANCE_MS}
        for span, end in self._connection.execute(_ENDLESS if resets_at is None else _NEAR, sought):
            if same_span(entry, None if end is None else moment(end)):
                return span, end
        read_at = milliseconds(entry.read_at)
        row = series.id, resets_at, read_at, read_at
        made = self._connection.execute(
            "INSERT INTO spans (series, resets_at, first_at, last_at) VALUES (?, ?, ?, ?)", row
        )
        return made.lastrowid or 0, resets_at
