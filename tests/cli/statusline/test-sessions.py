"""The stored limits of several sessions, and of input that contains only some of the limits."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from brim.cli.statusline import limitsfile
from tests.support.statuslinerun import RESET, run_statusline, statusline_input

if TYPE_CHECKING:
    from pathlib import Path

WEEK = RESET + 400_000


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the environment names."""
    folder = tmp_path / "state"
    monkeypatch.setenv("BRIM_STATE_DIR", str(folder))
    return folder


def stored(state: Path) -> dict[str, Any]:  # Any: the JSON of a file
    """What the one file holds."""
    (path,) = (state / "statusline").glob("*.json")
    content: dict[str, Any] = json.loads(path.read_bytes())  # Any: the same
    return content


def percents(state: Path) -> dict[str, float]:
    """The figures only."""
    return {name: window["used_percentage"] for name, window in stored(state)["rate_limits"].items()}


def _at(percent: float, resets_at: float = WEEK) -> dict[str, float]:
    return {"used_percentage": percent, "resets_at": resets_at}


def test_limit_that_is_missing_in_the_input_stays(state: Path) -> None:
    """The stored week stays when the input contains the session limit only."""
    before = int(time.time())
    run_statusline(statusline_input("one", five_hour=42, seven_day=_at(18)))
    run_statusline(statusline_input("two", five_hour=43))
    content = stored(state)["rate_limits"]

    assert {"five_hour": 43, "seven_day": 18} == percents(state)
    assert "one" == content["seven_day"]["session_id"]
    assert before <= content["seven_day"]["told_at"] <= time.time()
    assert {"used_percentage", "resets_at"} == content["five_hour"].keys()


def test_stored_limit_stays_until_its_reset(state: Path) -> None:
    """A stored limit is removed when its reset has passed, or when it has no reset."""
    soon = time.time() + 0.2
    run_statusline(statusline_input(five_hour=_at(42, soon), seven_day={"used_percentage": 18}))
    os.utime(next((state / "statusline").iterdir()), (soon - 10, soon - 10))
    limitsfile.store_limits(statusline_input(x=_at(1)), str(state), str(state), soon + 1)

    assert {"x": 1} == percents(state)


def test_each_limit_is_merged_on_its_own(state: Path) -> None:
    """An idle session updates its own limits and does not undo newer ones of another session, in any order."""
    run_statusline(statusline_input("awake", five_hour=42))
    run_statusline(statusline_input("slept", five_hour=10, seven_day=_at(30)))
    first = percents(state)
    run_statusline(statusline_input("slept", five_hour=12, seven_day=_at(31)))
    second = percents(state)
    run_statusline(statusline_input("awake", five_hour=41))

    assert {"five_hour": 42, "seven_day": 30} == first
    assert {"five_hour": 42, "seven_day": 31} == second
    assert {"five_hour": 41, "seven_day": 31} == percents(state)


def _is_long_ago(state: Path) -> None:
    """Let the last report be a quarter of an hour old."""
    (path,) = (state / "statusline").iterdir()
    content = stored(state)
    earlier = time.time() - 900
    for window in content["rate_limits"].values():
        window.update({"told_at": earlier} if "told_at" in window else {})
    path.write_text(json.dumps(content))
    os.utime(path, (earlier, earlier))


def test_a_session_that_repeats_itself_undoes_nothing(state: Path) -> None:
    """However late a session is drawn again with what it reported last, newer figures of another session stay."""
    run_statusline(statusline_input("slept", five_hour=31))
    run_statusline(statusline_input("awake", five_hour=96))
    _is_long_ago(state)
    run_statusline(statusline_input("slept", five_hour=31))
    repeated = percents(state)
    run_statusline(statusline_input("slept", five_hour=97))

    assert {"five_hour": 96} == repeated
    assert {"five_hour": 97} == percents(state)


def test_an_older_figure_is_remembered_though_it_is_not_shown(state: Path) -> None:
    """A session whose figure came too late to count does not bring it back later, and does not change the file."""
    run_statusline(statusline_input("awake", five_hour=96))
    run_statusline(statusline_input("slept", five_hour=90))
    received = stored(state)["received_at"]
    _is_long_ago(state)
    run_statusline(statusline_input("slept", five_hour=90))

    assert {"five_hour": 96} == percents(state)
    assert received == stored(state)["received_at"]


def test_an_early_reset_counts_whichever_session_reports_it(state: Path) -> None:
    """A figure far below that of another session counts at once if the session's own figure has fallen, too."""
    run_statusline(statusline_input("one", five_hour=60))
    run_statusline(statusline_input("two", five_hour=96))
    run_statusline(statusline_input("one", five_hour=2))
    fallen = percents(state)
    run_statusline(statusline_input("two", five_hour=96))

    assert {"five_hour": 2} == fallen == percents(state)


@pytest.mark.parametrize("sessions", [5, [], {"one": 5}, {"one": {"five_hour": {"used_percentage": "x"}}}, {"": {}}])
def test_unusable_reports_of_sessions_are_ignored(state: Path, sessions: object) -> None:
    """Whatever is in the file in the place of the last reports, the next report counts."""
    run_statusline(statusline_input("one", five_hour=42))
    (path,) = (state / "statusline").iterdir()
    path.write_text(json.dumps(stored(state) | {"sessions": sessions}))
    done = run_statusline(statusline_input("one", five_hour=43))

    assert (0, {"five_hour": 43}) == (done.returncode, percents(state))
    assert ["one"] == [*stored(state)["sessions"]]


def test_the_last_reports_of_sixteen_sessions_are_kept(state: Path) -> None:
    """The file stays small, however many sessions there were."""
    for number in range(20):
        data = statusline_input(f"session {number}", five_hour=number)
        limitsfile.store_limits(data, str(state), str(state), time.time())

    assert [f"session {number}" for number in range(4, 20)] == [*stored(state)["sessions"]]


def test_unchanged_figures_are_not_written_again(state: Path) -> None:
    """The same figures again change nothing, whenever each of them was reported."""
    run_statusline(statusline_input("one", five_hour=42, seven_day=_at(18)))
    run_statusline(statusline_input("one", five_hour=43))
    written = next((state / "statusline").iterdir()).stat().st_mtime_ns
    run_statusline(statusline_input("two", five_hour=43))

    assert written == next((state / "statusline").iterdir()).stat().st_mtime_ns


def test_origin_in_the_input_is_ignored(state: Path) -> None:
    """The time and the session of a report do not come from the window of the input."""
    run_statusline(statusline_input(five_hour={"used_percentage": 42, "told_at": 5, "session_id": "x"}))

    assert {"used_percentage": 42} == stored(state)["rate_limits"]["five_hour"]


@pytest.mark.parametrize("session", ["x" * 900_000, 5, None, []])
def test_unusable_session_id_is_not_stored(state: Path, session: object) -> None:
    """A session id that is too long or no text is stored as null, and the figures are stored."""
    run_statusline(statusline_input(five_hour=42) | {"session_id": session})

    assert stored(state)["session_id"] is None
    assert {"five_hour": 42} == percents(state)


@pytest.mark.parametrize(
    ("resets_at", "stored_reset"),
    [
        ("2030-11-23T14:00:00Z", 1921672800),
        ("2030-11-23T15:00:00.5+01:00", 1921672800.5),
        ("2030-11-23T14:00:00", 1921672800),
        ("1921672800", 1921672800),
        (1921672800000, 1921672800),
        (9e10, None),
        (1e18, None),
        ("2030-13-01", None),
        ("x" * 5000, None),
        (-5, None),
        (True, None),
    ],
)
def test_reset_may_have_several_forms(state: Path, resets_at: object, stored_reset: float | None) -> None:
    """Seconds, milliseconds and ISO 8601 are resets; one after 2200 or of another form is left out."""
    done = run_statusline(statusline_input(five_hour={"used_percentage": 42, "resets_at": resets_at}))

    assert (0, b"") == (done.returncode, done.stderr)
    assert stored_reset == stored(state)["rate_limits"]["five_hour"].get("resets_at")


def test_foreign_temporary_files_do_not_prevent_an_update(state: Path) -> None:
    """The limits are updated beside a folder with a temporary name and a link to nothing."""
    run_statusline(statusline_input(five_hour=42))
    for name, kind in (("a.json.tmp", "folder"), ("b.json.tmp", "link")):
        path = state / "statusline" / name
        if kind == "folder":
            path.mkdir()
            os.utime(path, (time.time() - 1000,) * 2)
        elif os.name != "nt":
            path.symlink_to(state / "nowhere")
    run_statusline(statusline_input(five_hour=43))

    assert {"five_hour": 43} == percents(state)


def test_file_from_the_future_is_written_again(state: Path) -> None:
    """After a clock was set back the file is written at once, so that its time is true again."""
    run_statusline(statusline_input(five_hour=42))
    (path,) = (state / "statusline").iterdir()
    os.utime(path, (time.time() + 5000,) * 2)
    run_statusline(statusline_input(five_hour=42))

    assert path.stat().st_mtime <= time.time() + 1
