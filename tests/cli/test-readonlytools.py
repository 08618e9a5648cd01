"""No command opens a file of any tool for writing, connects elsewhere, or gives a login to a program that it starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.desktop.trace import Trace
from tests.support.busytools import cursor_at_work, keep_login_in_keyring, write_sessions
from tests.support.providermachine import PROVIDERS, ProviderMachine, machine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["machine"]

COMMANDS = (
    ["status", "--all", "--json"],
    ["status", "--all", "--refresh"],
    ["doctor"],
    ["doctor", "--json"],
    ["usage"],
    ["forecast"],
    ["history"],
    ["config"],
)
ASKING = ("status", "forecast")
LOOPBACK = {"127.0.0.1", "::1"}


@pytest.fixture
def tools(machine: ProviderMachine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProviderMachine]:
    """Every tool at work; one login is a program's to give, and one key is in a variable."""
    write_sessions(machine)
    program = keep_login_in_keyring(machine, tmp_path)
    monkeypatch.setenv("BRIM_COPILOT__PROGRAM", str(program))
    machine.sign_out("openrouter")
    monkeypatch.setenv("OPENROUTER_API_KEY", machine.secrets["openrouter"])
    with cursor_at_work(machine):
        yield machine


def _check(tools: ProviderMachine, trace: Trace) -> None:
    """Only the data folder was written, only this machine was asked, and no program got a login."""
    own = (str(tools.state), str(tools.config))
    assert set() == {path for path in trace.changed() if not path.startswith(own)}
    assert LOOPBACK >= trace.addresses()
    started = trace.started()[1:]  # the first one is Brim itself, with the key in its variable
    assert [] == [call for call in started for secret in tools.secrets.values() if secret in call]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_only_reads_what_tools_keep(tools: ProviderMachine, tmp_path: Path, arguments: list[str]) -> None:
    """While Cursor commits into its database and the GitHub CLI gives out its token, everything is read."""
    trace = Trace(tmp_path / "trace")
    command = [*trace.before, sys.executable, "-m", "brim", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)

    assert b"Traceback" not in done.stderr
    _check(tools, trace)
    shown = done.stdout + done.stderr
    assert [] == [name for name, secret in tools.secrets.items() if secret.encode() in shown]
    if arguments[0] in ASKING:
        assert dict.fromkeys(PROVIDERS, 1) == tools.requests()
        read = {access.path for access in trace.accesses()}
        assert {str(tools.login_file(name)) for name in ("claude", "codex", "cursor", "zai")} <= read
        assert any(str(tmp_path / "gh") in call for call in trace.started())
    else:
        assert dict.fromkeys(PROVIDERS, 0) == tools.requests()


def test_the_details_page_only_reads_what_tools_keep(tools: ProviderMachine, tmp_path: Path) -> None:
    """The page's process opens nothing of any tool for writing."""
    trace = Trace(tmp_path / "trace")
    command = [*trace.before, sys.executable, "-m", "brim", "details", "--no-open"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as page:
        assert page.stdout is not None
        address = page.stdout.readline()
        if sys.platform != "win32":  # where nothing traces
            os.killpg(page.pid, signal.SIGTERM)
        page.wait(20)

    assert "http://127.0.0.1" in address
    _check(tools, trace)
