"""Codex's session files: what they say of the usage, which of them are looked at, and when Codex was last in use."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.codex import sessions
from brim.backend.watching.places import Changes, Topic
from brim.model.usage import Source
from tests.support.codexmachine import NOW, machine, percents
from tests.support.usageserver import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

    from brim.model.usage import Reading
    from tests.support.codexmachine import CodexMachine

__all__ = ["machine"]

SESSION_RESET, WEEK_RESET = datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 27, 8, tzinfo=UTC)
RECORDED = (FIXTURES / "codex-rollout.jsonl").read_text()


def _line(minutes_ago: float, primary: float | None, resets_at: datetime = SESSION_RESET, **more: object) -> str:
    limits = {"primary": {"used_percent": primary, "window_minutes": 300, "resets_at": resets_at.timestamp()}} | more
    at = (NOW - timedelta(minutes=minutes_ago)).isoformat()
    payload = {"type": "token_count", "info": None, "rate_limits": limits}
    return json.dumps({"timestamp": at, "type": "event_msg", "payload": payload}) + "\n"


def _reading(machine: CodexMachine) -> Reading:
    (reading,) = machine.local_readings()
    return reading


def test_the_newest_line_of_each_pool_counts(machine: CodexMachine) -> None:
    """The plan's own limits come from its newest line, those of one model from theirs, each with its own time."""
    machine.write_session(RECORDED)

    reading = _reading(machine)

    spark = "GPT-5.3-Codex-Spark"
    expected = {"session": 42, "weekly_all": 61, f"session_scoped:{spark}": 73, f"weekly_scoped:{spark}": 12}
    assert (expected, "Plus", Source.SESSIONS) == (percents(reading), reading.plan, reading.source)
    assert [58, 58, 21, 21] == [window.read_at.minute for window in reading.windows]
    assert [SESSION_RESET, WEEK_RESET] == [window.resets_at for window in reading.windows[:2]]


def test_a_repeated_line_does_not_count(machine: CodexMachine) -> None:
    """A forked session repeats a line under a new time; its reset had passed. A line that is cut off is no line."""
    machine.write_session((FIXTURES / "codex-rollout-traps.jsonl").read_text())

    reading = _reading(machine)

    assert {"session": 12.5, "weekly_all": 30} == percents(reading)
    told = datetime(2026, 11, 23, 10, 40, tzinfo=UTC)
    assert [9000, 300_000] == [((one.resets_at or NOW) - told).total_seconds() for one in reading.windows]
    assert {told} == {window.read_at for window in reading.windows}


def test_a_copy_of_a_session_does_not_take_usage_back(machine: CodexMachine) -> None:
    """A copied session has lower usage under newer times: the higher one of the same window counts."""
    machine.write_session(_line(20, 30) + _line(10, 42), name="rollout-a")
    machine.write_session(_line(1, 12) + _line(0.5, 30), name="rollout-b")

    assert {"session": 42} == percents(_reading(machine))


def test_a_later_reset_counts_before_a_higher_percentage(machine: CodexMachine) -> None:
    """The window after a reset is the one that runs, whichever file was written last."""
    machine.write_session(_line(30, 88, NOW + timedelta(hours=1)), name="rollout-a")
    machine.write_session(_line(40, 3, NOW + timedelta(hours=4)), name="rollout-b")

    assert {"session": 3} == percents(_reading(machine))


def test_usage_that_fell_within_a_session_is_believed(machine: CodexMachine) -> None:
    """The vendor gave usage back: in one file the later line counts."""
    machine.write_session(_line(20, 80) + _line(10, 20))

    assert {"session": 20} == percents(_reading(machine))


def test_without_limits_nothing_is_known(machine: CodexMachine) -> None:
    """Some versions write null for Team: that is no 0%, and the endpoint is asked."""
    line = json.dumps({"timestamp": NOW.isoformat(), "type": "event_msg", "payload": {
        "type": "token_count", "info": None, "rate_limits": None}})  # fmt: skip
    machine.write_session(f"{line}\nnonsense\n[]\n{{}}\n")

    assert () == machine.local_readings()


def test_what_remains_is_no_length(machine: CodexMachine) -> None:
    """Old programs report the minutes that remain: such a limit is left out, and 299 minutes are 5 hours."""
    remains = {"used_percent": 7, "window_minutes": 143, "resets_at": WEEK_RESET.timestamp()}
    rounded = {"used_percent": 8, "window_minutes": 299, "resets_at": SESSION_RESET.timestamp()}
    week = {"used_percent": 9, "window_minutes": 10_080, "resets_at": WEEK_RESET.timestamp()}
    machine.write_session(_line(1, None, first=rounded, secondary=remains, third=week))

    assert {"session": 8, "weekly_all": 9} == percents(_reading(machine))


def test_lines_from_before_the_login_are_of_nobody(machine: CodexMachine) -> None:
    """Files name no account: what was written before Codex signed in may be another's, and without a login all is."""
    machine.write_session(_line(60 * 24 * 6, 50, NOW + timedelta(hours=1)))
    assert () == machine.local_readings()
    machine.write_session(RECORDED)
    assert 1 == len(machine.local_readings())
    (machine.folder / "auth.json").unlink()
    assert () == machine.local_readings()


def test_the_end_of_a_large_file_is_read(machine: CodexMachine) -> None:
    """Of a session of many megabytes the end is enough; a line of half a megabyte after the last figure hides none."""
    filler = json.dumps({"type": "response_item", "payload": "x" * 500_000}) + "\n"
    machine.write_session(filler * 10 + _line(5, 42) + filler)

    assert {"session": 42} == percents(_reading(machine))


def test_packed_and_foreign_files_are_skipped(machine: CodexMachine) -> None:
    """`.jsonl.zst` is not opened, nor what is no session, and a folder with the name of one stops nothing."""
    path = machine.write_session(RECORDED)
    for name in ("rollout-packed.jsonl.zst", "notes.jsonl"):
        (path.parent / name).write_text(_line(0, 99))
    (path.parent / "rollout-folder.jsonl").mkdir()

    assert 42 == percents(_reading(machine))["session"]


def test_a_resumed_session_of_an_old_day_is_found(machine: CodexMachine) -> None:
    """It goes on in the file of its first day; the newest change counts, not the newest name."""
    old = machine.write_session(_line(1, 42), day="2025/03/01", name="rollout-old")
    for number in range(sessions.MAX_FILES + 3):
        path = machine.write_session(_line(300, 5, NOW + timedelta(hours=1)), day=f"2026/11/{number + 1:02}")
        os.utime(path, (1_700_000_000, 1_700_000_000))

    assert old.exists()
    assert {"session": 42} == percents(_reading(machine))


def test_activity_is_the_last_change_of_a_session(machine: CodexMachine) -> None:
    """Codex is in use when it writes a session: a new file, a new day, and a reported file of an old day are seen."""
    provider = machine.provider()

    def at(path: Path, seconds: int) -> datetime | None:
        os.utime(path, (seconds, seconds))
        return asyncio.run(provider.active_at())

    assert asyncio.run(provider.active_at()) is None
    first = machine.write_session("{}\n")
    machine.now += timedelta(hours=1)
    assert datetime.fromtimestamp(1_764_000_000, UTC) == at(first, 1_764_000_000)
    second = machine.write_session("{}\n", day="2026/12/01")
    assert datetime.fromtimestamp(1_764_000_100, UTC) == at(second, 1_764_000_100)
    assert datetime.fromtimestamp(1_764_000_200, UTC) == at(first, 1_764_000_200)
    old = machine.write_session("{}\n", day="2024/01/01")
    provider.note_changes(Changes.of([(Topic.TRANSCRIPTS, str(old))]))
    assert datetime.fromtimestamp(1_764_000_300, UTC) == at(old, 1_764_000_300)


def test_a_written_session_is_read_again(machine: CodexMachine) -> None:
    """The version of the login changes with its session files, so that new usage is seen, and rests while they do."""
    path = machine.write_session(_line(10, 30))
    provider = machine.provider()

    def used() -> float | None:
        (reading,) = asyncio.run(provider.local_readings())
        return reading.windows[0].percent

    assert 30 == used()
    before = provider.login_version()
    assert before == provider.login_version()
    with path.open("a") as file:
        file.write(_line(5, 42))
    assert before != provider.login_version()
    assert 42 == used()


def test_what_sessions_say_spares_a_request(machine: CodexMachine) -> None:
    """Session files that tell every limit of the last answer count as an update: the next request comes later."""
    machine.read()
    machine.now = NOW + timedelta(minutes=6)
    limits = {"used_percent": 62, "window_minutes": 10_080, "resets_at": WEEK_RESET.timestamp()}
    path = machine.write_session(_line(-5, 43, secondary=limits))
    os.utime(path, (machine.now.timestamp(), machine.now.timestamp()))

    state = machine.read(requested=False)

    assert 1 == len(machine.server.requests)
    assert {"session": 43, "weekly_all": 62} == percents(state.reading)
