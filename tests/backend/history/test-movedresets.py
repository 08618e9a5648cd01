"""A vendor that moves the reset of a running window: its history stays one window, and its forecast begins with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.forecast.cache import forecast_input
from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.forecast.predict import predict
from brim.backend.history import queries
from brim.backend.history.recorder import FILE_NAME
from brim.backend.history.store import HistoryStore
from brim.cli.history.chart import chart_lines, chart_rows
from brim.terminal import Terminal
from tests.support.historyrecords import START, record, week, window_curves

if TYPE_CHECKING:
    from pathlib import Path

    from brim.cli.history.chart import ChartRow
    from brim.model.usage import Reading

DAY = 24 * 60


def moved(minutes: float, percent: float | None, days: float) -> Reading:
    """A week of a vendor that moves resets, which ends so many days after START."""
    reading = week(minutes, percent, days=days)
    return replace(reading, windows=tuple(replace(window, reset_moves=True) for window in reading.windows))


def rows(folder: Path, days: float = 0) -> tuple[ChartRow, ...]:
    """The windows that a chart shows so many days after START."""
    store = HistoryStore(folder / FILE_NAME)
    try:
        with store.reading() as connection:
            assert connection is not None
            (limit,) = queries.series(connection)
            found = tuple(queries.entries(connection, limit))
    finally:
        store.close()
    return chart_rows(found, START - timedelta(days=30), START + timedelta(days=days))


def test_moved_reset_is_no_reset(tmp_path: Path) -> None:
    """A reset that moves while the percentage stays or rises leaves one window, with its newest reset and a note."""
    readings = [moved(0, 60, 3), moved(DAY, 70, 8), moved(DAY + 10, 70, 8), moved(2 * DAY, 75, 9)]
    record(tmp_path, *readings)
    (row,) = rows(tmp_path, 2)

    assert (START, START + timedelta(days=9)) == (row.start, row.end)
    assert [60.0, 70.0, 75.0] == [entry.percent for entry in row.entries]
    store = HistoryStore(tmp_path / FILE_NAME)
    with store.reading() as connection:
        assert connection is not None
        (limit,) = queries.series(connection)
        assert [START + timedelta(days=9)] == queries.reset_times(connection, limit, START)
    store.close()
    (curve,) = window_curves(tmp_path, "weekly_all")
    assert (3, START + timedelta(days=9)) == (len(curve.points), curve.resets_at)
    lines = ["".join(span.text for span in line) for line in chart_lines((row,), START, Terminal())]
    assert any("reset time moved, running" in line for line in lines)


def test_vendor_without_moves_begins_another_window(tmp_path: Path) -> None:
    """The same readings of a vendor that moves no reset are windows that began early."""
    record(tmp_path, week(0, 60, days=3), week(DAY, 60, days=8))

    assert 2 == len(rows(tmp_path, 2))


def test_gift_ends_a_moving_window(tmp_path: Path) -> None:
    """A lower percentage is a reset before its time, also with a reset that moves; what follows is in the new one."""
    record(tmp_path, moved(0, 60, 3), moved(DAY, 2, 8), moved(2 * DAY, 9, 9))
    before, after = rows(tmp_path, 2)

    assert (START + timedelta(days=1), 60.0) == (
        before.end,
        before.reset_early_from and before.reset_early_from.percent,
    )
    assert [2.0, 9.0] == [entry.percent for entry in after.entries]


def test_window_after_its_reset_is_another_one(tmp_path: Path) -> None:
    """A reading after the reset begins the next window, although the vendor moves resets."""
    record(tmp_path, moved(0, 60, 1), moved(2 * DAY, 61, 8))

    assert 2 == len(rows(tmp_path, 2))


def test_late_reading_does_not_move_the_reset_back(tmp_path: Path) -> None:
    """A reading that arrives late belongs to the window, whose reset stays the newest one."""
    record(tmp_path, moved(0, 60, 3), moved(DAY, 70, 8))
    record(tmp_path, moved(DAY / 2, 65, 3.5))
    (row,) = rows(tmp_path, 2)

    assert START + timedelta(days=8) == row.end
    assert [60.0, 65.0, 70.0] == [entry.percent for entry in row.entries]


def test_forecast_counts_from_the_true_start(tmp_path: Path) -> None:
    """After the reset has moved, the pace is that since the first reading, not since the day of the move."""
    readings = [moved(0, 0, 7), *(moved(day * DAY, day * 10, day + 7) for day in range(1, 5))]
    record(tmp_path, *readings)
    window = readings[-1].windows[0]
    now = START + timedelta(days=4, hours=2)
    pace = predict(forecast_input(window, window_curves(tmp_path, "weekly_all")), now, WorkCalendar()).pace

    assert pace is not None
    assert 0.9 < pace < 1.3
