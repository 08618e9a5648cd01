"""The history drawn for a terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.history.entry import Entry, reading_entries
from brim.cli.history.chart import CELLS, ChartRow, bar, chart_rows, lines
from tests.support.historyrecords import RESET, START, WORK, reading, week

if TYPE_CHECKING:
    from brim.model.usage import Reading

OVER = RESET + timedelta(days=1)


def kept(*readings: Reading) -> list[Entry]:
    """Entries of readings."""
    return [entry for one in readings for entry in reading_entries(WORK, one)]


def windows(*readings: Reading) -> tuple[ChartRow, ...]:
    """The windows of readings, seen long after them."""
    return chart_rows(kept(*readings), START - timedelta(days=1), OVER)


def test_windows_are_told_apart() -> None:
    """Each window is a line of its own, from its beginning to its reset; one that had not started is none."""
    found = windows(
        reading(0, 7), reading(310, None, resets_at=None), reading(350, 2, resets_at=RESET + timedelta(hours=5))
    )

    assert [(START, RESET), (RESET, RESET + timedelta(hours=5))] == [(one.begin, one.end) for one in found]


def test_window_that_was_over_is_left_out() -> None:
    """A window counts from its beginning when it was running at the time that was named."""
    found = kept(reading(10, 7), reading(20, 8))

    assert [2] == [len(one.entries) for one in chart_rows(found, START + timedelta(minutes=15), OVER)]
    assert () == chart_rows(found, RESET, OVER)


def test_limit_without_windows_is_one_line() -> None:
    """Extra usage has no reset: it is drawn from then until now."""
    found = kept(reading(0, 7, resets_at=None), reading(60, 9, resets_at=None))
    [one] = chart_rows(found, START - timedelta(days=1), OVER)

    assert (START, OVER, 2) == (one.begin, one.end, len(one.entries))


@pytest.mark.parametrize(
    ("percent", "blocks", "digits"),
    [(0, "▁", "0"), (14.2, "▁", "1"), (50, "▄", "5"), (99.9, "▇", "9"), (100, "█", "#"), (140, "█", "#")],
)
def test_full_is_said_of_a_full_window_only(percent: float, blocks: str, digits: str) -> None:
    """The last letter of the scale stands for a limit that is reached, and for nothing below."""
    [one] = windows(reading(0, percent))

    assert blocks * CELLS == bar(one, OVER, plain=False)
    assert digits * CELLS == bar(one, OVER, plain=True)


def test_unknown_is_blank() -> None:
    """Before the first reading, after now, and for doubtful figures nothing is drawn."""
    [one] = windows(reading(75, 50), reading(200, 100, confirmed=False))

    assert " " * 5 + "5" * 19 == bar(one, OVER, plain=True)
    assert " " * 5 + "5" * 7 + " " * 12 == bar(one, START + timedelta(minutes=150), plain=True)


@pytest.mark.usefixtures("utc")
def test_lines() -> None:
    """A line tells when, how it filled, what it reached, and whether it runs or is in doubt."""
    found = windows(reading(0, 41.9), reading(10, 100, confirmed=False))
    running = chart_rows(kept(week(0, 3)), START, START + timedelta(hours=1))
    doubtful = windows(reading(0, 100, confirmed=False))

    assert ["  23 Nov 09:00 – 14:00  " + "▃" * 24 + "    41%  unconfirmed"] == [*lines(found, OVER, plain=False)]
    assert ["  23 Nov 09:00 - 14:00  " + " " * 24 + "  100%?  unconfirmed"] == [*lines(doubtful, OVER, plain=True)]
    assert 1 == len(running)
    assert ["running"] == [line.split()[-1] for line in lines(running, START + timedelta(hours=1), plain=True)]
