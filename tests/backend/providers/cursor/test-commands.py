"""A machine with Cursor and two API keys: what `brim status` and `brim doctor` say, and how much is asked."""

from __future__ import annotations

import json
import re
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.support.cursoraccounts import TOKEN
from tests.support.cursorstate import open_state, store
from tests.support.sandbox import start_brim
from tests.support.usageserver import UsageServer, load_fixture, running_server, usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the places of this home are those of Linux and macOS")

ANSWERS = {
    "cursor": "cursor-usage-pro-ondemand",
    "openrouter": "openrouter-key-limited",
    "zai": "zai-lite-not-started",
}
SECRETS = (TOKEN, "sk-or-v1-invented", "invented.zaikey")


@pytest.fixture
def servers(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, UsageServer]]:
    """A server and a login of each; Cursor's app is running."""
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("BRIM_PROVIDERS", "cursor, openrouter, zai")
    keys = home / ".local/share/opencode/auth.json"
    keys.parent.mkdir(parents=True)
    keys.write_text(
        json.dumps({name: load_fixture("opencode-auth")[name] for name in ("openrouter", "zai-coding-plan")})
    )
    support = "Library/Application Support" if sys.platform == "darwin" else ".config"
    with ExitStack() as stack:
        app = stack.enter_context(open_state(home / support / "Cursor/User/globalStorage/state.vscdb"))
        store(app, load_fixture("cursor-state-rows")["rows"])
        running = {name: stack.enter_context(running_server()) for name in ANSWERS}
        for name, server in running.items():
            server.answers = [usage_answer(ANSWERS[name])]
            monkeypatch.setenv(f"BRIM_{name.upper()}__API_URL", server.url)
        yield running


def run(*arguments: str) -> str:
    """All that a command prints."""
    with start_brim(*arguments) as process:
        return "\n".join(process.communicate(timeout=60))


def test_each_account_is_shown_with_one_request(servers: dict[str, UsageServer], tmp_path: Path) -> None:
    """Money without a plan is no extra usage, doctor lists each login once, and no secret is printed or stored."""
    shown = run("status", "--all")
    report = run("doctor")

    assert "robin@example.org" in shown
    assert "Extra usage: $12.25 of $50" in shown
    assert "Spent $12.40 of $50" in shown
    assert re.search(r"^GLM Coding Plan [0-9a-f]{4}: ", shown, re.MULTILINE)
    assert report.count("state.vscdb is valid") == 1
    assert report.count("auth.json is valid") == 2
    assert report.count("Extra usage: on") == 1
    assert [1, 1, 1] == [len(server.requests) for server in servers.values()]
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not [secret for secret in SECRETS if secret in shown + report or secret.encode() in stored]
