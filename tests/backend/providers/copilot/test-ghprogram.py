"""The logins that keyrings hold: the GitHub CLI is run for its own, that of the Copilot CLI stays where it is."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING

import pytest

from brim.model.account import Health
from tests.support.accountreading import outcome
from tests.support.copilothome import TOKEN, providers, put, read, sent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.usageserver import UsageServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the places of this home are those of Linux and macOS")


def gh(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A GitHub CLI that runs a script and notes its arguments and environment."""
    program = folder / "gh"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/calls"\n/usr/bin/env >> "{folder}/environment"\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("BRIM_COPILOT__PROGRAM", str(program))
    return folder / "calls"


def test_the_github_cli_reads_its_keyring(
    server: UsageServer, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the keyring holds the token, `gh auth token` is run once for the host; it gets no other token."""
    put(home, "gh-hosts-keyring.yml", ".config/gh/hosts.yml")
    calls = gh(tmp_path, f"echo {TOKEN}", monkeypatch)
    monkeypatch.setenv("GH_TOKEN", "ghp_other")
    provider = providers()[0]

    async def twice() -> tuple[str, str]:
        async def counted() -> None:
            """Nothing is counted here."""

        await provider.read(counted)
        await provider.read(counted)
        check = await provider.check_login()
        await provider.aclose()
        return check.state, check.origin

    assert ("usable", "program") == asyncio.run(twice())
    assert calls.read_text() == "auth token --hostname github.com\n"
    assert [TOKEN, TOKEN] == sent(server)
    environment = (tmp_path / "environment").read_text()
    assert "ghp_other" not in environment
    assert "GH_NO_UPDATE_NOTIFIER=1" in environment


@pytest.mark.parametrize("script", ["echo 'no oauth token' >&2; exit 1", "echo ghr_refresh", "exit 0"])
def test_a_github_cli_without_a_token_is_explained(
    server: UsageServer, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """Nothing is sent, and the program is not run again until the login changes or a person asks."""
    put(home, "gh-hosts-keyring.yml", ".config/gh/hosts.yml")
    calls = gh(tmp_path, script, monkeypatch)

    states = [read(tmp_path / "state"), read(tmp_path / "state")]

    assert [(Health.SIGNED_OUT, "No token from the GitHub CLI")] * 2 == [outcome(state) for state in states]
    assert len(calls.read_text().splitlines()) == 1
    assert [] == server.requests


def test_a_missing_github_cli_is_said(server: UsageServer, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The login is there and cannot be used; a token in a variable counts instead."""
    put(home, "gh-hosts-keyring.yml", ".config/gh/hosts.yml")

    state = read()

    assert (Health.SIGNED_OUT, "GitHub CLI not found") == outcome(state)
    assert (True, False) == (state.identity.present, state.identity.ready)
    monkeypatch.setenv("GH_TOKEN", "ghp_shell")
    assert read().history.health is Health.OK
    assert ["ghp_shell"] == sent(server)


def test_a_login_in_the_keychain_of_the_copilot_cli_is_said(server: UsageServer, home: Path) -> None:
    """Brim does not open that keychain; it says which command gives it a login."""
    path = put(home, "copilot-cli-config.jsonc", ".copilot/config.json")
    path.write_text('// a\n// b\n{"logged_in_users": [{"host": "https://github.com", "login": "robin"}]}')

    state = read()

    assert (Health.SIGNED_OUT, "Login cannot be read") == outcome(state)
    assert state.history.problem is not None
    assert "`gh auth login`" in state.history.problem.message
    assert [] == server.requests


@pytest.mark.parametrize("member", ["copilot_tokens", "copilotTokens", "tokensV2"])
def test_the_copilot_cli_may_rename_its_tokens(server: UsageServer, home: Path, member: str) -> None:
    """The last used user's token is found by user and host, whatever its member is called."""
    path = put(home, "copilot-cli-config.jsonc", ".copilot/config.json")
    users = [{"host": "https://github.com", "login": login} for login in ("first", "last")]
    tokens = {f"https://github.com:{login}": {"token": f"gho_{login}"} for login in ("first", "last")}
    path.write_text(json.dumps({"loggedInUsers": users, "lastLoggedInUser": users[1], member: tokens}))

    assert read().identity.account.label == "last"
    assert ["gho_last"] == sent(server)
