"""Two providers in one Brim: each is introduced before it is asked, and none can stop the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.load import reload_settings
from brim.bridge import Bridge
from brim.model.command import NotificationResult, Refresh
from tests.support.sandbox import Sandbox, start_brim, status_json
from tests.support.servingtray import serving, take
from tests.support.usageserver import (
    Answer,
    UsageServer,
    answer_from_fixture,
    future_usage_answer,
    load_fixture,
    running_server,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.model.alert import Alert
    from brim.model.snapshot import Snapshot


@pytest.fixture(autouse=True)
def opencode(sandbox: Sandbox, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """Opencode beside Claude: its key in this home, and its server."""
    monkeypatch.delenv("OPENCODE_API_KEY", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    path = home / ".local/share/opencode/auth.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"opencode-go": {"type": "api", "key": "oc-invented"}}))
    sandbox.server.answers = [future_usage_answer()]
    with running_server() as server:
        usage = load_fixture("opencode-go-usage")
        for limit in usage["usage"].values():
            limit["resetsAt"] = "2090-01-01T00:00:00Z"
        server.answers = [Answer(200, json.dumps(usage).encode())]
        monkeypatch.setenv("BRIM_OPENCODE__API_URL", server.url)
        reload_settings()
        yield server


def _providers(snapshot: Snapshot) -> set[str]:
    """Those whose usage is known."""
    return {view.account.provider for view in snapshot.accounts if view.fetched_at is not None}


def _introductions(snapshot: Snapshot) -> list[Alert]:
    return [alert for alert in snapshot.alerts if alert.key == "welcome"]


def _stored(sandbox: Sandbox) -> list[str]:
    path = sandbox.state / "introduced.json"
    return json.loads(path.read_text())["providers"] if path.exists() else []


def test_a_tray_says_whom_it_found_before_it_asks(sandbox: Sandbox, opencode: UsageServer) -> None:
    """One notification names both, who is asked and what is read; only then each is asked once."""
    before: list[list[str]] = []
    body = opencode.answers[0].body
    opencode.answers = [Answer(body=body, before=lambda: before.append(_stored(sandbox)))]
    alerts: list[Alert] = []

    def both(snapshot: Snapshot) -> bool:
        alerts.extend(_introductions(snapshot))
        return _providers(snapshot) == {"claude", "opencode"}

    with serving() as bridge:
        take(bridge, both)

    assert ["Brim is running in the tray"] == [alert.title for alert in alerts]
    assert (
        "Your Claude and opencode Go usage is shown from now on. Brim only reads the logins of Claude Code and "
        "opencode, and asks nobody but Anthropic and opencode.ai for your usage."
    ) == alerts[0].body
    assert [["claude", "opencode"]] == before
    assert (1, 1) == (len(sandbox.server.requests), len(opencode.requests))


@pytest.mark.parametrize(("outcome", "stored"), [("shown", ["claude", "opencode"]), ("failed", [])])
def test_nothing_is_sent_before_the_desktop_has_answered(
    sandbox: Sandbox, opencode: UsageServer, outcome: str, stored: list[str]
) -> None:
    """Until the notification was shown no provider is asked, on request neither; one that failed comes again."""
    with serving(bridge=Bridge()) as bridge:
        take(bridge, lambda snapshot: bool(_introductions(snapshot)))
        bridge.send(Refresh())
        take(bridge, lambda snapshot: any(alert.key == "refresh" for alert in snapshot.alerts))
        assert ([], []) == (sandbox.server.requests, opencode.requests)
        bridge.send(NotificationResult("welcome", outcome))
        take(bridge, lambda snapshot: _providers(snapshot) == {"claude", "opencode"})

    assert (1, 1) == (len(sandbox.server.requests), len(opencode.requests))
    assert stored == _stored(sandbox)
    titles = list[str]()

    def both(snapshot: Snapshot) -> bool:
        titles.extend(alert.title for alert in _introductions(snapshot))
        return _providers(snapshot) == {"claude", "opencode"} and bool(stored or titles)

    with serving() as bridge:
        take(bridge, both)
    assert ([] if stored else ["Brim is running in the tray"]) == titles


def test_a_provider_that_is_found_later_is_introduced_then(sandbox: Sandbox, opencode: UsageServer) -> None:
    """Who knows Brim for long hears of a new provider once, before the first request to it."""
    (sandbox.state).mkdir()
    (sandbox.state / "episodes.json").write_text(json.dumps({"schema": 1, "welcomed_at": "2026-01-01T00:00:00Z"}))
    titles: list[str] = []

    def is_shown(snapshot: Snapshot) -> bool:
        titles.extend(alert.title for alert in _introductions(snapshot))
        return "opencode" in _providers(snapshot)

    for _ in range(2):
        with serving() as bridge:
            take(bridge, is_shown)

    assert len(opencode.requests) == 1
    assert ["New provider found"] == titles


def test_a_command_says_so_on_standard_error(opencode: UsageServer) -> None:
    """The first command that asks a provider says so; the JSON is as always, and `--all` has both."""
    code, out, errors = status_json("--all")
    again = status_json("--all")

    assert (0, ["claude", "opencode"]) == (code, [one["provider"] for one in out])
    assert errors.startswith("brim: New provider found. Your opencode Go usage is shown from now on.")
    assert (0, "") == (again[0], again[2])
    assert len(opencode.requests) == 1


def test_one_provider_is_switched_off_alone(
    sandbox: Sandbox, opencode: UsageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `opencode.network` nothing is sent there, and Claude is read as always."""
    monkeypatch.setenv("BRIM_OPENCODE__NETWORK", "false")
    _, out, errors = status_json("--all")

    assert {"claude": "ok", "opencode": "offline"} == {one["provider"]: one["health"] for one in out}
    assert "BRIM_OPENCODE__NETWORK" in errors
    assert (1, 0) == (len(sandbox.server.requests), len(opencode.requests))


def test_only_named_providers_are_read(
    sandbox: Sandbox, opencode: UsageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`providers` says whose usage is shown; a wrong name lets nobody be asked."""
    monkeypatch.setenv("BRIM_PROVIDERS", "opencode")
    assert ["opencode"] == [one["provider"] for one in status_json("--all")[1]]
    assert [] == sandbox.server.requests
    monkeypatch.setenv("BRIM_PROVIDERS", "claud")
    _, out, errors = status_json("--all")

    assert [("claude", "error")] == [(one["provider"], one["health"]) for one in out]
    assert "Did you mean `claude`?" in errors
    assert (0, 1) == (len(sandbox.server.requests), len(opencode.requests))


@pytest.mark.parametrize("general", [True, False], ids=["any use", "plan"])
def test_a_key_for_any_use_without_a_plan_is_left_out(
    opencode: UsageServer, home: Path, monkeypatch: pytest.MonkeyPatch, *, general: bool
) -> None:
    """A key that may be for other things is asked once and then not shown; one that is for the plan keeps its row."""
    opencode.answers = [answer_from_fixture("opencode-go-error-403")]
    if general:
        (home / ".local/share/opencode/auth.json").unlink()
        monkeypatch.setenv("OPENCODE_API_KEY", "oc-general")
    status_json("--all")
    _, out, _ = status_json("--all", "--refresh")
    with start_brim("doctor") as process:
        report, _ = process.communicate(timeout=60)
    shown = {"opencode": "no_limits"}

    assert {"claude": "ok"} | ({} if general else shown) == {one["provider"]: one["health"] for one in out}
    assert general is ("This key has no opencode Go plan" in " ".join(report.split()))
    assert len(opencode.requests) == 1

    monkeypatch.setenv("BRIM_PROVIDERS", "claude,opencode")
    assert {"claude": "ok"} | shown == {one["provider"]: one["health"] for one in status_json("--all")[1]}


def test_a_removed_login_leaves_the_other_alone(sandbox: Sandbox, home: Path) -> None:
    """Without a key opencode is not shown; without Claude's login opencode still is."""
    (home / ".local/share/opencode/auth.json").rename(home / "key")
    assert ["claude"] == [one["provider"] for one in status_json("--all")[1]]
    (home / "key").rename(home / ".local/share/opencode/auth.json")
    (sandbox.claude / ".credentials.json").unlink()

    assert "opencode" in [one["provider"] for one in status_json("--all")[1]]


def test_doctor_has_a_part_for_each(opencode: UsageServer) -> None:
    """Doctor shows both logins, sends nothing, and shows no key."""
    with start_brim("doctor", "--json") as process:
        text, _ = process.communicate(timeout=60)
    report = json.loads(text)

    assert ["claude", "opencode"] == [account["provider"] for account in report["accounts"]]
    assert {"Login, Claude", "Login, opencode Go"} <= {line["topic"] for line in report["lines"]}
    assert (None, None) == (report["accounts"][1]["program"], report["accounts"][1]["statusline"])
    assert "usable" == report["accounts"][1]["login"]["state"]
    assert "oc-invented" not in text
    assert [] == opencode.requests
