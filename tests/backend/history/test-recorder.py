"""Which readings the history stores, and which curves it returns."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.forecast.windowcurve import CurveSource, WindowCurve
from brim.backend.history.queries import MAX_POINTS
from brim.backend.history.recorder import FILE_NAME, HistoryRecorder
from brim.backend.system import readonly
from brim.model.usage import Reading, Source
from tests.rules.syntax import ROOT
from tests.support.historyrecords import (
    HOME,
    RESET,
    START,
    WORK,
    percent_rows,
    reading,
    record,
    record_in_one_write,
    rows,
    week,
    window_curves,
)
from tests.support.samples import extra_usage

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

VARIED_RESET = RESET + timedelta(seconds=70)
NEXT_RESET = RESET + timedelta(hours=5)


def curve(*points: tuple[float, float], resets_at: object = RESET) -> WindowCurve:
    """Minutes and percent as a curve."""
    timed = tuple((START + timedelta(minutes=minutes), percent) for minutes, percent in points)
    return WindowCurve(timed, resets_at)  # type: ignore[arg-type]  # tests pass times only


@pytest.mark.parametrize(
    ("readings", "stored"),
    [
        ((reading(0, 41), reading(5, 41), reading(10, 42)), [(0, 41), (10, 42)]),
        ((reading(0, 41), reading(5, 41, resets_at=VARIED_RESET)), [(0, 41)]),
        ((reading(0, 41), reading(310, 41, resets_at=NEXT_RESET)), [(0, 41), (310, 41)]),
        ((reading(0, 41), reading(5, 40.6), reading(10, 40)), [(0, 41), (10, 40)]),
        ((reading(0, 41), reading(5, 41.1)), [(0, 41), (5, 41.1)]),
        ((reading(0, 41), reading(5, 41, source=Source.STATUSLINE)), [(0, 41)]),
        ((reading(0, 41), reading(0, 41), reading(0, 50)), [(0, 41)]),
        ((reading(10, 43), reading(0, 41), reading(5, 43)), [(0, 41), (5, 43), (10, 43)]),
        ((reading(0, None), reading(5, 0, resets_at=None)), [(5, 0)]),
        ((reading(0, None, resets_at=None), reading(5, 0)), [(0, None), (5, 0)]),
        ((reading(0, 100.0), reading(5, 104.5)), [(0, 100), (5, 104.5)]),
    ],
    ids=[
        *(
            "changes only",
            "a reset varies",
            "a new window",
            "rounding",
            "a small rise",
            "another source with the same figure",
        ),
        *("the same moment twice", "late", "no percentage", "unused", "over 100"),
    ],
)
def test_only_changes_are_stored(
    tmp_path: Path, readings: tuple[Reading, ...], stored: list[tuple[float, float | None]]
) -> None:
    """A figure is stored when it differs from the one before it, whichever source reports it and when."""
    record(tmp_path, *readings)

    assert stored == percent_rows(tmp_path)


def test_row_has_all_values(tmp_path: Path) -> None:
    """A row has account, limit, time, percentage, reset, source and confirmation."""
    record(tmp_path, reading(0, 41.5, confirmed=False, source=Source.STATUSLINE))
    record(tmp_path, week(0, 7, "weekly_scoped:Fable"), account=HOME)

    assert [
        (HOME.id, "weekly_scoped:Fable", 0.0, 7.0, 4320.0, "api", True),
        (WORK.id, "session", 0.0, 41.5, 300.0, "statusline", False),
    ] == rows(tmp_path)


def test_extra_usage_is_stored_in_percent_of_its_cap(tmp_path: Path) -> None:
    """Extra usage that is on and has a cap is stored like a limit, without a reset."""
    record(tmp_path, replace(reading(0, 41), spend=extra_usage(percent=6.0)))
    record(tmp_path, replace(reading(5, 41), spend=extra_usage(percent=None)))
    record(tmp_path, replace(reading(10, 41), spend=extra_usage(percent=9.0, enabled=False)))

    assert [("session", 41.0), ("spend", 6.0)] == [(name, percent) for _, name, _, percent, _, _, _ in rows(tmp_path)]


def test_second_reading_confirms_an_unconfirmed_figure(tmp_path: Path) -> None:
    """An unconfirmed figure is stored with its mark and is in no curve until a confirmed reading agrees."""
    record(tmp_path, reading(0, 41), reading(5, 100, confirmed=False))
    assert (curve((0, 41)),) == window_curves(tmp_path)

    record(tmp_path, reading(10, 100, confirmed=False))
    assert [(0, True), (5, False)] == [(at, confirmed) for _, _, at, _, _, _, confirmed in rows(tmp_path)]

    record(tmp_path, reading(15, 100))
    assert (curve((0, 41), (5, 100)),) == window_curves(tmp_path)


def test_contradicted_figure_stays_unconfirmed(tmp_path: Path) -> None:
    """An unconfirmed figure that the next reading contradicts never gets into a curve."""
    record(tmp_path, reading(0, 41), reading(5, 100, confirmed=False), reading(10, 42))

    assert (curve((0, 41), (10, 42)),) == window_curves(tmp_path)
    assert [(0, 41), (5, 100), (10, 42)] == percent_rows(tmp_path)


def test_curves_are_those_of_windows(tmp_path: Path) -> None:
    """Readings are returned by window, the running one last, without windows that never started."""
    record(
        tmp_path,
        reading(0, 10, resets_at=RESET),
        reading(5, 20, resets_at=VARIED_RESET),
        reading(320, 0, resets_at=None),
        reading(330, 3, resets_at=RESET + timedelta(hours=6)),
        reading(340, 5, resets_at=RESET + timedelta(hours=6, seconds=0.4)),
        week(0, 50),
    )

    assert (
        curve((0, 10), (5, 20)),
        curve((330, 3), (340, 5), resets_at=RESET + timedelta(hours=6)),
    ) == window_curves(tmp_path)
    assert (curve((330, 3), (340, 5), resets_at=RESET + timedelta(hours=6)),) == window_curves(tmp_path, days=-0.1)
    assert () == window_curves(tmp_path, account=HOME)
    assert () == window_curves(tmp_path / "nowhere")


def test_next_window_of_a_short_limit_is_a_different_window(tmp_path: Path) -> None:
    """Windows of a minute, as in the demo, are not taken for one window whose reset time varies."""
    first, second = START + timedelta(seconds=90), START + timedelta(seconds=180)
    record(tmp_path, reading(0, 3, resets_at=first), reading(1, 90, resets_at=first), reading(1.6, 2, resets_at=second))

    assert [first, second] == [curve.resets_at for curve in window_curves(tmp_path)]


def test_window_with_one_reading_has_one_point(tmp_path: Path) -> None:
    """A window that was read once has a curve of one point; a window without a confirmed reading has no curve."""
    ends = [RESET + timedelta(hours=5 * number) for number in range(3)]
    record(tmp_path, reading(1, 7, resets_at=ends[0]), reading(302, 8, resets_at=ends[1], confirmed=False))
    record(tmp_path, reading(603, 9, resets_at=ends[2]))

    assert (curve((1, 7), resets_at=ends[0]), curve((603, 9), resets_at=ends[2])) == window_curves(tmp_path)


def test_curves_are_bounded(tmp_path: Path) -> None:
    """However much was read, a result has a bounded size, and each old curve still has its highest point."""
    first = [reading(number / 100, number / 100) for number in range(9_000)]
    second = [reading(300 + number / 100, number / 100, resets_at=NEXT_RESET) for number in range(5_000)]
    record_in_one_write(tmp_path, *first, *second)
    old, new = window_curves(tmp_path)

    assert len(old.points) <= MAX_POINTS // 2
    assert len(new.points) <= MAX_POINTS
    assert ((START, 0.0), 89.99) == (old.points[0], old.points[-1][1])
    assert old.points == tuple(sorted(old.points))


def test_history_without_a_folder_stays_in_memory(tmp_path: Path) -> None:
    """Without a folder everything is stored in memory, and nothing on disk."""

    async def go() -> tuple[WindowCurve, ...]:
        history = HistoryRecorder(None, lambda: START + timedelta(minutes=5))
        source: CurveSource = history
        await history.record(WORK, reading(0, 41))
        await history.record(WORK, reading(5, 42))
        curves = await source.window_curves(WORK.id, "session", since=START - timedelta(days=1))
        await history.aclose()
        return curves

    assert (curve((0, 41), (5, 42)),) == asyncio.run(go())
    assert [] == list(tmp_path.iterdir())


def test_read_only_writes_nothing(tmp_path: Path) -> None:
    """While files are read only, nothing is stored and no file is created."""
    with readonly.read_only():
        record(tmp_path, reading(0, 41))

    assert [] == list(tmp_path.iterdir())


def test_file_is_private_and_complete(tmp_path: Path) -> None:
    """Only the owner may read the file, and after the last process has closed it there is no journal."""
    record(tmp_path / "state", reading(0, 41))

    assert [FILE_NAME] == [path.name for path in (tmp_path / "state").iterdir()]
    if sys.platform != "win32":
        assert 0o600 == (tmp_path / "state" / FILE_NAME).stat().st_mode & 0o777


def test_sqlite_is_not_imported_before_the_first_reading() -> None:
    """Importing the recorder does not import SQLite."""
    program = "import sys; import brim.backend.history.recorder; print('sqlite3' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert "False" == out.strip()


def test_event_loop_is_never_blocked(tmp_path: Path) -> None:
    """Files are opened in worker threads only, never in the thread of the event loop."""
    program = f"""
import sys, threading
from pathlib import Path
from brim.backend.forecast import windowcurve
from brim.backend.history import entrywriter, quarantine, queries, recorder, retention, store
from tests.support.historyrecords import reading, record, window_curves
folder, opened = {str(tmp_path)!r}, []
def hook(event, arguments):
    if event in {{"sqlite3.connect", "open", "os.rename"}} and str(arguments[0]).startswith(folder):
        opened.append(threading.get_ident())
sys.addaudithook(hook)
record(Path(folder), reading(0, 41), reading(5, 42))
window_curves(Path(folder))
print(len(opened) > 2, threading.get_ident() in opened)
"""
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert ["True", "False"] == out.split()


@pytest.mark.parametrize("reset", [RESET, RESET + timedelta(hours=2)])
@pytest.mark.parametrize("second", [2.0, 3.0])
def test_early_reset_begins_another_window(tmp_path: Path, reset: datetime, second: float) -> None:
    """What is read after an early reset is a window of its own, also when its reset stays the same."""
    record(tmp_path, reading(0, 90), reading(10, 96))
    record(tmp_path, reading(15, 2, resets_at=reset, confirmed=False), reading(20, second, resets_at=reset))
    record(tmp_path, reading(30, 7, resets_at=reset))
    first = 15 if second == 2 else 20

    assert (
        curve((0, 90), (10, 96)),
        curve((first, second), (30, 7), resets_at=reset),
    ) == window_curves(tmp_path)


def test_early_resets_of_one_window_are_all_kept(tmp_path: Path) -> None:
    """Of a window that is reset twice three curves remain, and an entry that comes late belongs to its own."""
    record(tmp_path, reading(0, 96), reading(10, 2), reading(20, 80), reading(30, 1), reading(40, 5))
    record(tmp_path, reading(15, 40))

    assert (
        curve((0, 96)),
        curve((10, 2), (15, 40), (20, 80)),
        curve((30, 1), (40, 5)),
    ) == window_curves(tmp_path)
