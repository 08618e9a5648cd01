"""The whole reading side, from a login on disk to snapshots on the bridge."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.system.wakeup import listening, send_wake
from brim.cli.statusline import limitsfile
from brim.model.account import Health
from brim.model.command import ChangeSetting, DesktopEvent, Refresh, ReportDesktopEvent, Snooze
from brim.model.options import DemoMode
from brim.model.usage import Source
from tests.support.historyrecords import rows
from tests.support.messagingrules import TOKEN as MESSAGING_TOKEN
from tests.support.messagingservers import running_service
from tests.support.sandbox import TOKEN, Sandbox, start_brim, status_json, wait_for
from tests.support.servingtray import is_read, serving, take
from tests.support.usageserver import Answer, answer_from_fixture, future_usage_answer, load_fixture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brim.model.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("fresh_settings")


@pytest.fixture
def fresh_settings(sandbox: Sandbox) -> None:
    """Settings as this test's environment says, not as an earlier test's did."""
    from brim.backend.settings import load

    load._settings.clear()
    assert sandbox.config.exists()
    sandbox.server.answers = [future_usage_answer()]


def has(health: Health) -> Callable[[Snapshot], bool]:
    """Whether the one account had this outcome, and is not being read."""
    return lambda snapshot: any(view.health is health and not view.being_read for view in snapshot.accounts)


def test_from_login_to_snapshot(sandbox: Sandbox) -> None:
    """A login on disk and a server make a number on the bridge, and the end is told."""
    with serving() as bridge:
        view = take(bridge, is_read).accounts[0]

    assert ("Max", "person@example.com", 78.0) == (view.plan, view.account.label, view.windows[2].percent)
    assert take(bridge, lambda snapshot: snapshot.closing).accounts[0].windows == view.windows
    assert len(sandbox.server.requests) == 1


@pytest.mark.parametrize("kind", ["telegram", "pushover"])
def test_a_phone_gets_what_the_desktop_shows(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A limit past a threshold is one notification and one message with its words; a restart sends neither again."""
    with running_service(kind) as standin:
        monkeypatch.setenv("BRIM_HOOKS__WEBHOOK_KIND", kind)
        monkeypatch.setenv("BRIM_HOOKS__WEBHOOK__LIMIT", standin.url)
        with serving() as bridge:
            alerts = take(bridge, lambda snapshot: any("78%" in alert.title for alert in snapshot.alerts)).alerts
            wait_for(lambda: bool(standin.posts or standin.refusals))
        with serving() as bridge:
            take(bridge, is_read)

    (alert,) = (alert for alert in alerts if "78%" in alert.title)
    (post,) = standin.posts
    told = post.fields["text"].split("\n", 1) if kind == "telegram" else [post.fields["title"], post.fields["message"]]
    assert [alert.title, alert.body] == told
    assert MESSAGING_TOKEN not in (sandbox.state / "logs" / "brim.log").read_text()


@pytest.mark.timeout(300)
def test_fifty_commands_beside_the_tray(sandbox: Sandbox) -> None:
    """Fifty commands at once, beside a tray that is just about to ask, and all of them together make one request."""
    answer = future_usage_answer()
    sandbox.server.answers = [answer, replace(answer, before=lambda: threading.Event().wait(0.5))]
    with serving() as bridge, ExitStack() as stack:
        take(bridge, is_read)
        sandbox.let_be_due()
        commands = [stack.enter_context(start_brim("status", "--json")) for _ in range(50)]
        send_wake(sandbox.state)
        outs = [json.loads(command.communicate(timeout=240)[0]) for command in commands]

    assert [0] * 50 == [command.returncode for command in commands]
    assert [42.0] * 50 == [out["windows"][0]["percent"] for out in outs]
    assert 2 == len(sandbox.server.requests)
    assert 2 == json.loads(sandbox.account_file("gate.json").read_text())["attempts"]["total"]


@pytest.mark.parametrize("answer", [answer_from_fixture("error-429"), future_usage_answer()])
def test_a_removed_state_folder_comes_back(sandbox: Sandbox, answer: Answer) -> None:
    """When the data folder is removed under a running tray, all files come back as they were, without a request."""
    sandbox.server.answers = [answer]
    accounts = {"gate.json", "figures.json", "reading.json"} if answer.status == 200 else {"gate.json"}
    expected = accounts | {"choices.json", "presence.json", "tray.json", "episodes.json", "brim.log"}
    with serving() as bridge:
        take(bridge, is_read if answer.status == 200 else has(Health.BLOCKED))
        bridge.send(ReportDesktopEvent(DesktopEvent.IDLE))
        bridge.send(ChangeSetting("icon.style", "ring"))
        bridge.send(Snooze("pace", datetime.now(UTC) + timedelta(hours=1)))
        wait_for(lambda: expected <= _names(sandbox.state))
        wait_for(lambda: "ring" in (sandbox.state / "choices.json").read_text())
        wait_for(lambda: "pace" in (sandbox.state / "episodes.json").read_text())
        before = {name: json.loads(sandbox.account_file(name).read_text()) for name in accounts}
        printed = _printed(status_json()[1])
        shutil.rmtree(sandbox.state)
        bridge.send(Refresh())
        wait_for(lambda: expected <= _names(sandbox.state))
        after = {name: json.loads(sandbox.account_file(name).read_text()) for name in accounts}
        printed_again = _printed(status_json("--refresh")[1])

    assert before == after
    assert "ring" in (sandbox.state / "choices.json").read_text()
    assert "pace" in (sandbox.state / "episodes.json").read_text()
    assert printed == printed_again
    assert len(sandbox.server.requests) == 1
    if sys.platform != "win32":
        assert not any(path.stat().st_mode & 0o077 for path in (sandbox.state, *sandbox.state.rglob("*")))


def _printed(output: dict[str, Any]) -> list[object]:  # Any: the JSON of a foreign program
    return [output["health"], *((window["id"], window["percent"]) for window in output["windows"])]


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*")}


def test_the_demo_is_labelled_and_leaves_no_trace(sandbox: Sandbox) -> None:
    """A snapshot of the demo says that it is one; no request is sent, and nothing is kept."""
    with serving(DemoMode.ALWAYS) as bridge:
        shown = take(bridge, is_read)

    assert shown.demo
    assert sandbox.server.requests == []
    assert not sandbox.state.exists()


def test_files(sandbox: Sandbox) -> None:
    """All that is written lies in the data folder, holds no token, and the port is taken back at the end."""
    with serving() as bridge:
        take(bridge, is_read)
        wait_for((sandbox.state / "tray.json").exists)
    files = [path for path in sandbox.state.rglob("*") if path.is_file()]

    logs = {"alerts.jsonl", "brim.log"}
    names = {
        "figures.json",
        "gate.json",
        "reading.json",
        "lock",
        "episodes.json",
        "introduced.json",
        "history.db",
        "status.json",
        "costs.db",
    } | logs
    assert names == {path.name for path in files}
    assert not any(TOKEN.encode() in path.read_bytes() for path in files)


def test_history(sandbox: Sandbox) -> None:
    """The tray keeps what it reads and what the status line tells, once, whatever other commands bring the same."""
    os.utime(sandbox.claude / ".credentials.json", (0, 0))  # the status line speaks of the login that is there
    with serving() as bridge:
        first = take(bridge, is_read).accounts[0]
        status_json()
        told = load_fixture("statusline") | {"transcript_path": str(sandbox.claude / "projects" / "here" / "one.jsonl")}
        reset = first.windows[0].resets_at
        assert reset is not None
        told["rate_limits"] = {"five_hour": {"used_percentage": 43.5, "resets_at": reset.timestamp()}}
        limitsfile.store_limits(told, str(sandbox.claude), str(sandbox.state), time.time())
        take(bridge, lambda snapshot: Source.STATUSLINE in {one.source for one in snapshot.accounts[0].windows})
        status_json()
    kept = rows(sandbox.state)

    assert len(kept) == len({row[:3] for row in kept})
    assert {window.id for window in first.windows} == {name for _, name, *_ in kept}
    assert [43.5] == [
        percent for _, name, _, percent, _, source, _ in kept if (name, source) == ("session", "statusline")
    ]


def test_bell(sandbox: Sandbox) -> None:
    """When another process has read, its ring brings the new number."""
    with serving() as bridge:
        take(bridge, is_read)
        path = sandbox.account_file("reading.json")
        content = json.loads(path.read_text())
        content["windows"][0]["percent"] = 66.0
        path.write_text(json.dumps(content))
        send_wake(sandbox.state)

        snapshot = take(bridge, lambda snapshot: snapshot.accounts[0].windows[0].percent == 66.0)

    assert "Max" == snapshot.accounts[0].plan


def test_hundred_clicks(sandbox: Sandbox) -> None:
    """A hundred clicks over the bridge are one request."""
    with serving() as bridge:
        for _ in range(100):
            bridge.send(Refresh())
        take(bridge, is_read)
        for _ in range(100):
            bridge.send(Refresh())

    assert take(bridge, lambda snapshot: snapshot.closing).accounts
    assert len(sandbox.server.requests) == 1


def test_quit_during_a_request(sandbox: Sandbox) -> None:
    """Ending does not wait for a server that does not answer."""
    sandbox.server.answers = [Answer(drip=b" ")]
    with serving():
        wait_for(lambda: len(sandbox.server.requests) == 1)

    assert len(sandbox.server.requests) == 1


def test_bad_url(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL that may not be asked is shown as the problem, and nobody is asked."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", "http://example.com")
    with serving() as bridge:
        view = take(bridge, lambda snapshot: snapshot.accounts[0].problem is not None).accounts[0]

    assert view.health is Health.ERROR
    assert view.problem is not None
    assert "BRIM_CLAUDE__API_URL" in view.problem.title
    assert [] == sandbox.server.requests


def test_bad_setting(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used is told in a notice, and reading goes on."""
    monkeypatch.setenv("BRIM_POLL__INTERVAL", "often")
    with serving() as bridge:
        snapshot = take(bridge, lambda snapshot: bool(snapshot.alerts))
        if not is_read(snapshot):  # both may come at once
            take(bridge, is_read)

    assert "BRIM_POLL__INTERVAL" in next(alert.body for alert in snapshot.alerts if alert.key == "settings")
    assert len(sandbox.server.requests) == 1


def test_demo(sandbox: Sandbox) -> None:
    """The demo reads no login, asks nobody and writes nothing."""
    with serving(DemoMode.ALWAYS) as bridge:
        snapshot = take(bridge, is_read)

    assert snapshot.demo
    assert [] == sandbox.server.requests
    assert not sandbox.state.exists()


@pytest.mark.parametrize(("change", "demo"), [("none", True), ("expired", False), ("unreadable", False)])
def test_demo_if_no_login(sandbox: Sandbox, change: str, demo: bool) -> None:  # noqa: FBT001 - a row of the table
    """Only a login that is nowhere brings the demo; one that is expired or cannot be read is a login."""
    path = sandbox.write_login(expiresAt=1000)
    if change == "none":
        path.unlink()
    elif change == "unreadable":
        path.write_text("{")
    with serving(DemoMode.IF_NO_LOGIN) as bridge:
        snapshot = take(bridge, lambda snapshot: bool(snapshot.accounts))

    assert demo is snapshot.demo
    assert [] == sandbox.server.requests


def test_recovers(sandbox: Sandbox) -> None:
    """A login that was missing is found when it comes, after a ring, without a restart."""
    path = sandbox.claude / ".credentials.json"
    path.unlink()
    with serving() as bridge:
        take(bridge, has(Health.SIGNED_OUT))
        sandbox.write_login()
        send_wake(sandbox.state)

        assert take(bridge, has(Health.OK)).accounts[0].windows
    assert len(sandbox.server.requests) == 1


def test_ring_without_a_tray(tmp_path: Path) -> None:
    """Ringing where no tray runs, or where its file makes no sense, does nothing."""
    send_wake(tmp_path)
    (tmp_path / "tray.json").write_text('{"port": "x"}')
    send_wake(tmp_path)

    assert (tmp_path / "tray.json").exists()


def test_bell_without_a_folder(tmp_path: Path) -> None:
    """Where the port cannot be written, the tray runs all the same."""
    (tmp_path / "state").write_text("in the way")

    async def go() -> None:
        async with listening(tmp_path / "state", lambda: None) as port:
            assert port is None
        await asyncio.sleep(0)

    asyncio.run(go())

    assert (tmp_path / "state").read_text() == "in the way"


def test_a_new_login_is_seen_at_once(sandbox: Sandbox) -> None:
    """The system reports a login: it is read at once, without a look by the clock."""
    login = sandbox.claude / ".credentials.json"
    content = login.read_text()
    login.unlink()
    with serving() as bridge:
        take(bridge, has(Health.SIGNED_OUT))
        wait_for((sandbox.state / "watching.json").exists)
        began = time.monotonic()
        login.write_text(content)
        take(bridge, is_read)

        assert time.monotonic() - began < 10
    assert not (sandbox.state / "watching.json").exists()
