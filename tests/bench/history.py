"""The cost of a year of readings: `history.py [--quick]`. Its size, and the time of each operation.

Two people are simulated, each with the status line at every answer and a request every five minutes: one at a desk on
weekdays, and one whose agents work sixteen hours on every day. Old readings are thinned out on each day of the year, as
the tray does. Nothing is asserted: the targets are printed beside the figures, for people to compare.
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
from brim.backend.history.entry import EntryChange, HistoryEntry, change_from, reading_entries
from brim.backend.history.entrywriter import HistoryWriter
from brim.backend.history.recorder import FILE_NAME, HistoryRecorder
from brim.backend.history.store import HistoryStore
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
    """The hours of a person's work, and the amount of use."""

    name: str
    hours: range
    days: range
    answer_seconds: float
    """Mean time between two answers of Claude Code while it works."""
    busy: float
    """The share of the hours in which Claude Code works."""
    points: float
    """Percentage points of the session that an hour of work uses."""


PEOPLE = (
    Person("a desk, weekdays", range(9, 18), range(5), 45.0, 0.5, 22.0),
    Person("agents, 16 h a day", range(7, 23), range(7), 12.0, 0.8, 24.0),
)


class SimulatedAccount:
    """An account that is used by a person."""

    def __init__(self, person: Person, seed: int) -> None:
        """Start without any use."""
        self._person = person
        self._rng = random.Random(seed)
        self._session, self._week, self._scoped = 0.0, 0.0, 0.0
        self._session_ends: datetime | None = None
        self._week_ends = END - timedelta(days=365)

    def day(self, midnight: datetime) -> Iterator[Reading]:
        """All readings of one day, from all sources."""
        now, works, until = midnight, False, midnight
        while now < midnight + timedelta(days=1):
            if now >= until:
                until += timedelta(minutes=self._rng.uniform(5, 60))
                at_work = now.hour in self._person.hours and now.weekday() in self._person.days
                works = at_work and self._rng.random() < self._person.busy
            step = self._rng.expovariate(1 / self._person.answer_seconds) + 1 if works else 300.0
            now += timedelta(seconds=step)
            self._renew(now, works=works)
            if works:
                self._use(step)
            yield self._reading(now, Source.STATUSLINE if works and self._rng.random() < 0.95 else Source.API)

    def _renew(self, now: datetime, *, works: bool) -> None:
        if self._session_ends is not None and now >= self._session_ends:
            self._session, self._session_ends = 0.0, None
        if self._session_ends is None and works:
            self._session_ends = now.replace(minute=0, second=0, microsecond=0) + SESSION
        while now >= self._week_ends:
            self._week, self._scoped = 0.0, 0.0
            self._week_ends += WEEK

    def _use(self, seconds: float) -> None:
        points = self._rng.gammavariate(1, self._person.points * seconds / 3600)
        self._session = min(self._session + points, 100.0)
        self._week = min(self._week + points / 12, 100.0)
        self._scoped = min(self._scoped + points / 8, 100.0)

    def _reading(self, now: datetime, source: Source) -> Reading:
        digits = 1 if source is Source.STATUSLINE else 0
        jitter = timedelta(microseconds=self._rng.randrange(900_000))
        ends = None if self._session_ends is None else self._session_ends + jitter
        session = round(self._session, digits) if ends is not None else 0.0
        week = round(self._week, digits), self._week_ends + jitter
        windows = [
            Window("session", "session", "Session", session, ends, 18_000, source, now),
            Window("weekly_all", "weekly_all", "Week", *week, 604_800, source, now),
        ]
        if source is Source.API:
            scoped = round(self._scoped), self._week_ends + jitter
            windows.append(Window(FABLE, "weekly_scoped", "Fable (week)", *scoped, 604_800, source, now))
        return Reading(now, source, tuple(windows))


def main() -> None:
    """Measure all and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundred days, to check that it works")
    days = 100 if parser.parse_args().quick else 365
    for person in PEOPLE:
        with tempfile.TemporaryDirectory() as name:
            _measure(person, days, Path(name))


def _measure(person: Person, days: int, folder: Path) -> None:
    path = folder / FILE_NAME
    figure_count, prune_times, account, last_entries = 0, [], SimulatedAccount(person, 7), dict[str, HistoryEntry]()
    store = HistoryStore(path)
    for number in range(days, 0, -1):
        midnight = END - timedelta(days=number)
        with store.writing() as connection:
            writer = HistoryWriter(connection)
            for reading in account.day(midnight):
                for entry in reading_entries(ACCOUNT, reading):
                    figure_count += 1
                    if (
                        change_from(last_entries.get(entry.window), entry) is not EntryChange.NONE
                    ):  # the store asks the same, and is slower
                        last_entries[entry.window] = entry
                        writer.add(entry)
        with store.writing() as connection:
            prune_times.append(_seconds(lambda: retention.prune(connection, midnight + timedelta(days=1))))  # noqa: B023 - at once
    with store.reading() as view:
        assert view is not None
        stored = view.execute("SELECT count(*) FROM readings").fetchone()[0]
    store.close()
    size = path.stat().st_size
    rows = [
        ("", "figure", "target"),
        ("figures read", f"{figure_count:,}", ""),
        ("stored", f"{stored:,}", ""),
        ("file", f"{size / 1e6:.2f} MB, {size / stored:.0f} bytes a reading", "10 MB"),
        ("thinning out, once a day", f"{statistics.median(prune_times[-30:]) * 1000:.0f} ms", ""),
        *asyncio.run(_recorder_times(folder, account)),
        *_query_times(path),
        *_transfer_times(path, folder),
        ("memory of all this, peak", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB", ""),
    ]
    table(f"{person.name}: {days} days", rows)


async def _recorder_times(folder: Path, account: SimulatedAccount) -> list[tuple[str, str, str]]:
    """The times of what the tray does on one more day."""
    history, record_times = HistoryRecorder(folder, lambda: END), []
    for reading in [*account.day(END)][:600]:
        at = time.perf_counter()
        await history.record(ACCOUNT, reading)
        record_times.append(time.perf_counter() - at)
    samples = []
    for _ in range(50):
        at = time.perf_counter()
        await history.window_curves(ACCOUNT.id, "session", since=END - timedelta(days=56))
        samples.append(time.perf_counter() - at)
    await history.aclose()
    return [
        ("first record: import, open, check", f"{record_times[0] * 1000:.0f} ms", "not on the loop"),
        ("record, ms", spread(record_times[1:]), ""),
        ("curves of session, 56 d, ms", spread(samples), "5 ms"),
    ]


def _query_times(path: Path) -> list[tuple[str, str, str]]:
    """The processor time of queries, which depends little on other processes."""
    store, rows = HistoryStore(path), []
    for window, days in (("session", 28), ("session", 56), ("session", 3650), ("weekly_all", 90), ("weekly_all", 3650)):
        samples, points, windows = [], 0, 0
        for _ in range(30):
            began = time.thread_time()
            with store.reading() as view:
                assert view is not None
                curves = queries.window_curves(view, ACCOUNT.id, window, END - timedelta(days=days))
            samples.append(time.thread_time() - began)
            points, windows = sum(len(curve.points) for curve in curves), len(curves)
        figures = f"{spread(samples)}: {windows} windows, {points} points"
        rows.append((f"  {window}, {days} d, processor ms", figures, "5 ms"))
    store.close()
    return rows


def _transfer_times(path: Path, folder: Path) -> list[tuple[str, str, str]]:
    store, other = HistoryStore(path), HistoryStore(folder / "other.db")
    lines: list[str] = []

    def export() -> None:
        with store.reading() as view:
            lines[:] = jsonl.export_lines(view)

    def import_lines() -> None:
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
        ("import into an empty one", f"{_seconds(import_lines):.2f} s", ""),
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
