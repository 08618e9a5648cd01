"""What a year of readings costs: `history.py [--quick]`. Size, and the time of each thing that is done with it.

Two people are simulated, each with the status line told at every answer and a request every five minutes: one at a desk
on weekdays, and one who lets several agents work sixteen hours of every day. Old readings are thinned out on each day
of the year, as the tray does. Nothing is asserted: targets stand beside the figures, and people judge.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import random
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.history import jsonl, queries, retention
from brim.backend.history.entry import Change, Entry, change_from, reading_entries
from brim.backend.history.recorder import FILE_NAME, HistoryRecorder
from brim.backend.history.store import HistoryStore
from brim.backend.history.writer import HistoryWriter
from brim.model.account import Account
from brim.model.usage import Reading, Source, Window
from tests.bench.measure import spread, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ACCOUNT = Account("9f86d081884c7d65", "work", "claude")
END = datetime(2026, 11, 23, tzinfo=UTC)
SESSION, WEEK = timedelta(hours=5), timedelta(days=7)
FABLE = "weekly_scoped:Fable"


@dataclass(frozen=True, slots=True)
class Person:
    """Who works when, and how much."""

    name: str
    hours: range
    days: range
    answer_seconds: float
    """Between two answers of Claude Code while it works."""
    busy: float
    """Share of the hours in which it works."""
    points: float
    """Of the session, used by an hour of work."""


PEOPLE = (
    Person("a desk, weekdays", range(9, 18), range(5), 45.0, 0.5, 22.0),
    Person("agents, 16 h a day", range(7, 23), range(7), 12.0, 0.8, 24.0),
)


class Life:
    """An account that is used."""

    def __init__(self, who: Person, seed: int) -> None:
        """Begin unused."""
        self._who = who
        self._chance = random.Random(seed)
        self._session, self._week, self._scoped = 0.0, 0.0, 0.0
        self._session_ends: datetime | None = None
        self._week_ends = END - timedelta(days=365)

    def day(self, midnight: datetime) -> Iterator[Reading]:
        """All readings of one day that some source gives."""
        now, works, until = midnight, False, midnight
        while now < midnight + timedelta(days=1):
            if now >= until:
                until += timedelta(minutes=self._chance.uniform(5, 60))
                at_work = now.hour in self._who.hours and now.weekday() in self._who.days
                works = at_work and self._chance.random() < self._who.busy
            step = self._chance.expovariate(1 / self._who.answer_seconds) + 1 if works else 300.0
            now += timedelta(seconds=step)
            self._renew(now, works=works)
            if works:
                self._use(step)
            yield self._reading(now, Source.STATUSLINE if works and self._chance.random() < 0.95 else Source.API)

    def _renew(self, now: datetime, *, works: bool) -> None:
        if self._session_ends is not None and now >= self._session_ends:
            self._session, self._session_ends = 0.0, None
        if self._session_ends is None and works:
            self._session_ends = now.replace(minute=0, second=0, microsecond=0) + SESSION
        while now >= self._week_ends:
            self._week, self._scoped = 0.0, 0.0
            self._week_ends += WEEK

    def _use(self, seconds: float) -> None:
        points = self._chance.gammavariate(1, self._who.points * seconds / 3600)
        self._session = min(self._session + points, 100.0)
        self._week = min(self._week + points / 12, 100.0)
        self._scoped = min(self._scoped + points / 8, 100.0)

    def _reading(self, now: datetime, source: Source) -> Reading:
        digits = 1 if source is Source.STATUSLINE else 0
        wander = timedelta(microseconds=self._chance.randrange(900_000))
        ends = None if self._session_ends is None else self._session_ends + wander
        session = round(self._session, digits) if ends is not None else 0.0
        week = round(self._week, digits), self._week_ends + wander
        windows = [
            Window("session", "session", "5-hour session", session, ends, 18_000, source, now),
            Window("weekly_all", "weekly_all", "Weekly", *week, 604_800, source, now),
        ]
        if source is Source.API:
            scoped = round(self._scoped), self._week_ends + wander
            windows.append(Window(FABLE, "weekly_scoped", "Weekly Fable", *scoped, 604_800, source, now))
        return Reading(now, source, tuple(windows))


def main() -> None:
    """Measure all and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundred days, to see that it works")
    days = 100 if parser.parse_args().quick else 365
    for who in PEOPLE:
        with tempfile.TemporaryDirectory() as name:
            _measure(who, days, Path(name))


def _measure(who: Person, days: int, folder: Path) -> None:
    path = folder / FILE_NAME
    seen, prunes, life, last = 0, [], Life(who, 7), dict[str, Entry]()
    store = HistoryStore(path)
    for number in range(days, 0, -1):
        midnight = END - timedelta(days=number)
        with store.writing() as connection:
            writer = HistoryWriter(connection)
            for reading in life.day(midnight):
                for entry in reading_entries(ACCOUNT, reading):
                    seen += 1
                    if (
                        change_from(last.get(entry.window), entry) is not Change.NONE
                    ):  # the store asks the same, and is slower
                        last[entry.window] = entry
                        writer.add(entry)
        with store.writing() as connection:
            prunes.append(_seconds(lambda: retention.prune(connection, midnight + timedelta(days=1))))  # noqa: B023 - at once
    with store.reading() as view:
        assert view is not None
        kept = view.execute("SELECT count(*) FROM readings").fetchone()[0]
    store.close()
    size = path.stat().st_size
    rows = [
        ("", "figure", "target"),
        ("figures seen", f"{seen:,}", ""),
        ("kept", f"{kept:,}", ""),
        ("file", f"{size / 1e6:.2f} MB, {size / kept:.0f} bytes a reading", "10 MB"),
        ("thinning out, once a day", f"{statistics.median(prunes[-30:]) * 1000:.0f} ms", ""),
        *asyncio.run(_uses(folder, life)),
        *_asked(path),
        *_exchange(path, folder),
        ("memory of all this, peak", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB", ""),
    ]
    table(f"{who.name}: {days} days", rows)


async def _uses(folder: Path, life: Life) -> list[tuple[str, str, str]]:
    """What the loop does, one more day long."""
    history, notes = HistoryRecorder(folder, lambda: END), []
    for reading in [*life.day(END)][:600]:
        at = time.perf_counter()
        await history.record(ACCOUNT, reading)
        notes.append(time.perf_counter() - at)
    samples = []
    for _ in range(50):
        at = time.perf_counter()
        await history.window_curves(ACCOUNT.id, "session", since=END - timedelta(days=56))
        samples.append(time.perf_counter() - at)
    await history.aclose()
    return [
        ("first note: import, open, check", f"{notes[0] * 1000:.0f} ms", "not on the loop"),
        ("note, ms", spread(notes[1:]), ""),
        ("courses of session, 56 d, ms", spread(samples), "5 ms"),
    ]


def _asked(path: Path) -> list[tuple[str, str, str]]:
    """Processor time of one answer, which a busy machine does not change much."""
    store, rows = HistoryStore(path), []
    for window, days in (("session", 28), ("session", 56), ("session", 3650), ("weekly_all", 90), ("weekly_all", 3650)):
        samples, points, windows = [], 0, 0
        for _ in range(30):
            began = time.thread_time()
            with store.reading() as view:
                assert view is not None
                found = queries.window_curves(view, ACCOUNT.id, window, END - timedelta(days=days))
            samples.append(time.thread_time() - began)
            points, windows = sum(len(one.points) for one in found), len(found)
        figures = f"{spread(samples)}: {windows} windows, {points} points"
        rows.append((f"  {window}, {days} d, processor ms", figures, "5 ms"))
    store.close()
    return rows


def _exchange(path: Path, folder: Path) -> list[tuple[str, str, str]]:
    store, other = HistoryStore(path), HistoryStore(folder / "other.db")
    lines: list[str] = []

    def export() -> None:
        with store.reading() as view:
            lines[:] = jsonl.export_lines(view)

    def bring() -> None:
        read = jsonl.parse(io.BytesIO("".join(lines).encode()), "bench")
        with other.writing() as connection:
            jsonl.import_entries(connection, read.entries)

    def week() -> None:
        with store.reading() as view:
            assert view is not None
            for series in queries.series(view):
                [*queries.entries(view, series, END - timedelta(days=7))]

    rows = [
        ("export", f"{_seconds(export):.2f} s, {sum(map(len, lines)) / 1e6:.1f} MB", ""),
        ("import into an empty one", f"{_seconds(bring):.2f} s", ""),
        ("the last week's readings", f"{_seconds(week) * 1000:.0f} ms", ""),
        ("all pages checked", f"{_seconds(store.check) * 1000:.0f} ms", "once, when the tray starts"),
    ]
    store.close()
    other.close()
    return rows


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
