"""Programs that Brim starts get no token, key or webhook of Brim and of the programs whose usage it shows."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim import app
from brim.backend.hooks.batch import Batch
from brim.backend.hooks.event import HookAccount, HookEvent
from brim.backend.hooks.runner import Hooks
from brim.backend.settings.hooks import HookSettings
from brim.childenvironment import child_environment
from brim.model.command import CopyText, OpenLogs, OpenPage
from brim.tray.desktop import actions
from tests.support.samples import NOW
from tests.support.sandbox import wait_for

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "SECRET-OF-THE-TEST"
PRIVATE = (
    *("CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE"),
    *("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS", "anthropic_foundry_api_key"),
    *("CODEX_ACCESS_TOKEN", "CODEX_AGENT_IDENTITY", "OPENAI_API_KEY", "CURSOR_AUTH_TOKEN", "CURSOR_API_KEY"),
    *("GH_TOKEN", "GITHUB_TOKEN", "COPILOT_GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"),
    *("BRIM_HOOKS__WEBHOOK", "BRIM_HOOKS__WEBHOOK__LIMIT", "brim_hooks", "BRIM_HOOKS__COMMAND"),
)


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set every private variable, and a data folder."""
    for name in PRIVATE:
        monkeypatch.setenv(name, SECRET)
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))


def test_other_variables_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders, the user's own variables and those that this program needs stay."""
    monkeypatch.setenv("CLAUDE_CONFIG_DIR", "/folder")
    monkeypatch.setenv("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "8000")
    monkeypatch.setenv("NTFY_TOKEN", "of the user")
    environment = child_environment(keep=("CLAUDE_CODE_OAUTH_TOKEN",))
    kept = {"CLAUDE_CONFIG_DIR", "CLAUDE_CODE_MAX_OUTPUT_TOKENS", "NTFY_TOKEN", "BRIM_STATE_DIR", "PATH"}

    assert kept <= environment.keys()
    assert ["CLAUDE_CODE_OAUTH_TOKEN"] == [name for name, value in environment.items() if SECRET in value]


def test_hook_gets_no_secret(tmp_path: Path) -> None:
    """A command of a hook finds no secret in its environment."""
    script = tmp_path / "hook.py"
    script.write_text(f"import os, pathlib; pathlib.Path({str(tmp_path / 'got')!r}).write_text(repr(dict(os.environ)))")
    event = HookEvent(
        event="limit", at=NOW, account=HookAccount(id="a" * 16, label="w"), window="session", title="A", text="b"
    )

    async def go() -> None:
        hooks = Hooks(HookSettings(command={"limit": f'"{sys.executable}" "{script}"'}), tenacity.wait_none())
        hooks.send(Batch(event.account.id, (event,), {}))
        await hooks.wait_until_done()
        await hooks.aclose()

    asyncio.run(go())

    assert "BRIM_STATE_DIR" in (tmp_path / "got").read_text()
    assert SECRET not in (tmp_path / "got").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="the fake programs are shell scripts of Linux")
@pytest.mark.parametrize(
    ("program", "action"),
    [
        ("xdg-open", OpenPage(url="https://example.com")),
        ("xdg-open", OpenLogs()),
        ("www-browser", OpenPage(url="https://example.com")),
        ("xclip", CopyText("text")),
    ],
)
def test_program_of_the_desktop_gets_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, action: OpenPage | OpenLogs | CopyText
) -> None:
    """The opener of pages and folders, a browser without an opener, and a clipboard program find no secret."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cat", "sh", "env", "mv"):
        (folder / name).symlink_to(f"/bin/{name}")
    (folder / program).write_text(f"#!/bin/sh\nenv > {tmp_path}/part; mv {tmp_path}/part {tmp_path}/got\n")
    (folder / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    if program == "www-browser":
        monkeypatch.setenv("BROWSER", program)
    actions.run_action(action, app.state_dir, app.settings_file)
    wait_for((tmp_path / "got").exists)

    assert f"BRIM_STATE_DIR={tmp_path}" in (tmp_path / "got").read_text()
    assert SECRET not in (tmp_path / "got").read_text()
    assert SECRET == os.environ["CLAUDE_CODE_OAUTH_TOKEN"]
