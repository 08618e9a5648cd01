"""The placeholders of today's cost and of the top project, which come from the tray's file."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs.statusfile import STATUS_FILE
from brim.cli.statusline.usedby import usedby_values
from tests.support.statuslinerun import run_statusline, statusline_input

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.outputs.statusfile import Json

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
RESET = NOW + timedelta(hours=2)
TEMPLATE = "{cost_today}|{top_project}|{top_project_used}"


def account(name: str, cost: str | None, *windows: Json) -> Json:
    """An account of the file."""
    return {"account": {"id": name, "label": name}, "cost_today": cost, "windows": list(windows)}


def window(project: str, percent: float, *, headline: bool = False, resets_at: datetime = RESET) -> Json:
    """A limit that one project used most of."""
    top = {"name": project, "percent": percent}
    return {"headline": headline, "resets_at": f"{resets_at:%Y-%m-%dT%H:%M:%SZ}", "top_project": top}


def share(state: Path, *accounts: Json, roots: Json | None = None, made_at: datetime = NOW) -> Path:
    """Write the file as the tray does."""
    state.mkdir(exist_ok=True)
    content = {"schema": 1, "made_at": f"{made_at:%Y-%m-%dT%H:%M:%SZ}", "roots": roots or {}, "accounts": accounts}
    (state / STATUS_FILE).write_text(json.dumps(content))
    return state


def values(state: Path, transcript: str | None = None, now: datetime = NOW) -> tuple[str, ...]:
    """The values of the placeholders, for the session that writes a transcript."""
    data = {} if transcript is None else {"transcript_path": transcript}
    return tuple(usedby_values(str(state), data, now.timestamp()).values())


def test_line_shows_what_the_tray_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command fills its placeholders from the tray's file, and other tools' words cannot move the cursor."""
    now = datetime.now(UTC)
    late = window("brim\x1b[31m", 31.9, headline=True, resets_at=now + timedelta(days=1))
    monkeypatch.setenv("BRIM_STATE_DIR", str(share(tmp_path / "state", account("a", "4.236", late), made_at=now)))
    content = statusline_input(five_hour=42) | {"transcript_path": None}

    assert "$4.24|brim[31m|31%\n" == run_statusline(content, "--format", TEMPLATE).stdout.decode()


def test_line_without_a_tray_has_dashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no tray has shared anything, the placeholders are dashes."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path))

    assert "–|–|–\n" == run_statusline(statusline_input(five_hour=42), "--format", TEMPLATE).stdout.decode()


def test_pressing_limit_comes_first(tmp_path: Path) -> None:
    """The project is that of the limit that the icon shows, else that of the first limit that has one."""
    one, two = window("one", 5), window("two", 9, headline=True)

    assert ("$1.00", "two", "9%") == values(share(tmp_path, account("a", "1", one, two)))
    assert ("$1.00", "one", "5%") == values(share(tmp_path, account("a", "1", one, {"headline": True})))


def test_session_shows_its_own_account(tmp_path: Path) -> None:
    """A session shows the account whose folder its transcript lies in, and none where no account has it."""
    roots = {"a": [str(tmp_path / "a" / "projects")], "b": [str(tmp_path / "b" / "projects")]}
    share(tmp_path, account("a", "1", window("one", 5)), account("b", "2", window("two", 6)), roots=roots)

    assert ("$2.00", "two", "6%") == values(tmp_path, str(tmp_path / "b" / "projects" / "-x" / "s.jsonl"))
    assert ("", "", "") == values(tmp_path, str(tmp_path / "c" / "projects" / "-x" / "s.jsonl"))
    assert ("$1.00", "one", "5%") == values(tmp_path)


def test_figures_end_with_their_day_and_window(tmp_path: Path) -> None:
    """The cost of yesterday is not shown as today's, nor the project of a window that was reset."""
    share(tmp_path, account("a", "1", window("one", 5)))

    assert ("$1.00", "", "") == values(tmp_path, now=RESET)
    assert ("", "", "") == values(tmp_path, now=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"schema": 2, "accounts": [{"cost_today": "1"}]}', '{"schema": 1, "accounts": {"a": 1}}'],
)
def test_unusable_file_is_none(tmp_path: Path, content: str) -> None:
    """A file that cannot be used counts as none."""
    (tmp_path / STATUS_FILE).write_text(content)

    assert ("", "", "") == values(tmp_path)


@pytest.mark.parametrize("value", [None, 5, "x", [], {"id": []}, {"name": 1, "percent": True}])
def test_unusable_values_are_not_known(tmp_path: Path, value: object) -> None:
    """Each value is checked on its own."""
    usable = account("a", "1", window("one", 5))
    for changed in (
        {**usable, "cost_today": value},
        {**usable, "windows": value},
        {**usable, "windows": [value]},
        {**usable, "windows": [{**window("one", 5), "top_project": value}]},
        {**usable, "account": value},
    ):
        shown = values(share(tmp_path, changed, roots={"a": value}))
        assert shown[0] in {"$1.00", "", "$5.00"}
        assert shown[1:] in {("one", "5%"), ("", ""), ("", "5%")}
