"""Old readings are thinned out, and a file of an earlier version is migrated."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.history import retention, schema
from brim.backend.history.recorder import FILE_NAME, HistoryRecorder
from brim.backend.history.store import HistoryStore
from tests.support.historyrecords import (
    RESET,
    START,
    WORK,
    percent_rows,
    reading,
    record,
    record_in_one_write,
    week,
    window_curves,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

DAY = 24 * 60
DAYS_90, DAYS_365 = START + timedelta(days=91), START + timedelta(days=366)
LATER = RESET + timedelta(hours=5)


def prune(folder: Path, now: datetime) -> int:
    """Thin out as of some time; returns the number of removed entries."""
    store = HistoryStore(folder / FILE_NAME)
    with store.writing() as connection:
        removed = retention.prune(connection, now)
    store.close()
    return removed


def test_no_entry_is_removed_for_90_days(tmp_path: Path) -> None:
    """No entry is removed before it is 90 days old."""
    record_in_one_write(tmp_path, *(reading(minute, minute / 10) for minute in range(200)))

    assert 0 == prune(tmp_path, START + timedelta(days=90))
    assert 200 == len(percent_rows(tmp_path))


def test_after_90_days_the_highest_of_each_hour_stays(tmp_path: Path) -> None:
    """After 90 days the highest figure of each window in each hour stays, at its own time."""
    record_in_one_write(
        tmp_path,
        *(reading(minute, minute // 7) for minute in range(0, 180, 7)),
        reading(190, 60, confirmed=False),
        reading(185, 30),
        reading(200, 33),
    )
    removed = prune(tmp_path, DAYS_90)

    assert [(56, 8), (119, 17), (175, 25), (200, 33)] == percent_rows(tmp_path)
    assert 28 - 4 == removed - 1
    assert 0 == prune(tmp_path, DAYS_90)


def test_after_a_year_the_highest_of_each_day_stays(tmp_path: Path) -> None:
    """The usage that each past window reached stays known, also where a day had several windows."""
    record_in_one_write(
        tmp_path,
        *(reading(minute, minute / 10) for minute in range(0, 300, 20)),
        *(reading(300 + minute, minute / 10, resets_at=LATER) for minute in range(0, 300, 20)),
        *(week(minute, minute / 100) for minute in (0, DAY)),
    )
    prune(tmp_path, DAYS_365 + timedelta(days=2))

    assert [(280, 28.0), (580, 28.0), (0, 0.0), (DAY, 14.4)] == percent_rows(tmp_path)
    assert [28.0, 28.0] == [curve.points[-1][1] for curve in window_curves(tmp_path)]


def test_after_a_year_both_sides_of_an_early_reset_stay(tmp_path: Path) -> None:
    """A window that was reset early keeps what it had reached by then, and what was used after, for ever."""
    record_in_one_write(tmp_path, reading(0, 50), reading(60, 96), reading(70, 2), reading(120, 30), reading(200, 41))
    prune(tmp_path, DAYS_365 + timedelta(days=2))

    assert [(60, 96.0), (200, 41.0)] == percent_rows(tmp_path)
    assert [[96.0], [41.0]] == [[percent for _, percent in curve.points] for curve in window_curves(tmp_path)]


def test_window_without_entries_is_removed(tmp_path: Path) -> None:
    """Unconfirmed figures are removed after 90 days, and so are windows that have no other figure."""
    record_in_one_write(tmp_path, reading(0, 10), reading(5, 2, resets_at=LATER, confirmed=False))
    prune(tmp_path, DAYS_90)

    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        assert [(1,)] == connection.execute("SELECT count(*) FROM spans").fetchall()


def test_old_entries_are_thinned_out_once_a_day(tmp_path: Path) -> None:
    """Old readings are thinned out when a new one is stored, and not again on the same day."""
    many = [reading(minute, minute) for minute in range(50)]
    record_in_one_write(tmp_path, *many)
    later = START + timedelta(days=201)
    record(tmp_path, reading(200 * DAY, 1, resets_at=later), now=START + timedelta(days=200))
    assert [(49, 49), (200 * DAY, 1)] == percent_rows(tmp_path)

    record_in_one_write(tmp_path, *many)
    record(tmp_path, reading(200 * DAY + 60, 2, resets_at=later), now=START + timedelta(days=200, hours=1))
    assert 50 + 2 == len(percent_rows(tmp_path))


def test_memory_is_bounded() -> None:
    """A history in memory does not grow for ever: after a day everything older than an hour is removed."""
    now = START

    async def go() -> list[float]:
        nonlocal now
        history = HistoryRecorder(None, lambda: now)
        for minute in (0, 30, 30 * 60 - 10, 30 * 60):
            now = START + timedelta(minutes=minute)
            await history.record(WORK, reading(minute, minute / 60, resets_at=START + timedelta(days=3)))
        curves = await history.window_curves(WORK.id, "session", since=START - timedelta(days=1))
        await history.aclose()
        return [percent for curve in curves for _, percent in curve.points]

    assert [30 - 1 / 6, 30] == asyncio.run(go())


@pytest.mark.parametrize("version", range(len(schema.MIGRATIONS)))
def test_earlier_version_is_migrated(tmp_path: Path, version: int) -> None:
    """A file of each earlier version opens, keeps its rows, and has the current version afterwards."""
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for migration in schema.MIGRATIONS[:version]:
            connection.executescript(migration)
        if version:
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version}")
    record(tmp_path, reading(0, 41))

    assert [(0, 41)] == percent_rows(tmp_path)
    assert len(schema.MIGRATIONS) == version_of(path)


def test_failed_migration_changes_nothing(tmp_path: Path) -> None:
    """A file has one version or the next, whatever happens during the migration."""
    migrations = ("CREATE TABLE one (a); CREATE TABLE two (b)", "ALTER TABLE one ADD COLUMN c; DROP TABLE three")
    path = tmp_path / "steps.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.prepare(connection, path, migrations=migrations[:1])
        connection.execute("INSERT INTO one VALUES (7)")
        with pytest.raises(sqlite3.OperationalError, match="three"):
            schema.prepare(connection, path, migrations=migrations)
        assert (1, [(7,)]) == (version_of(path), connection.execute("SELECT * FROM one").fetchall())

        schema.prepare(connection, path, migrations=(migrations[0], "ALTER TABLE one ADD COLUMN c"))
        assert (2, [(7, None)]) == (version_of(path), connection.execute("SELECT * FROM one").fetchall())


def version_of(path: Path) -> int:
    """The version in a file."""
    with closing(sqlite3.connect(path)) as connection:
        [version] = connection.execute("PRAGMA user_version").fetchone()
        return int(version)
