"""Reads the tables: entries as they were kept, and the courses of windows for whoever reckons with them.

Works within the view of its caller. This module must not know files, nor what is made of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.forecast.windowcurve import WindowCurve
from brim.backend.history.entry import Entry, milliseconds, moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.forecast.windowcurve import Point

MOST_COURSES = 300
"""Windows in one answer."""
MOST_POINTS = 1_500
"""Points of all courses but the newest, as long as each keeps `_FEWEST_PARTS`; and, for itself, of the newest."""
_FEWEST_PARTS, _MOST_PARTS = 8, 120

_SPANS = (
    "SELECT id, resets_at FROM spans WHERE series = ? AND last_at > ? AND resets_at IS NOT NULL"
    " ORDER BY resets_at DESC LIMIT ?"
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
"""Two steps down the tree for each part, however many readings there are: a scan of them would take far longer."""


@dataclass(frozen=True, slots=True)
class Series:
    """One limit of one account."""

    id: int
    account: str
    window: str
    """Id of the window."""
    label: str
    length_seconds: int | None


def accounts(connection: sqlite3.Connection) -> dict[str, str]:
    """What a person calls each account that has entries, by its id; the id itself when nobody said."""
    query = (
        "SELECT DISTINCT account, label FROM (SELECT DISTINCT account FROM series) LEFT JOIN accounts ON id = account"
    )
    return {account: label or account for account, label in connection.execute(f"{query} ORDER BY account")}


def series(connection: sqlite3.Connection) -> tuple[Series, ...]:
    """Every limit of every account, by account and window."""
    query = "SELECT id, account, name, label, length_seconds FROM series ORDER BY account, name"
    return tuple(Series(*row) for row in connection.execute(query))


def entries(connection: sqlite3.Connection, of: Series, since: datetime | None = None) -> Iterator[Entry]:
    """The entries of a limit read at `since` or later, oldest first."""
    query = (
        "SELECT readings.read_at, percent, resets_at, source, confirmed FROM readings JOIN spans ON spans.id = span"
        " WHERE readings.series = ? AND readings.read_at >= ? ORDER BY readings.read_at"
    )
    begin = 0 if since is None else milliseconds(since)
    for read_at, percent, resets_at, source, confirmed in connection.execute(query, (of.id, begin)):
        yield Entry(
            account=of.account,
            window=of.window,
            label=of.label,
            length_seconds=of.length_seconds,
            read_at=moment(read_at),
            percent=percent,
            resets_at=None if resets_at is None else moment(resets_at),
            source=source,
            confirmed=bool(confirmed),
        )


def begin(connection: sqlite3.Connection, of: Series, since: datetime) -> datetime:
    """When the first reading was made of those windows of a limit that were not over at `since`."""
    query = "SELECT min(first_at) FROM spans WHERE series = ? AND resets_at > ?"
    [first] = connection.execute(query, (of.id, milliseconds(since))).fetchone()
    return since if first is None else min(since, moment(first))


def window_curves(
    connection: sqlite3.Connection, account: str, window: str, since: datetime
) -> tuple[WindowCurve, ...]:
    """The confirmed readings of each window of a limit that held any after `since`, oldest window first.

    The newest course is whole, however many of its figures are tenths of a percent. Of an older one there is the first
    reading and the last of each equal part of its time; how many parts depends on how many windows there are, of which
    the newest `MOST_COURSES` are told.
    """
    of = connection.execute("SELECT id FROM series WHERE account = ? AND name = ?", (account, window)).fetchone()
    newest_first = () if of is None else connection.execute(_SPANS, (*of, milliseconds(since), MOST_COURSES)).fetchall()
    if not newest_first:
        return ()
    found: dict[int, list[Point]] = {span: [] for span, _ in reversed(newest_first)}
    newest, *older = newest_first
    whole = connection.execute(_WHOLE, {"span": newest[0], "most": MOST_POINTS + 1}).fetchall()
    if len(whole) <= MOST_POINTS:
        found[newest[0]] = [(moment(read_at), float(percent)) for read_at, percent in whole]
    for spans, most in ((older, _MOST_PARTS), ([newest] if len(whole) > MOST_POINTS else [], MOST_POINTS - 1)):
        if spans:
            parts = min(max(MOST_POINTS // len(spans), _FEWEST_PARTS), most)
            asked = {"series": of[0], "parts": parts, "first": spans[-1][1], "last": spans[0][1]}
            for span, read_at, percent in connection.execute(_PARTS, asked | {"since": milliseconds(since)}):
                found[span].append((moment(read_at), float(percent)))
    return tuple(WindowCurve(tuple(found[span]), moment(end)) for span, end in reversed(newest_first) if found[span])
