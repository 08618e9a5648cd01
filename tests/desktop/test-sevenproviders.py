"""The whole of Brim in a real panel on a machine with seven providers."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.desktop.host import Host
from tests.desktop.trace import Trace
from tests.support.busytools import cursor_at_work, keep_login_in_keyring, write_sessions
from tests.support.providermachine import PROVIDERS, ProviderMachine, provider_machine
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.conftest import StartBrim
    from tests.desktop.fixtures import StartDesktop

LOOPBACK = {"127.0.0.1", "::1"}
COPILOT = "BRIM_COPILOT__PROGRAM"


@pytest.fixture
def sandbox(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProviderMachine]:
    """All seven logins, in the place of the one that other tests of this folder have."""
    monkeypatch.setenv(COPILOT, "/nowhere/gh")
    with provider_machine(home, tmp_path) as made:
        yield made


def _were_sent(machine: ProviderMachine, counts: dict[str, int]) -> bool:
    return machine.requests() == counts


def test_the_first_minute_is_one_request_each_after_the_introduction(
    sandbox: ProviderMachine, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """A notification is on the screen before anything is sent; then each is asked once, and all of them are shown."""
    desktop = start_desktop("xfce", "dunst")
    shown: list[int] = []

    def look() -> None:
        shown.append(int(desktop.run("dunstctl", "count", "displayed")))

    for server in sandbox.servers.values():
        (answer,) = server.answers
        server.answers = [replace(answer, before=look)]
    brim = start_brim(desktop)
    wait_until(lambda: all(sandbox.requests().values()), "the requests", 30)
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item")
    with Host(desktop, brim.pid) as host:
        wait_until(lambda: "Fable (week) 78% used" in host.property("Title"), "the most pressing limit")

    assert dict.fromkeys(PROVIDERS, 1) == sandbox.requests()
    assert all(shown)


def test_a_whole_run_only_reads_what_tools_keep(
    sandbox: ProviderMachine,
    start_brim: StartBrim,
    start_desktop: StartDesktop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In two rounds while every tool works, no file of theirs is opened for writing, and no login leaves Brim."""
    write_sessions(sandbox)
    monkeypatch.setenv(COPILOT, str(keep_login_in_keyring(sandbox, tmp_path)))
    desktop = start_desktop("xfce", "dunst")
    with cursor_at_work(sandbox):
        for count in (1, 2):
            trace = Trace(tmp_path / f"trace{count}")
            brim = start_brim(desktop, before=trace.before)
            asked = dict.fromkeys(PROVIDERS, count)
            wait_until(partial(_were_sent, sandbox, asked), "the requests", 60)
            wait_until(
                lambda: len(list(sandbox.state.glob("accounts/*/reading.json"))) == len(PROVIDERS), "all of them"
            )
            os.killpg(brim.pid, signal.SIGTERM)
            brim.wait(20)
            sandbox.let_all_be_due()

            opened = {access.path for access in trace.accesses() if not access.changes}
            assert {str(sandbox.login_file(name)) for name in PROVIDERS if name != "copilot"} <= opened
            assert set() == {path for path in trace.changed() if not path.startswith(str(sandbox.state))}
            assert LOOPBACK >= trace.addresses()
            assert [] == [call for call in trace.started() for secret in sandbox.secrets.values() if secret in call]
