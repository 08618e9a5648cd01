"""Readings for a history, and helpers that store and list them."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.history.entry import reading_entries
from brim.backend.history.entrywriter import HistoryWriter
from brim.backend.history.recorder import FILE_NAME, HistoryRecorder
from brim.backend.history.store import HistoryStore
from brim.model.account import Account
from brim.model.usage import Reading, Source, Window

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.forecast.windowcurve import WindowCurve

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
RESET = START + timedelta(hours=5)
WORK = Account("9f86d081884c7d65", "work", "claude")
HOME = Account("60303ae22b998861", "home", "claude")

type Row = tuple[str, str, float, float | None, float | None, str, bool]
"""Account, window, minutes from START to the read, percent, minutes from START to the reset, source, confirmed."""


def reading(
    minutes: float,
    percent: float | None,
    *,
    resets_at: datetime | None = RESET,
    confirmed: bool = True,
    source: Source = Source.API,
) -> Reading:
    """The session, read so many minutes after START."""
    at = START + timedelta(minutes=minutes)
    limit = Window("session", "session", "Session", percent, resets_at, 18_000, source, at, confirmed=confirmed)
    return Reading(at, source, (limit,))


def week(minutes: float, percent: float | None, window: str = "weekly_all", *, days: float = 3) -> Reading:
    """A week that ends so many days after START, read so many minutes after it."""
    at, kind = START + timedelta(minutes=minutes), window.split(":", maxsplit=1)[0]
    limit = Window(window, kind, "Week", percent, START + timedelta(days=days), 604_800, Source.API, at)
    return Reading(at, Source.API, (limit,))


def record(folder: Path, *readings: Reading, account: Account = WORK, now: datetime = START) -> None:
    """Record readings as one process does, and close the history."""

    async def go() -> None:
        history = HistoryRecorder(folder, lambda: now)
        for item in readings:
            await history.record(account, item)
        await history.aclose()

    asyncio.run(go())


def record_in_one_write(folder: Path, *readings: Reading) -> None:
    """Record many readings in one transaction."""
    store = HistoryStore(folder / FILE_NAME)
    with store.writing() as connection:
        writer = HistoryWriter(connection)
        for item in readings:
            for entry in reading_entries(WORK, item):
                writer.add(entry)
    store.close()


def window_curves(
    folder: Path, window: str = "session", *, account: Account = WORK, days: float = 365
) -> tuple[WindowCurve, ...]:
    """The curves that a new process reads from the history."""

    async def go() -> tuple[WindowCurve, ...]:
        history = HistoryRecorder(folder)
        try:
            return await history.window_curves(account.id, window, since=START - timedelta(days=days))
        finally:
            await history.aclose()

    return asyncio.run(go())


def rows(folder: Path) -> list[Row]:
    """All rows of the file, sorted by account, window and time."""
    query = (
        "SELECT account, name, readings.read_at, percent, resets_at, source, confirmed FROM readings"
        " JOIN series ON series.id = readings.series JOIN spans ON spans.id = span ORDER BY account, name, read_at"
    )
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return [
            (
                account,
                name,
                minutes_from_start(read_at),
                percent,
                resets_at and minutes_from_start(resets_at),
                source,
                bool(confirmed),
            )
            for account, name, read_at, percent, resets_at, source, confirmed in connection.execute(query)
        ]


def percent_rows(folder: Path) -> list[tuple[float, float | None]]:
    """Minutes and percent of all rows of the file."""
    return [(at, percent) for _, _, at, percent, _, _, _ in rows(folder)]


def minutes_from_start(milliseconds: int) -> float:
    """Minutes from START to a time in the file, which is in milliseconds since the epoch."""
    return (milliseconds / 1000 - START.timestamp()) / 60
