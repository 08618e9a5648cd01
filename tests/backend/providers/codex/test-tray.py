"""Codex in a running tray: its sessions show while they are written, and a lost login leaves the others alone."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.settings.load import reload_settings
from tests.support.codexmachine import ACCOUNT, machine, token
from tests.support.servingtray import serving, take
from tests.support.usageserver import Answer, future_usage_answer, load_fixture

if TYPE_CHECKING:
    from brim.model.snapshot import Snapshot
    from tests.support.codexmachine import CodexMachine
    from tests.support.sandbox import Sandbox

__all__ = ["machine"]


@pytest.fixture
def codex(sandbox: Sandbox, machine: CodexMachine) -> CodexMachine:
    """Codex beside Claude, both signed in by the real clock."""
    now = datetime.now(UTC)
    sandbox.write_login()
    sandbox.server.answers = [future_usage_answer()]
    ends = (now + timedelta(days=9)).timestamp()
    machine.write({"tokens": {"access_token": token(exp=ends), "account_id": ACCOUNT}})
    os.utime(machine.folder / "auth.json", (ends - 864_000, ends - 864_000))
    body = load_fixture("codex-usage-plus-two-windows")
    for slot, hours in (("primary_window", 3), ("secondary_window", 99)):
        body["rate_limit"][slot]["reset_at"] = int((now + timedelta(hours=hours)).timestamp())
    machine.server.answers = [Answer(200, json.dumps(body).encode())]
    reload_settings()
    return machine


def _session_line(used: float, resets_at: int) -> str:
    limits = {"primary": {"used_percent": used, "window_minutes": 300, "resets_at": resets_at}}
    payload = {"type": "token_count", "info": None, "rate_limits": limits}
    return json.dumps({"timestamp": datetime.now(UTC).isoformat(), "type": "event_msg", "payload": payload}) + "\n"


def _shows(snapshot: Snapshot, provider: str, used: float) -> bool:
    windows = [one for view in snapshot.accounts if view.account.provider == provider for one in view.windows]
    return any((one.id, one.percent) == ("session", used) for one in windows)


def test_a_session_shows_while_it_is_written(codex: CodexMachine) -> None:
    """Each provider is asked once; what Codex then writes into a session is shown without another request."""
    resets_at = json.loads(codex.server.answers[0].body)["rate_limit"]["primary_window"]["reset_at"]
    with serving() as bridge:
        take(bridge, lambda snapshot: _shows(snapshot, "codex", 42) and _shows(snapshot, "claude", 42))
        codex.write_session(_session_line(47, resets_at), day=f"{datetime.now(UTC):%Y/%m/%d}")
        take(bridge, lambda snapshot: _shows(snapshot, "codex", 47))

    assert 1 == len(codex.server.requests)


def test_a_removed_login_leaves_the_others_alone(codex: CodexMachine) -> None:
    """Codex signs out while the tray runs: Claude's usage stays, and nothing more is sent to OpenAI."""
    with serving() as bridge:
        take(bridge, lambda snapshot: _shows(snapshot, "codex", 42) and _shows(snapshot, "claude", 42))
        (codex.folder / "auth.json").unlink()
        take(bridge, lambda snapshot: not _shows(snapshot, "codex", 42) and _shows(snapshot, "claude", 42))

    assert 1 == len(codex.server.requests)
