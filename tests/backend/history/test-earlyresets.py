"""Windows are cut at early resets, whatever was read and in whichever order it is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from brim.backend.history.earlyresets import cut_at_early_resets
from brim.backend.history.entry import HistoryEntry, reading_entries
from brim.backend.readings.earlyresets import is_early_reset
from brim.cli.history.chart import chart_lines, chart_rows
from brim.terminal import Terminal
from tests.support.historyrecords import RESET, START, WORK, reading, record_in_one_write, rows, window_curves

if TYPE_CHECKING:
    import pytest

    from brim.model.usage import Reading

_READINGS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.sampled_from([0.0, 2.0, 40.0, 60.0, 96.0, 100.0]), st.floats(0, 120)),
        st.integers(1, 60),
        st.sampled_from([RESET, RESET, RESET + timedelta(seconds=40), RESET + timedelta(hours=3), None]),
        st.booleans(),
    ),
    max_size=25,
)


def readings_of(steps: list[tuple[float | None, int, datetime | None, bool]]) -> list[Reading]:
    """The readings of such a list, each some minutes after the one before."""
    readings, minute = [], 0
    for percent, wait, resets_at, confirmed in steps:
        minute += wait
        reset = None if percent is None else resets_at
        readings.append(reading(minute, percent, resets_at=reset, confirmed=confirmed))
    return readings


def entries_of(readings: list[Reading]) -> list[HistoryEntry]:
    """The entries of readings."""
    return [entry for each in readings for entry in reading_entries(WORK, each)]


@given(_READINGS.map(readings_of))
def test_the_parts_are_the_whole(readings: list[Reading]) -> None:
    """Cutting loses and moves nothing, and no two confirmed entries of one part have an early reset between them."""
    entries = entries_of(readings)
    parts = cut_at_early_resets(entries)

    assert entries == [entry for part in parts for entry in part.entries]
    for part in parts:
        confirmed = [entry for entry in part.entries if entry.confirmed]
        assert not any(is_early_reset(before, after) for before, after in pairwise(confirmed))
    assert parts[0].reset_from is None


@given(_READINGS.map(readings_of))
@settings(max_examples=40)
def test_no_curve_holds_an_early_reset(tmp_path_factory: pytest.TempPathFactory, readings: list[Reading]) -> None:
    """No window that is read back has an early reset within it, and every confirmed figure is in one of them."""
    folder = tmp_path_factory.mktemp("history")
    record_in_one_write(folder, *readings)
    if not readings:
        return
    curves = window_curves(folder)

    for curve in curves:
        entries = [HistoryEntry("", "", "", None, at, percent, curve.resets_at, "api") for at, percent in curve.points]
        assert not any(is_early_reset(before, after) for before, after in pairwise(entries))
    stored = {at for _, _, at, percent, reset, _, sure in rows(folder) if sure and percent is not None and reset}
    assert stored == {(at - START).total_seconds() / 60 for curve in curves for at, _ in curve.points}


@given(_READINGS.map(readings_of))
def test_every_history_can_be_drawn(readings: list[Reading]) -> None:
    """Each row of the chart begins before it ends, or where the one before was cut, and can be printed."""
    now = RESET + timedelta(days=3)
    drawn = chart_rows(entries_of(readings), START - timedelta(days=1), now)

    assert all(row.start <= row.end for row in drawn)
    assert len(drawn) <= len([*chart_lines(drawn, now, Terminal(ascii_only=True))])
