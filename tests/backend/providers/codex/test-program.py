"""The Codex CLI, replaced by real programs of the test: how it is run, what it answers, and that it is ended."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.codex import program
from brim.errors import ReadError
from brim.model.account import Health
from brim.model.usage import Source
from tests.support.codexmachine import NOW, machine, percents
from tests.support.fakecli import cli_record, install_cli
from tests.support.usageserver import load_fixture
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brim.model.usage import Reading
    from tests.support.codexmachine import CodexMachine

__all__ = ["cli_record", "install_cli", "machine"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")

ACCOUNT = load_fixture("codex-app-server-account") | {"id": 2}
LIMITS = load_fixture("codex-app-server-rate-limits") | {"id": 3}


def _serving(*answers: object) -> str:
    """A program that prints answers, and then waits for more input, as the real one does."""
    lines = "\n".join(f"echo '{json.dumps(answer)}'" for answer in answers)
    return f'echo $$ > "$NOTES/pid"; head -n 4 > "$NOTES/given"\n{lines}\nsleep 300'


def _read(path: Path, seconds: float = 10.0) -> Reading | ReadError:
    try:
        return asyncio.run(program.read_usage(path, dict(os.environ), lambda: NOW, seconds))
    except ReadError as error:
        return error


if sys.platform != "win32":

    def _has_ended(notes: Path) -> Callable[[], bool]:
        def ended() -> bool:
            try:
                os.killpg(int((notes / "pid").read_text()), 0)
            except ProcessLookupError:
                return True
            return False

        return ended

else:

    def _has_ended(_: Path) -> Callable[[], bool]:
        return lambda: True


def test_the_program_is_asked_in_its_own_protocol(install_cli: Callable[[str], Path], cli_record: Path) -> None:
    """It is asked to read only, names Brim, asks for no renewal, and is ended as soon as it has answered."""
    reading = _read(install_cli(_serving({"id": 1, "result": {}}, {"method": "news"}, ACCOUNT, LIMITS)))

    assert not isinstance(reading, ReadError), reading
    spark = "GPT-5.3-Codex-Spark"
    expected = {"session": 42, "weekly_all": 61, f"session_scoped:{spark}": 73, f"weekly_scoped:{spark}": 12}
    assert (expected, "Plus", Source.CLI) == (percents(reading), reading.plan, reading.source)
    (arguments,) = (cli_record / "arguments").read_text().splitlines()
    assert '-c sandbox_mode="read-only" -c approval_policy="never" app-server' == arguments
    given = [json.loads(line) for line in (cli_record / "given").read_text().splitlines()]
    assert ["initialize", "initialized", "account/read", "account/rateLimits/read"] == [one["method"] for one in given]
    assert ("brim", {"refreshToken": False}) == (given[0]["params"]["clientInfo"]["name"], given[2]["params"])
    wait_until(_has_ended(cli_record), "the program's group has ended")


def test_a_refusal_and_credits_are_told(install_cli: Callable[[str], Path]) -> None:
    """Ordinary use that is not allowed marks the plan's own limits, and credits that do not help do not pay."""
    limits = json.loads(json.dumps(LIMITS))
    limits["result"]["ordinaryUsageAllowed"] = False
    limits["result"]["rateLimits"]["credits"] = {"hasCredits": True, "unlimited": False, "balance": "3"}

    reading = _read(install_cli(_serving(ACCOUNT, limits)))

    assert not isinstance(reading, ReadError), reading
    assert [True, True, False, False] == [window.refused for window in reading.windows]
    assert reading.spend is not None
    assert "rate_limit_reached" == reading.spend.disabled_reason


@pytest.mark.parametrize(
    ("answers", "health", "title"),
    [
        (
            [load_fixture("codex-app-server-signed-out") | {"id": 2}, {"id": 3, "error": {"code": -32600}}],
            Health.SIGNED_OUT,
            "Codex CLI is signed out",
        ),
        (
            [{"id": 2, "result": {"account": {"type": "apiKey"}}}, {"id": 3, "error": {"code": -32600}}],
            Health.NO_LIMITS,
            "API key without limits",
        ),
        ([ACCOUNT, {"id": 3, "error": {"code": -32603, "message": "x"}}], Health.OFFLINE, "Codex CLI could not fetch"),
        ([ACCOUNT, {"id": 3, "error": {"code": -32601, "message": "x"}}], Health.ERROR, "Codex CLI reported no usage"),
        ([ACCOUNT, {"id": 3, "result": {"rateLimits": [1]}}], Health.ERROR, "Codex CLI reported no usage"),
        ([{"id": 3, "result": {"rateLimits": {}}}], Health.NO_LIMITS, "No limits reported"),
        ([{"id": 3, "result": 7}], Health.ERROR, "Codex CLI reported no usage"),
    ],
)
def test_a_program_without_usage_says_why(
    install_cli: Callable[[str], Path], answers: list[object], health: Health, title: str
) -> None:
    """Signed out, a key, no connection and no limits are told apart."""
    error = _read(install_cli(_serving(*answers)))

    assert isinstance(error, ReadError)
    assert (health, title) == (error.health, error.title)


@pytest.mark.parametrize(
    ("script", "title"),
    [
        ("exit 1", "Codex CLI reported no usage"),
        ("echo nonsense", "Codex CLI reported no usage"),
        ("yes", "Codex CLI reported no usage"),
        ("trap '' TERM; sleep 300 & sleep 300", "Codex CLI did not answer"),
    ],
)
def test_a_program_that_fails_is_ended(
    install_cli: Callable[[str], Path], cli_record: Path, script: str, title: str
) -> None:
    """Whatever it does, it ends within the time limit with its whole group."""
    error = _read(install_cli(f'echo $$ > "$NOTES/pid"\n{script}'), seconds=1.0)

    assert isinstance(error, ReadError)
    assert title == error.title
    wait_until(_has_ended(cli_record), "the program's group has ended")


def test_no_login_goes_along(
    machine: CodexMachine, install_cli: Callable[[str], Path], cli_record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys of the environment and tokens stay here; a folder of its own is named, the usual one is not."""
    path = install_cli(_serving(ACCOUNT, LIMITS))
    monkeypatch.setenv("BRIM_CODEX__PROGRAM", str(path))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    monkeypatch.setenv("CODEX_HOME", "/somewhere")
    machine.write_login(folder=machine.folder.parent / "second")

    asyncio.run(machine.provider().ask_program())
    environment = (cli_record / "environment").read_text()
    assert "CODEX_HOME" not in environment
    asyncio.run(machine.provider(machine.folder.parent / "second").ask_program())
    environment += (cli_record / "environment").read_text()

    assert f"CODEX_HOME={machine.folder.parent / 'second'}\n" in environment
    assert not [word for word in ("sk-invented", "eyJ", "BRIM_") if word in environment.replace("BRIM_STATE_DIR", "")]
    assert "eyJ" not in (cli_record / "arguments").read_text()
    assert [] == machine.server.requests


def test_a_program_that_is_not_there_is_named(machine: CodexMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words say which setting leads to it."""
    monkeypatch.setenv("BRIM_CODEX__PROGRAM", "/nowhere/codex")

    with pytest.raises(ReadError, match="BRIM_CODEX__PROGRAM"):
        asyncio.run(machine.provider().ask_program())
