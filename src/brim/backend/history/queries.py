"""Reads the tables: entries as they were stored, and the curves of windows for forecasts.

Works within a read transaction of its caller. This module must not know files, nor what the results are used for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.forecast.windowcurve import WindowCurve
from brim.backend.history.entry import HistoryEntry, from_milliseconds, to_milliseconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from brim.backend.forecast.windowcurve import Point

MAX_WINDOWS = 300
"""Windows in one result."""
MAX_POINTS = 1_500
"""Points of all curves but the newest, as long as each gets `_MIN_PARTS`; and also of the newest curve alone."""
_MIN_PARTS, _MAX_PARTS = 8, 120

_SPANS = (
    "SELECT id, resets_at FROM spans WHERE series = ? AND last_at > ? AND resets_at IS NOT NULL"
    " ORDER BY resets_at DESC, first_at DESC LIMIT ?"
)
_WHOLE = (
    "SELECT read_at, percent FROM spans JOIN readings ON readings.series = spans.series"
    " WHERE id = :span AND span = :span AND read_at BETWEEN first_at AND last_at AND confirmed AND percent IS NOT NULL"
    " ORDER BY read_at LIMIT :most"
)
_PARTS = """
WITH RECURSIVE part (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM part WHERE number < :parts)
SELECT spans.id, readings.read_at, readings.percent FROM spans JOIN part JOIN readings
ON readings.series = spans.series AND readings.read_at = (
    SELECT max(inner.read_at) FROM readings AS inner
    WHERE inner.series = spans.series AND inner.span = spans.id AND inner.confirmed AND inner.percent IS NOT NULL
    AND inner.read_at > first_at - (number = 0) + (last_at - first_at) * max(number - 1, 0) / :parts
    AND inner.read_at <= first_at + (last_at - first_at) * number / :parts)
WHERE spans.series = :series AND last_at > :since AND resets_at BETWEEN :first AND :last ORDER BY resets_at, number
"""
"""Two index lookups for each part, however many readings there are: scanning all readings would take far longer."""


@dataclass(frozen=True, slots=True)
class LimitSeries:
    """One limit of one account."""

    id: int
    account: str
    window: str
    """Id of the window."""
    label: str
    length_seconds: int | None


def accounts(connection: sqlite3.Connection) -> dict[str, str]:
    """The label of each account that has entries, by its id; the id itself where no label is stored."""
    query = (
        "SELECT DISTINCT account, label FROM (SELECT DISTINCT account FROM series) LEFT JOIN accounts ON id = account"
    )
    return {account: label or account for account, label in connection.execute(f"{query} ORDER BY account")}


def series(connection: sqlite3.Connection) -> tuple[LimitSeries, ...]:
    """Every limit of every account, by account and window."""
    query = "SELECT id, account, name, label, length_seconds FROM series ORDER BY account, name"
    return tuple(LimitSeries(*row) for row in connection.execute(query))


def as_shown(limits: Iterable[LimitSeries], shown: Mapping[str, Sequence[str]]) -> tuple[LimitSeries, ...]:
    """Limits in the order of `shown`, which has the limits of each account that is shown, then all others."""
    accounts = [*shown]

    def place(limit: LimitSeries) -> tuple[int, int]:
        return _index(accounts, limit.account), _index(shown.get(limit.account, ()), limit.window)

    return tuple(sorted(limits, key=place))  # which keeps the others by account and window


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def entries(
    connection: sqlite3.Connection, limit: LimitSeries, since: datetime | None = None
) -> Iterator[HistoryEntry]:
    """The entries of a limit that were read at `since` or later, oldest first."""
    query = (
        "SELECT readings.read_at, percent, resets_at, source, confirmed FROM readings JOIN spans ON spans.id = span"
        " WHERE readings.series = ? AND readings.read_at >= ? ORDER BY readings.read_at"
    )
    begin = 0 if since is None else to_milliseconds(since)
    for read_at, percent, resets_at, source, confirmed in connection.execute(query, (limit.id, begin)):
        yield HistoryEntry(
            account=limit.account,
            window=limit.window,
            label=limit.label,
            length_seconds=limit.length_seconds,
            read_at=from_milliseconds(read_at),
            percent=percent,
            resets_at=None if resets_at is None else from_milliseconds(resets_at),
            source=source,
            confirmed=bool(confirmed),
        )


def first_read_at(connection: sqlite3.Connection, limit: LimitSeries, since: datetime) -> datetime:
    """The time of the first reading in the windows of a limit that were not over at `since`; at the latest `since`."""
    query = "SELECT min(first_at) FROM spans WHERE series = ? AND resets_at > ?"
    [first] = connection.execute(query, (limit.id, to_milliseconds(since))).fetchone()
    return since if first is None else min(since, from_milliseconds(first))


def window_curves(
    connection: sqlite3.Connection, account: str, window: str, since: datetime
) -> tuple[WindowCurve, ...]:
    """The confirmed readings of each window of a limit that was read after `since`, oldest window first.

    At most `MAX_WINDOWS` windows are returned, the newest ones. The newest curve is complete up to `MAX_POINTS`
    readings. An older curve has the first reading, and the last one of each equal part of its time; the number of parts
    depends on the number of windows.
    """
    row = connection.execute("SELECT id FROM series WHERE account = ? AND name = ?", (account, window)).fetchone()
    if row is None:
        return ()
    [limit], since_ms = row, to_milliseconds(since)
    newest_first = connection.execute(_SPANS, (limit, since_ms, MAX_WINDOWS)).fetchall()
    if not newest_first:
        return ()
    points: dict[int, list[Point]] = {span: [] for span, _ in newest_first}
    newest, *older = newest_first
    complete = connection.execute(_WHOLE, {"span": newest[0], "most": MAX_POINTS + 1}).fetchall()
    too_many = len(complete) > MAX_POINTS
    if not too_many:
        points[newest[0]] = [(from_milliseconds(read_at), float(percent)) for read_at, percent in complete]
    for spans, max_parts in ((older, _MAX_PARTS), ([newest] if too_many else [], MAX_POINTS - 1)):
        if spans:
            parts = min(max(MAX_POINTS // len(spans), _MIN_PARTS), max_parts)
            parameters = {"series": limit, "parts": parts, "first": spans[-1][1], "last": spans[0][1]}
            wanted = {span for span, _ in spans}  # after an early reset another window may have the same reset
            for span, read_at, percent in connection.execute(_PARTS, parameters | {"since": since_ms}):
                if span in wanted:
                    points[span].append((from_milliseconds(read_at), float(percent)))
    return tuple(
        WindowCurve(tuple(points[span]), from_milliseconds(reset))
        for span, reset in reversed(newest_first)
        if points[span]
    )


def reset_times(connection: sqlite3.Connection, limit: LimitSeries, since: datetime) -> list[datetime]:
    """The ends of the windows of a limit that were not over at `since`, oldest first."""
    query = "SELECT DISTINCT resets_at FROM spans WHERE series = ? AND resets_at > ? ORDER BY resets_at"
    return [from_milliseconds(end) for [end] in connection.execute(query, (limit.id, to_milliseconds(since)))]
