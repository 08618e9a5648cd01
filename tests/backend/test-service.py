"""The whole reading side, from a login on disk to snapshots on the bridge."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend import service
from brim.backend.system.files import write_object
from brim.backend.system.wakeup import listening, send_wake
from brim.bridge import Bridge
from brim.cli.statusline import limitsfile
from brim.model.account import Health
from brim.model.command import Quit, Refresh
from brim.model.options import DemoMode
from brim.model.usage import Source
from tests.support.historyrecords import rows
from tests.support.sandbox import TOKEN, Sandbox, start_brim, status_json, wait_for
from tests.support.usageserver import Answer, future_usage_answer, load_fixture, usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from brim.model.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("fresh_settings")


@pytest.fixture
def fresh_settings(sandbox: Sandbox) -> None:
    """Settings as this test's environment says, not as an earlier test's did."""
    from brim.backend.settings import load

    load._settings.clear()
    assert sandbox.config.exists()


@contextmanager
def serving(demo: DemoMode = DemoMode.NEVER) -> Iterator[Bridge]:
    """A reading side in a thread of its own, ended by Quit at the end of the block."""
    bridge = Bridge()
    thread = threading.Thread(target=lambda: asyncio.run(service.serve(bridge, demo)))
    thread.start()
    try:
        yield bridge
    finally:
        bridge.send(Quit())
        thread.join(10)
        assert not thread.is_alive()


def take(bridge: Bridge, wanted: Callable[[Snapshot], bool]) -> Snapshot:
    """The first snapshot that is wanted."""
    while (snapshot := bridge.take(timeout=10)) is not None:
        if wanted(snapshot):
            return snapshot
    pytest.fail("no such snapshot came")


def has(health: Health) -> Callable[[Snapshot], bool]:
    """Whether the one account had this outcome, and is not being read."""
    return lambda snapshot: any(view.health is health and not view.being_read for view in snapshot.accounts)


def is_read(snapshot: Snapshot) -> bool:
    """Whether there is a number."""
    return any(view.fetched_at is not None for view in snapshot.accounts)


def test_from_login_to_snapshot(sandbox: Sandbox) -> None:
    """A login on disk and a server make a number on the bridge, and the end is told."""
    with serving() as bridge:
        view = take(bridge, is_read).accounts[0]

    assert ("Max 5x", "person@example.com", 78.0) == (view.plan, view.account.label, view.windows[2].percent)
    assert take(bridge, lambda snapshot: snapshot.closing).accounts[0].windows == view.windows
    assert len(sandbox.server.requests) == 1


@pytest.mark.timeout(300)
def test_fifty_commands_beside_the_tray(sandbox: Sandbox) -> None:
    """Fifty commands at once, beside a tray that is just about to ask, and all of them together make one request."""
    answer = future_usage_answer()
    sandbox.server.answers = [answer, replace(answer, before=lambda: threading.Event().wait(0.5))]
    with serving() as bridge, ExitStack() as stack:
        take(bridge, is_read)
        _let_be_due(sandbox)
        commands = [stack.enter_context(start_brim("status", "--json")) for _ in range(50)]
        send_wake(sandbox.state)
        outs = [json.loads(command.communicate(timeout=240)[0]) for command in commands]

    assert [0] * 50 == [command.returncode for command in commands]
    assert [42.0] * 50 == [out["windows"][0]["percent"] for out in outs]
    assert 2 == len(sandbox.server.requests)
    assert 2 == json.loads(sandbox.account_file("gate.json").read_text())["attempts"]["total"]


def _let_be_due(sandbox: Sandbox) -> None:
    """Let the last request be so long ago that the next one is due."""
    content = json.loads(sandbox.account_file("gate.json").read_text())
    content |= dict.fromkeys(("tried_at", "asked_at"), (datetime.now(UTC) - timedelta(seconds=1000)).isoformat())
    write_object(sandbox.account_file("gate.json"), content)


def test_the_demo_is_labelled_and_puts_a_notice_off(sandbox: Sandbox) -> None:
    """A snapshot of the demo says that it is one; one limit is snoozed; nobody is asked and nothing is kept."""
    with serving(DemoMode.ALWAYS) as bridge:
        shown = take(bridge, is_read)

    assert shown.demo
    assert ["weekly_scoped:Fable"] == [one.rule for one in shown.snoozed]
    assert sandbox.server.requests == []
    assert not sandbox.state.exists()


def test_files(sandbox: Sandbox) -> None:
    """All that is written lies in the state folder, holds no token, and the port is taken back at the end."""
    with serving() as bridge:
        take(bridge, is_read)
        wait_for((sandbox.state / "tray.json").exists)
    files = [path for path in sandbox.state.rglob("*") if path.is_file()]

    logs = {"alerts.jsonl", "brim.log"}
    names = {"figures.json", "gate.json", "reading.json", "lock", "episodes.json", "history.db"} | logs
    assert names == {path.name for path in files}
    assert not any(TOKEN.encode() in path.read_bytes() for path in files)


def test_history(sandbox: Sandbox) -> None:
    """The tray keeps what it reads and what the status line tells, once, whatever other commands bring the same."""
    os.utime(sandbox.claude / ".credentials.json", (0, 0))  # the status line speaks of the login that is there
    with serving() as bridge:
        first = take(bridge, is_read).accounts[0]
        status_json()
        told = load_fixture("statusline") | {"transcript_path": str(sandbox.claude / "projects" / "here" / "one.jsonl")}
        told["rate_limits"] = {"five_hour": {"used_percentage": 43.5, "resets_at": time.time() + 7200}}
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

    assert "Max 5x" == snapshot.accounts[0].plan


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
        view = take(bridge, lambda snapshot: bool(snapshot.accounts)).accounts[0]

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
    assert [usage_answer().body] == [answer.body for answer in sandbox.server.answers]


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
