"""The data folder of every earlier stage of Brim is read by this one, with nothing lost.

`tests/support/fixtures/README.md` says how the folders were made.
"""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim import __version__
from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.fetching.gateformat import AttemptHistoryFile
from brim.backend.metrics.counterfile import CounterFile
from brim.backend.providerlist.introduced import IntroducedProviders
from brim.backend.providers.claude.localfiles import statusline_path, statusline_reading
from tests.support.olderstate import SERVER, STAGES, printed, unpack
from tests.support.sandbox import start_brim
from tests.support.servingtray import is_read, serving, take
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

FULL = STAGES[1:]
"""The stages that have a history."""


@pytest.fixture
def machine(sandbox: Sandbox, home: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """The folder of the stage that a test names; nothing is sent."""
    unpack(request.param, sandbox.state, home)
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", SERVER)
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "false")
    return sandbox


def ask(*arguments: str) -> str:
    """What a command prints, which complains about no file."""
    with start_brim(*arguments) as process:
        out, errors = process.communicate(timeout=60)
    assert not any(word in errors for word in ("json", ".db", "cannot", "Traceback")), errors
    return out


def history() -> list[dict[str, Any]]:  # Any: what JSON holds
    """All readings, as `brim history export` writes them, without the names of limits."""
    lines = [json.loads(line) for line in ask("history", "export", "-").splitlines()]
    return [{key: value for key, value in line.items() if key != "label"} for line in lines[1:]]


@pytest.mark.parametrize(("machine", "stage"), [(stage, stage) for stage in FULL], indirect=["machine"])
def test_the_last_usage_is_still_known(machine: Sandbox, stage: str) -> None:
    """`brim status` has the last reading with its time, plan and limits, before anything new is read."""
    status, expected = json.loads(ask("status", "--json")), printed(stage)["status"]

    assert [] == machine.server.requests
    assert expected["fetched_at"] == status["fetched_at"]
    assert set(expected["windows"]) == {window["id"] for window in status["windows"]}
    assert expected["plan"].startswith(status["plan"])


@pytest.mark.parametrize(("machine", "stage"), [(stage, stage) for stage in FULL], indirect=["machine"])
def test_every_reading_is_in_the_history(machine: Sandbox, stage: str) -> None:
    """Each reading is exported as the stage exported it: time, percentage, reset, source and length."""
    assert printed(stage)["history"]
    assert printed(stage)["history"] == history()
    assert [] == list(machine.state.glob("*damaged*"))


@pytest.mark.parametrize(("machine", "stage"), [(stage, stage) for stage in FULL[1:]], indirect=["machine"])
def test_the_tokens_of_deleted_transcripts_are_counted(machine: Sandbox, stage: str) -> None:
    """The cost file has all that transcripts held which are no longer there."""
    total, expected = json.loads(ask("usage", "--since", "2026-11-01", "--json"))["total"], printed(stage)["usage"]

    assert not list(machine.claude.glob("projects/-home-example-app/*"))
    assert {name: value for name, value in expected.items() if name != "cost"} == {
        name: total[name] for name in expected if name != "cost"
    }


@pytest.mark.parametrize("machine", FULL, indirect=True)
def test_choices_of_the_menu_still_count(machine: Sandbox) -> None:
    """Style, used or remaining, and the alert that was switched off are as they were chosen, without a complaint."""
    config = ask("config", "--json")
    found = {one["name"]: one["value"] for one in json.loads(config)["settings"]}

    assert machine.state.exists()
    assert ("bars", "remaining", False) == tuple(found[name] for name in ("icon.style", "icon.show", "alerts.pace"))


@pytest.mark.parametrize(("machine", "stage"), [(stage, stage) for stage in STAGES], indirect=["machine"])
def test_no_notification_comes_twice(machine: Sandbox, stage: str) -> None:
    """What was sent, that the user was welcomed, and what was snoozed are known; the log has each decision."""
    memory = AlertMemoryStore(machine.state / "episodes.json")
    memory.load()
    log = [
        [one["at"], one["rule"], one["window"], one["verdict"]] for one in json.loads(ask("alerts", "log", "--json"))
    ]

    assert memory.welcomed
    assert {"weekly_scoped:Fable"} == {key.window for key in memory.memory.sent}
    assert log == printed(stage)["alerts"]
    if stage != "first":
        assert [("reset", datetime(2036, 1, 1, tzinfo=UTC))] == [(one.rule, one.until) for one in memory.snoozed]


def test_requests_of_the_last_hour_go_on() -> None:
    """0.1.0 kept no list of them: its last attempts count, except those that sent no request."""
    now = datetime(2026, 11, 29, 17, 43, tzinfo=UTC)
    recent = [(90, 0.3), (43, 0.3), (23, 0.1), (13, None), (3, 0.1)]
    attempts = [
        {"at": (now - timedelta(minutes=minutes)).isoformat(), "health": "ok", "seconds": seconds}
        for minutes, seconds in recent
    ]
    gate = {"attempts": {"total": 29, "day": "2026-11-29", "today": 29}, "recent": attempts}
    counts = AttemptHistoryFile.model_validate(gate).counts()

    assert [43, 23, 3] == [(now - at).total_seconds() / 60 for at in counts.sent_in_hour_before(now)]
    later = now + timedelta(minutes=30)
    assert [53, 33, 0] == [(later - at).total_seconds() / 60 for at in counts.with_request(later).last_hour]


@pytest.mark.parametrize("told", [{}, {"version": __version__}])
def test_beside_a_tray_of_the_first_version_commands_share_what_they_read(
    sandbox: Sandbox, *, told: dict[str, str]
) -> None:
    """Bars and `brim gate` see what `brim status` reads, because the tray of 0.1.0 does not write their file."""
    sandbox.server.answers = [future_usage_answer()]
    sandbox.state.mkdir()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tray_socket:
        tray_socket.bind(("127.0.0.1", 0))
        tray = {"port": tray_socket.getsockname()[1], "pid": 1}
        (sandbox.state / "tray.json").write_text(json.dumps(tray | told))
        ask("status", "--json")

    assert (not told) == (sandbox.state / "status.json").exists()


@pytest.mark.parametrize("machine", FULL, indirect=True)
def test_what_the_status_line_told_is_known(machine: Sandbox) -> None:
    """The limits that came with Claude Code's status line are read from their file."""
    reading = statusline_reading(statusline_path(machine.state, machine.claude))

    assert reading is not None
    assert [("session", 43.5)] == [(window.id, window.percent) for window in reading.windows]


@pytest.mark.parametrize("machine", ["providers"], indirect=True)
def test_introductions_and_counters_go_on(machine: Sandbox) -> None:
    """A provider is not introduced again, and what metrics counted does not begin at 0."""
    introduced = IntroducedProviders(machine.state)
    introduced.load()
    stored = json.loads((machine.state / "metrics.json").read_text())

    assert "claude" in introduced
    counters = CounterFile(machine.state).read()
    assert (stored["instance"], stored["started_at"]) == (counters.instance, counters.started_at)


@pytest.mark.parametrize(("machine", "stage"), [(stage, stage) for stage in STAGES], indirect=["machine"])
def test_a_tray_takes_the_folder_over(machine: Sandbox, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tray starts on the folder, sets no file aside, welcomes nobody again and keeps every reading."""
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "false")
    with serving() as bridge:
        shown = take(bridge, is_read if stage != "first" else lambda snapshot: bool(snapshot.accounts))
    kept = [] if stage == "first" else history()

    assert not any("running" in alert.title for alert in shown.alerts)
    assert [] == [path.name for path in machine.state.rglob("*") if ".broken" in path.name or "damaged" in path.name]
    assert [one for one in printed(stage)["history"] if one not in kept] == []
    assert [] == machine.server.requests
