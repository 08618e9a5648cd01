"""Whose limits a real session reports, and what stops its status line: settings, tokens, and another account."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.activity import TranscriptActivity
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from tests.clients.claudecode import Machine
    from tests.clients.conftest import StartSession
    from tests.clients.messagesapi import MessagesApi

TOKEN = {"CLAUDE_CODE_OAUTH_TOKEN": "sk-ant-oat01-OTHER-NOT-REAL"}


@pytest.mark.parametrize("place", ["environment", "settings"])
def test_a_session_with_a_token_keeps_nothing(
    machine: Machine, start_session: StartSession, api: MessagesApi, place: str
) -> None:
    """The limits of a token's account are shown in the session and not stored as those of the login."""
    if place == "settings":
        machine.settings.write_text(json.dumps({"env": TOKEN}))
    machine.brim("statusline", "install", "--yes")
    session = start_session(**(TOKEN if place == "environment" else {}))
    session.say("hello")
    session.wait_for("session 37%")

    assert [*TOKEN.values()] == api.tokens
    assert [] == machine.kept_limits()


@pytest.mark.parametrize("name", ["settings.json", "settings.local.json"])
def test_a_token_in_a_project_is_not_used(
    machine: Machine, start_session: StartSession, api: MessagesApi, name: str
) -> None:
    """Claude Code takes no token from a project's settings: the limits are those of the login, and are stored."""
    (machine.folder / ".claude").mkdir()
    (machine.folder / ".claude" / name).write_text(json.dumps({"env": TOKEN}))
    machine.brim("statusline", "install", "--yes")
    session = start_session()
    session.say("hello")
    session.wait_for("session 37%")

    assert [*TOKEN.values()] != api.tokens
    assert 1 == len(machine.kept_limits())


def test_a_session_follows_a_new_login(machine: Machine, start_session: StartSession, api: MessagesApi) -> None:
    """After another account has signed in, a running session reports the limits of that one, and they are stored."""
    machine.brim("statusline", "install", "--yes")
    session = start_session()
    session.say("hello")
    session.wait_for("session 37%")
    path = machine.home / ".claude" / ".credentials.json"
    login = json.loads(path.read_bytes())
    ids = {name: f"{name}-of-another" for name in ("accessToken", "accountUuid", "organizationUuid")}
    login["claudeAiOauth"] |= ids
    path.write_text(json.dumps(login | {"organizationUuid": ids["organizationUuid"]}))
    api.session = 0.9
    session.say("again")
    session.wait_for("session 90%")

    assert ids["accessToken"] == api.tokens[-1]
    status = json.loads(machine.brim("status", "--json").stdout)
    assert 90 == status["windows"][0]["percent"]


@pytest.mark.parametrize("name", ["disableAllHooks"])
def test_a_setting_that_stops_the_line_is_named(
    machine: Machine, start_session: StartSession, api: MessagesApi, name: str
) -> None:
    """Where Claude Code runs no status line because of a setting, `install` and `doctor` name that setting."""
    machine.settings.write_text(json.dumps({name: True}))
    installed = machine.brim("statusline", "install", "--yes")
    session = start_session()
    session.say("hello")
    wait_until(lambda: bool(api.answered), "the answer")

    session.wait_for("Hello from the stand-in")
    assert "$0.0" not in session.screen()
    assert [] == machine.kept_limits()
    assert name in installed.stdout + installed.stderr
    assert name in machine.brim("doctor").stdout


def test_a_session_is_activity(machine: Machine, start_session: StartSession) -> None:
    """A message of a session is seen as Claude Code's activity, at its time."""
    began = datetime.now(UTC)
    session = start_session()
    session.say("hello")
    session.wait_for("Hello from the stand-in")
    seen = asyncio.run(TranscriptActivity(machine.home / ".claude", lambda: datetime.now(UTC)).changed_at())

    assert seen is not None
    assert began <= seen <= datetime.now(UTC)
