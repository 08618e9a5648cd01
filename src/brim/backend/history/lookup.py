"""Reads the tables: entries as they were kept, and the courses of windows for whoever reckons with them.

Works within the view of its caller. This module must not know files, nor what is made of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from brim.backend.forecast.course import Course
from brim.backend.history.entry import Entry, milliseconds, moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.forecast.course import Point

MOST_POINTS = 4_000
"""Points of all courses in one answer, but for the newest course, of which there are at most as many again."""
_FEWEST = 12
"""Points that are left of a course however many courses there are."""


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


def courses(connection: sqlite3.Connection, account: str, window: str, since: datetime) -> tuple[Course, ...]:
    """The confirmed readings of each window of a limit that held any after `since`, oldest window first.

    The newest course is whole; older ones are thinned so that there are not more than `MOST_POINTS` in all.
    """
    of = connection.execute("SELECT id FROM series WHERE account = ? AND name = ?", (account, window)).fetchone()
    if of is None:
        return ()
    spans = connection.execute(
        "SELECT id, resets_at, first_at FROM spans WHERE series = ? AND last_at > ? AND resets_at IS NOT NULL"
        " ORDER BY resets_at",
        (*of, milliseconds(since)),
    ).fetchall()
    if not spans:
        return ()
    begin = min(first_at for _, _, first_at in spans)
    rows = connection.execute(
        "SELECT span, read_at, percent FROM readings WHERE series = ? AND read_at >= ? AND confirmed"
        " AND percent IS NOT NULL ORDER BY read_at",
        (*of, begin),
    )
    found: dict[int, list[tuple[int, float]]] = {span: [] for span, _, _ in spans}
    for span, group in groupby(rows, key=lambda row: row[0]):
        if span in found:
            found[span] += [(read_at, percent) for _, read_at, percent in group]
    most = max(MOST_POINTS // len(spans), _FEWEST)
    newest = spans[-1][0]
    return tuple(
        Course(_points(found[span], MOST_POINTS if span == newest else most), moment(resets_at))
        for span, resets_at, _ in spans
        if found[span]
    )


def _points(rows: list[tuple[int, float]], most: int) -> tuple[Point, ...]:
    """The first row and the last one of each of `most` - 1 equal parts of the time."""
    if len(rows) > most:
        begin, width = rows[0][0], (rows[-1][0] - rows[0][0]) / (most - 1) + 1
        last = {int((read_at - begin) / width): (read_at, percent) for read_at, percent in rows[1:]}
        rows = [rows[0], *last.values()]
    return tuple((moment(read_at), percent) for read_at, percent in rows)
