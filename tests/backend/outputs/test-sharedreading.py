"""What the shared files tell: the file of the tray, and what the status line reported later."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs import states
from brim.backend.outputs.sharedreading import Shared
from tests.support.sharedfiles import NOW, RESET, WEEK, account, iso, limit, report, share

if TYPE_CHECKING:
    from pathlib import Path

MINUTE = timedelta(minutes=1)


def percents(state: Path, when: datetime = NOW) -> list[tuple[str, float | None]]:
    """The limits of the account that is shown."""
    return [(entry.id, entry.percent) for entry in Shared(str(state), when.timestamp()).reading().limits]


def test_status_line_counts_when_it_is_newer(tmp_path: Path) -> None:
    """What Claude Code reported after the tray wrote replaces the session and the week of its own folder's account."""
    folder = tmp_path / "claude"
    state = share(tmp_path / "state", account(stale=True, problem={"title": "Offline"}), roots={"work" + 12 * "0": []})
    report(state, folder, NOW + MINUTE, five_hour=95, seven_day=62)
    assert [("session", 42.0), ("weekly_all", 61.9)] == percents(state)

    share(state, account(stale=True), roots={"work" + 12 * "0": [str(folder / "projects")]})
    reading = Shared(str(state), NOW.timestamp()).reading()
    assert [("session", 95.0), ("weekly_all", 62.0)] == percents(state)
    assert (states.CRITICAL, "", (NOW + MINUTE).timestamp()) == (
        reading.state(NOW.timestamp()),
        reading.problem,
        reading.read_at,
    )


def test_older_report_changes_nothing(tmp_path: Path) -> None:
    """A report from before the tray's reading, or from the same moment, is not taken."""
    state = share(tmp_path / "state", account(), roots={"work" + 12 * "0": [str(tmp_path / "projects")]})
    for age in (MINUTE, timedelta(seconds=1)):
        report(state, tmp_path, NOW - age, five_hour=10)
        assert [("session", 42.0), ("weekly_all", 61.9)] == percents(state)


def test_status_line_alone_is_enough(tmp_path: Path) -> None:
    """Where no tray ever ran, the reports of the status line are shown, and become old within the hour."""
    report(tmp_path, tmp_path / "claude", NOW, five_hour=42)

    assert [("session", 42.0)] == percents(tmp_path)
    reading = Shared(str(tmp_path), NOW.timestamp()).reading()
    assert (states.OK, states.STALE) == tuple(
        reading.state((NOW + age).timestamp()) for age in (59 * MINUTE, 61 * MINUTE)
    )


def test_early_figure_of_a_limit_ends_with_it(tmp_path: Path) -> None:
    """At its reset a limit loses its percentage, its forecast and its project."""
    state = share(tmp_path, account(limit(outlook="x", chance=0.9, pace=2.0, top_project={"name": "brim"})))
    before, after = (Shared(str(state), when.timestamp()).reading().limits[0] for when in (RESET - MINUTE, RESET))

    assert (42.0, "x", 0.9, 2.0, "brim") == (
        before.percent,
        before.forecast,
        before.chance,
        before.pace,
        before.project,
    )
    assert (None, "", None, None, "", "unknown") == (
        after.percent,
        after.forecast,
        after.chance,
        after.pace,
        after.project,
        after.level,
    )


def test_cost_ends_with_its_day(tmp_path: Path) -> None:
    """The cost of today is not shown tomorrow."""
    state = share(tmp_path, account())

    assert (4.236, None) == tuple(
        Shared(str(state), when.timestamp()).reading().cost_today for when in (NOW, NOW + timedelta(days=1))
    )


def test_limits_have_short_names(tmp_path: Path) -> None:
    """A limit is found by its id, as `week`, as `pressing`, and a weekly one by its model in any case of letters."""
    fable = limit(80.0, "weekly_scoped:Fable", "Fable (week)")
    reading = Shared(str(share(tmp_path, account(limit(), WEEK, fable))), NOW.timestamp()).reading()

    def found(name: str) -> str | None:
        return None if (entry := reading.limit(name)) is None else entry.id

    assert ["session", "weekly_all", "session"] == [found(name) for name in ("session", "week", "pressing")]
    assert 2 * ["weekly_scoped:Fable"] == [found(name) for name in ("fable", "weekly_scoped:Fable")]
    assert found("opus") is None


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"schema": 2, "accounts": [{}]}', b"\xff\xfe", b"[" * 100_000, b"1" * 10_000]
)
def test_unusable_file_is_none(tmp_path: Path, content: bytes) -> None:
    """A file that cannot be used counts as none, whatever is in it."""
    (tmp_path / "statusline").mkdir()
    for path in (tmp_path / "status.json", tmp_path / "statusline" / "x.json"):
        path.write_bytes(content)

    assert states.NONE == Shared(str(tmp_path), NOW.timestamp()).reading().state(NOW.timestamp())


@pytest.mark.parametrize("value", [None, True, -1, 1e300, "x", [], {}, [[]], {"id": {}}, "9" * 5000])
def test_each_value_is_checked_on_its_own(tmp_path: Path, value: object) -> None:
    """Any value may be anything: the others still count."""
    whole = account()
    for key in whole:
        assert Shared(str(share(tmp_path, whole | {key: value})), NOW.timestamp()).reading() is not None
    for key in whole["windows"][0]:
        state = share(tmp_path, account(limit() | {key: value}, WEEK))
        assert ("weekly_all", 61.9) == percents(state)[1]
    for key in ("accounts", "roots", "made_at", "show"):
        content = json.loads((share(tmp_path, whole) / "status.json").read_text()) | {key: value}
        (tmp_path / "status.json").write_text(json.dumps(content))
        assert Shared(str(tmp_path), NOW.timestamp()).reading() is not None


def test_reset_time_is_kept_as_it_was_written(tmp_path: Path) -> None:
    """A time of the file is read to the second."""
    state = share(tmp_path, account(limit(resets_at=iso(RESET))))

    assert RESET.timestamp() == Shared(str(state), NOW.timestamp()).reading().limits[0].resets_at
