"""The history as a chart for a terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brim.backend.history.entry import HistoryEntry, reading_entries
from brim.cli.history.chart import ChartRow, bar_chart, chart_lines, chart_rows, summary
from brim.model.usage import Reading, Source, Window
from brim.terminal import Style, Terminal
from tests.support.historyrecords import RESET, START, WORK, reading, week

LATER = RESET + timedelta(days=1)


def entries_of(*readings: Reading) -> list[HistoryEntry]:
    """The entries of readings."""
    return [entry for each in readings for entry in reading_entries(WORK, each)]


def rows_of(*readings: Reading) -> tuple[ChartRow, ...]:
    """The rows of readings, long after them."""
    return chart_rows(entries_of(*readings), START - timedelta(days=1), LATER)


def texts(rows: tuple[ChartRow, ...], now: datetime, screen: Terminal) -> list[str]:
    """The lines of rows, without their looks."""
    return ["".join(span.text for span in line).rstrip() for line in chart_lines(rows, now, screen)]


def test_each_window_is_one_row() -> None:
    """A row reaches from the start of a window to its reset; a window that had unused has no row."""
    rows = rows_of(
        reading(0, 7), reading(310, None, resets_at=None), reading(350, 2, resets_at=RESET + timedelta(hours=5))
    )

    assert [(START, RESET), (RESET, RESET + timedelta(hours=5))] == [(row.start, row.end) for row in rows]


def test_window_that_was_over_is_left_out() -> None:
    """A window that was running at `since` is shown from its start; one that was over is left out."""
    entries = entries_of(reading(10, 7), reading(20, 8))

    assert [2] == [len(row.entries) for row in chart_rows(entries, START + timedelta(minutes=15), LATER)]
    assert () == chart_rows(entries, RESET, LATER)


def test_limit_without_windows_is_one_row() -> None:
    """Extra usage has no reset: its row reaches from the first reading until now."""
    entries = entries_of(reading(0, 7, resets_at=None), reading(60, 9, resets_at=None))
    [row] = chart_rows(entries, START - timedelta(days=1), LATER)

    assert (START, LATER, 2) == (row.start, row.end, len(row.entries))


@pytest.mark.parametrize(
    ("percent", "blocks", "digits"),
    [(0, "▁", "0"), (14.2, "▁", "1"), (50, "▄", "5"), (99.9, "▇", "9"), (100, "█", "#"), (140, "█", "#")],
)
def test_last_character_is_for_a_reached_limit_only(percent: float, blocks: str, digits: str) -> None:
    """The last character of the scale stands for 100 percent or more."""
    [row] = rows_of(reading(0, percent))

    assert blocks * 24 == bar_chart(row, LATER, 24, ascii_only=False)
    assert digits * 24 == bar_chart(row, LATER, 24, ascii_only=True)


def test_unknown_parts_are_blank() -> None:
    """The bars are blank before the first reading and after now, and leave out unconfirmed figures."""
    [row] = rows_of(reading(75, 50), reading(200, 100, confirmed=False))

    assert " " * 5 + "5" * 19 == bar_chart(row, LATER, 24, ascii_only=True)
    assert " " * 5 + "5" * 7 + " " * 12 == bar_chart(row, START + timedelta(minutes=150), 24, ascii_only=True)


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize("reset", [RESET, RESET + timedelta(hours=3, minutes=20)])
def test_an_early_reset_ends_a_row(reset: datetime) -> None:
    """A window that was reset early ends there, with a note; the next row begins there, with what was used since."""
    begun = [reading(200, 2, resets_at=reset, confirmed=False), reading(210, 3, resets_at=reset)]
    rows = rows_of(reading(0, 90), reading(100, 96), *begun)
    at = START + timedelta(minutes=200)
    first, second = texts(rows, LATER, Terminal(120, ascii_only=True))

    assert [(START, at), (at, reset)] == [(row.start, row.end) for row in rows]
    assert first.startswith("  23 Nov 09:00 – 12:20  ")
    assert first.endswith("96%  reset early at 12:20, from 96% used")
    assert second.endswith(" 3%")


@pytest.mark.usefixtures("utc")
def test_an_early_reset_in_two_steps_has_one_note() -> None:
    """A reset that moves before the percentage falls is one early reset, although the window is cut twice."""
    later = RESET + timedelta(hours=3)
    rows = rows_of(reading(0, 96), reading(100, 96, resets_at=later), reading(120, 1, resets_at=later))

    assert [1, 1, 1] == [len(row.entries) for row in rows]
    assert [True, False, False] == [
        "reset early" in line for line in texts(rows, LATER, Terminal(120, ascii_only=True))
    ]


@pytest.mark.usefixtures("utc")
def test_line_has_period_bars_peak_and_notes() -> None:
    """The notes of a line show whether the window is running or its newest figure unconfirmed."""
    rows = rows_of(reading(0, 41.9), reading(10, 100, confirmed=False))
    running = chart_rows(entries_of(week(0, 3)), START, START + timedelta(hours=1))
    unconfirmed = rows_of(reading(0, 100, confirmed=False))

    assert ["  23 Nov 09:00 – 14:00  " + "▃" * 36 + "    41%  unconfirmed"] == texts(rows, LATER, Terminal())
    assert ["  23 Nov 09:00 – 14:00  " + " " * 36 + "  100%?  unconfirmed"] == texts(
        unconfirmed, LATER, Terminal(ascii_only=True)
    )
    assert 1 == len(running)
    assert ["running"] == [line.split()[-1] for line in texts(running, START + timedelta(hours=1), Terminal())]


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_bars_use_the_width(columns: int) -> None:
    """Every line fits, and the bars fill the terminal; with little room they have a line of their own."""
    rows = rows_of(reading(0, 41.9), reading(10, 100))
    lines = texts(rows, LATER, Terminal(columns=columns))

    assert columns - 2 <= max(map(len, lines)) <= columns
    assert {40: 3, 60: 2}.get(columns, 1) == len(lines)
    assert "limit reached at 09:10" in lines[-1]


@pytest.mark.parametrize(
    ("percents", "expected"),
    [
        ((41.9,), "Session: 1 window, 41% used"),
        ((100.0,), "Session: 1 window, 100% used; limit reached 1 time"),
        ((10.0, 100.0, 100.0), "Session: 3 windows, 70% used on average; limit reached 2 times"),
    ],
)
def test_summary_says_how_much_was_used(percents: tuple[float, ...], expected: str) -> None:
    """One line for each limit has the number of windows, their average use, and how often that was all."""
    windows = [
        reading(300 * number, percent, resets_at=RESET + timedelta(hours=5 * number))
        for number, percent in enumerate(percents)
    ]

    assert expected == summary("Session", rows_of(*windows))


def test_a_high_window_is_colored() -> None:
    """The bar and the percentage have the look of the level that the window reached."""
    rows = rows_of(reading(0, 93))
    [line] = chart_lines(rows, LATER, Terminal(color=True))

    assert {Style.ORANGE} == {span.style for span in line if "%" in span.text or "█" in span.text or "▇" in span.text}


def test_month_begins_with_the_reset_before() -> None:
    """A month is drawn with its true length: it begins when the one before was reset, however long the newest is."""
    ends = [datetime(2026, month, 1, tzinfo=UTC) for month in (2, 3, 4)]
    month = 31 * 86_400
    readings = [
        Reading(at, Source.API, (Window("monthly", "monthly", "Month", 10.0, end, month, Source.API, at),))
        for end in ends
        for at in (end - timedelta(days=20), end - timedelta(days=1))
    ]
    rows = chart_rows(entries_of(*readings), ends[0] - timedelta(days=90), ends[-1])

    assert [(datetime(2026, 1, 1, tzinfo=UTC), ends[0]), (ends[0], ends[1]), (ends[1], ends[2])] == [
        (row.start, row.end) for row in rows
    ]
