"""A token that a server refused is remembered by all processes, by the end of its hash, until it changes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.refusedtokens import NO_PLAN, RefusedTokens
from brim.backend.settings.load import load_settings
from brim.model.account import Health
from tests.support.codexmachine import NOW, CodexMachine, machine, outcome, token
from tests.support.usageserver import Answer, load_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["machine"]


def test_another_process_does_not_send_a_refused_token(machine: CodexMachine) -> None:
    """After a 401 no process sends the token again in the next hours; a person who asks, and a new token, may."""
    machine.server.answers = [Answer(401, b"{}")]
    machine.read()
    assert 1 == len(machine.server.requests)
    machine.now = NOW + timedelta(hours=2)

    again = machine.read()

    assert (Health.EXPIRED, "Login refused") == outcome(again)
    assert 1 == len(machine.server.requests)

    async def asked_by_a_person() -> None:
        reader = AccountReader(machine.provider(), machine.state, lambda: machine.now)
        await reader.retry_refused_login()
        await reader.read(requested=True)
        await reader.aclose()

    machine.now = NOW + timedelta(hours=4)
    asyncio.run(asked_by_a_person())
    assert 2 == len(machine.server.requests)
    machine.now += timedelta(minutes=2)
    login = load_fixture("codex-auth-chatgpt")
    login["tokens"]["access_token"] = token(exp=NOW.timestamp() + 90_000)
    machine.write(login)
    machine.server.answers = [usage_answer("codex-usage-plus-two-windows")]

    assert Health.OK is machine.read().history.health


def test_the_file_holds_no_token(machine: CodexMachine) -> None:
    """Only the end of a hash is stored, and nothing from which the token could be made."""
    machine.server.answers = [Answer(401, b"{}")]
    machine.read()

    path = load_settings().state_dir / "tokens.json"

    content = path.read_text()
    assert "codex " in content
    assert not [part for part in load_fixture("codex-auth-chatgpt")["tokens"].values() if part in content]


def test_a_refusal_ends_after_hours_and_no_plan_after_a_day(tmp_path: Path) -> None:
    """A server may have been wrong: after six hours a token is sent again, after a day one without a plan."""
    now = NOW
    tokens = RefusedTokens("any", tmp_path, lambda: now)
    tokens.record("first", "expired")
    tokens.record("second", NO_PLAN)
    assert ("expired", NO_PLAN) == (tokens.why("first"), tokens.why("second"))

    now = NOW + timedelta(hours=7)
    assert (None, NO_PLAN) == (tokens.why("first"), tokens.why("second"))
    now = NOW + timedelta(hours=25)
    assert (None, True) == (tokens.why("second"), tokens.had_no_plan("second"))
    tokens.forget("second")
    assert not RefusedTokens("any", tmp_path, lambda: now).had_no_plan("second")


@pytest.mark.parametrize("content", ["{", "[]", '{"refused": 7}', '{"refused": {"any x": {"at": "soon", "why": 1}}}'])
def test_a_damaged_file_stops_nothing(tmp_path: Path, content: str) -> None:
    """What cannot be read counts as no refusal, and is kept beside."""
    (tmp_path / "tokens.json").write_text(content)
    tokens = RefusedTokens("any", tmp_path, lambda: NOW)

    assert tokens.why("first") is None
    tokens.record("first", "expired")
    assert "expired" == RefusedTokens("any", tmp_path, lambda: NOW).why("first")
