"""Asking the Claude CLI because a person wants it: once for all processes, and what becomes of its figures."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.cliprobe import CliProbe, CliProbeResult
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.errors import BadAnswerError
from brim.model.account import AccountView, Health
from brim.model.command import AskCli
from brim.model.usage import Source
from brim.words.fetcherrors import network_off
from tests.support.fakecli import GOOD_SCRIPT, LIMITS, no_figures
from tests.support.samples import NOW
from tests.support.sandbox import status_json
from tests.support.scriptedpoller import ScriptedProvider, has_reading, running_poller
from tests.support.usageserver import future_usage_answer, usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brim.model.usage import Reading
    from tests.support.sandbox import Sandbox

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")


def _view(sandbox: Sandbox, *, network: bool = True) -> AccountView:
    """What a process that starts now shows after it has asked the program."""

    async def go() -> AccountView:
        reader = sandbox.reader()
        try:
            known = await reader.probe_cli()
            return account_view(
                ReadPlan.of(reader, known), sandbox.now, network_off=None if network else network_off("claude")
            )
        finally:
            await reader.aclose()

    return asyncio.run(go())


def test_its_figures_are_merged(sandbox: Sandbox, install_cli: Callable[[str], Path]) -> None:
    """They count as what they are, limit by limit, beside what the server said, and in other processes too."""
    sandbox.now = datetime.now(UTC)
    install_cli(GOOD_SCRIPT)
    sandbox.server.answers = [future_usage_answer()]
    sandbox.read()
    sandbox.advance(1)
    windows = {window.id: window for window in _view(sandbox).windows}

    assert (55.5, Source.CLI) == (windows["session"].percent, windows["session"].source)
    assert Source.API == windows["weekly_scoped:Fable"].source
    again = sandbox.read().reading
    assert again is not None
    assert 55.5 == next(window.percent for window in again.windows if window.id == "session")


def test_an_expired_login_is_no_hindrance(sandbox: Sandbox, install_cli: Callable[[str], Path]) -> None:
    """The remedy of each morning: the program tells, the number is fresh, and the login is still named."""
    sandbox.now = datetime.now(UTC)
    sandbox.write_login(expiresAt=1)
    sandbox.read()
    install_cli(GOOD_SCRIPT)
    view = _view(sandbox)

    assert (Health.EXPIRED, False, 55.5) == (view.health, view.stale, view.windows[0].percent)
    assert view.problem is not None
    assert "get usage from the Claude CLI" in view.problem.message


def test_it_may_be_asked_with_the_network_off(sandbox: Sandbox, install_cli: Callable[[str], Path]) -> None:
    """A person asks, so it is asked; its fresh figures are no problem."""
    sandbox.now = datetime.now(UTC)
    install_cli(GOOD_SCRIPT)
    view = _view(sandbox, network=False)

    assert (Health.OK, None, Source.CLI) == (view.health, view.problem, view.source)
    assert sandbox.server.requests == []


def test_it_is_asked_once_a_minute(sandbox: Sandbox, install_cli: Callable[[str], Path], cli_record: Path) -> None:
    """Also across processes, also when it failed; and no request of ours follows it sooner."""
    install_cli("exit 1")
    for _ in range(3):
        _view(sandbox)
        sandbox.advance(19)
    sandbox.read(requested=True)

    assert 2 == len((cli_record / "arguments").read_text().splitlines())  # both ways, once
    assert sandbox.server.requests == []
    sandbox.advance(4)
    _view(sandbox)
    assert 4 == len((cli_record / "arguments").read_text().splitlines())
    told = json.loads(sandbox.account_file("program.json").read_bytes())
    assert (1, 2, 2, "error") == (
        told["schema"],
        told["attempts"]["total"],
        told["attempts"]["today"],
        told["health"],
    )
    assert {"schema", "asked_at", "health", "problem", "seconds", "attempts", "reading"} == told.keys()


def test_two_at_once_are_one(sandbox: Sandbox, install_cli: Callable[[str], Path], cli_record: Path) -> None:
    """Whoever comes second waits for the answer of the first."""
    install_cli(f"sleep 0.5; {GOOD_SCRIPT}")

    async def go() -> list[float | None]:
        readers = [sandbox.reader() for _ in range(5)]
        known = await asyncio.gather(*(reader.probe_cli() for reader in readers))
        for reader in readers:
            await reader.aclose()
        return [one.cli_probe.reading.windows[0].percent for one in known if one.cli_probe.reading is not None]

    assert [55.5] * 5 == asyncio.run(go())
    assert 1 == len((cli_record / "arguments").read_text().splitlines())


def test_a_login_that_changes_hands_meanwhile(sandbox: Sandbox, install_cli: Callable[[str], Path]) -> None:
    """Nobody knows whose figures those are, so they are nobody's."""
    account = '{"oauthAccount": {"accountUuid": "somebody else"}}'
    install_cli(
        f"echo '{account}' > {sandbox.claude.parent}/.claude.json; rm -f {sandbox.claude}/.credentials.json; "
        f"{GOOD_SCRIPT}"
    )

    assert () == _view(sandbox).windows


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"asked_at": "soon"}', '{"reading": {"windows": 5}}', '{"attempts": {"total": -1}}']
)
def test_a_broken_file_is_nothing_known(tmp_path: Path, content: str) -> None:
    """What another hand left is set aside."""
    (tmp_path / "program.json").write_text(content)

    assert CliProbeResult() == CliProbe(tmp_path, tmp_path / "lock").load()


def test_a_disk_that_takes_nothing(tmp_path: Path) -> None:
    """The answer counts in this process, and the minute too."""
    (tmp_path / "file").touch()
    asking = CliProbe(tmp_path / "file" / "x", tmp_path / "file" / "y")
    asked = 0

    async def question() -> Reading:
        nonlocal asked
        asked += 1
        raise BadAnswerError("No", "No.")

    for _ in range(2):
        asyncio.run(asking.run(question, lambda: NOW))

    assert asked == 1
    assert Health.ERROR == asking.load().health


def test_the_menu_asks_it() -> None:
    """A click asks once, however many there are; meanwhile the icon says that something is read."""

    async def go() -> None:
        provider = ScriptedProvider(percent=42.0, cli_answer=61.0, cli_gate=asyncio.Event())
        async with running_poller(provider) as tray:
            await tray.until(has_reading(tray))
            ask = AskCli(tray.last.accounts[0].account.id)
            tray.send(*[ask] * 10, AskCli("somebody else"))
            await tray.until(lambda: provider.cli_request_count == 1)
            tray.send(*[ask] * 10)
            await tray.until(lambda: tray.last.accounts[0].being_read)
            assert provider.cli_gate is not None
            provider.cli_gate.set()
            await tray.until(lambda: tray.last.accounts[0].windows[0].percent == 61.0)
            await tray.settled()

            assert (1, 1, []) == (provider.request_count, provider.cli_request_count, tray.alerts)
            assert Source.CLI == tray.last.accounts[0].source
            tray.send(ask)
            await tray.until(lambda: bool(tray.alerts))
            assert "Claude CLI not run" == tray.alerts[0].title
            assert provider.cli_request_count == 1

    asyncio.run(go())


def test_a_failure_answers_the_click() -> None:
    """What went wrong is said where the click was, and the figures stay as they were."""

    async def go() -> None:
        provider = ScriptedProvider(percent=42.0, cli_answer=BadAnswerError("Claude CLI failed", "It ended."))
        async with running_poller(provider) as tray:
            await tray.until(has_reading(tray))
            tray.send(AskCli(tray.last.accounts[0].account.id))
            await tray.until(lambda: bool(tray.alerts))

            assert ("Claude CLI failed", "It ended.") == (tray.alerts[0].title, tray.alerts[0].body)
            assert (Health.OK, 42.0) == (tray.last.accounts[0].health, tray.last.accounts[0].windows[0].percent)

    asyncio.run(go())


def test_quitting_does_not_wait_for_it() -> None:
    """A question that hangs ends with Brim."""

    async def go() -> None:
        provider = ScriptedProvider(cli_gate=asyncio.Event())
        async with running_poller(provider) as tray:
            await tray.until(has_reading(tray))
            tray.send(AskCli(tray.last.accounts[0].account.id))
            await tray.until(lambda: provider.cli_request_count == 1)

    asyncio.run(go())


def test_the_command_asks_it(sandbox: Sandbox, install_cli: Callable[[str], Path]) -> None:
    """`brim status --ask-claude` prints what the program says; a second time within a minute it says when again."""
    install_cli(GOOD_SCRIPT)
    code, out, errors = status_json("--ask-claude")
    again, _, later = status_json("--ask-claude")

    assert (0, "cli", 55.5, "ok", "") == (code, out["source"], out["windows"][0]["percent"], out["health"], errors)
    assert sandbox.server.requests == []
    assert 0 == again
    assert "brim: Claude CLI not run. The last run was " in later


def test_only_accounts_with_a_program_are_asked(
    sandbox: Sandbox, install_cli: Callable[[str], Path], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--ask-program asks the programs of all providers that have one, --ask-claude the Claude CLI; the rest stays."""
    keys = home / ".local/share/opencode/auth.json"
    keys.parent.mkdir(parents=True)
    keys.write_text(json.dumps({"openrouter": {"type": "api", "key": "sk-or-v1-invented"}}))
    monkeypatch.setenv("BRIM_OPENROUTER__API_URL", sandbox.server.url)
    install_cli(GOOD_SCRIPT)
    outcomes = []
    for option in ("--ask-program", "--ask-claude"):
        _, listed, errors = status_json("--all", option)
        outcomes.append(
            [(one["provider"], one["source"], one["problem"] and one["problem"]["title"]) for one in listed]
        )
        assert "No program to ask" not in errors

    assert [[("claude", "cli", None), ("openrouter", None, "No data yet")]] * 2 == outcomes
    assert sandbox.server.requests == []


def test_no_program_at_all_is_said(sandbox: Sandbox, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no account has such a program, --ask-program says so and its usage stays as it is."""
    keys = home / ".local/share/opencode/auth.json"
    keys.parent.mkdir(parents=True)
    keys.write_text(json.dumps({"openrouter": {"type": "api", "key": "sk-or-v1-invented"}}))
    monkeypatch.setenv("BRIM_PROVIDERS", "openrouter")
    sandbox.server.answers = [usage_answer("openrouter-key-limited")]
    monkeypatch.setenv("BRIM_OPENROUTER__API_URL", sandbox.server.url)
    status_json("--refresh")
    code, out, errors = status_json("--ask-program")

    assert (0, "ok") == (code, out["health"])
    assert "No program to ask. Usage of this account is only fetched online." in errors


def test_the_command_says_what_went_wrong(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is not there is the outcome of the attempt, with what to do next."""
    monkeypatch.setenv("BRIM_CLAUDE__PROGRAM", str(sandbox.state / "claude"))
    code, out, errors = status_json("--ask-claude")

    assert (1, "error", "Claude CLI not found") == (code, out["health"], out["problem"]["title"])
    assert "BRIM_CLAUDE__PROGRAM" in errors


def test_a_setting_that_forbids_it_is_named(
    sandbox: Sandbox, install_cli: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that is signed in and may not ask is not reported as one without a network."""
    monkeypatch.setenv("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
    install_cli(f"echo '{no_figures(rate_limits_available=True)}'")
    _, out, errors = status_json("--ask-claude")

    assert ("offline", "Claude CLI is kept offline") == (out["health"], out["problem"]["title"])
    assert "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC in the environment keeps it from going online" in errors
    assert sandbox.server.requests == []


@pytest.mark.parametrize(("age", "complaint"), [(30, ""), (1800, "Claude CLI could not connect")])
def test_figures_that_it_repeats_are_as_old_as_they_are(
    sandbox: Sandbox, install_cli: Callable[[str], Path], home: Path, age: int, complaint: str
) -> None:
    """A program that reaches nobody answers with its last reading, which keeps its age; an old one is no answer."""
    at = datetime.now(UTC) - timedelta(seconds=age)
    content = json.loads((home / ".claude.json").read_bytes())
    owner = content["oauthAccount"]["accountUuid"]
    cached = {"fetchedAtMs": int(at.timestamp() * 1000), "accountUuid": owner, "utilization": LIMITS}
    (home / ".claude.json").write_text(json.dumps(content | {"cachedUsageUtilization": cached}))
    install_cli(GOOD_SCRIPT)
    _, out, errors = status_json("--ask-claude")

    assert ("ok", 55.5) == (out["health"], out["windows"][0]["percent"])
    assert complaint in errors
    assert bool(complaint) is bool(errors)
    assert abs(datetime.fromisoformat(out["fetched_at"]) - at) < timedelta(seconds=2)
    assert sandbox.server.requests == []


def test_nothing_of_brim_and_no_secret_reaches_it(
    sandbox: Sandbox, install_cli: Callable[[str], Path], cli_record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No argument and no variable holds a token or a setting of Brim; its folders stay, for a hook that runs Brim."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-api03-EXAMPLE-NOT-REAL")
    install_cli(GOOD_SCRIPT)
    status_json("--ask-claude")
    told = (
        (cli_record / "environment").read_text()
        + (cli_record / "arguments").read_text()
        + (cli_record / "given").read_text()
    )

    assert sandbox.server.requests == []
    assert "sk-ant" not in told
    assert {"BRIM_STATE_DIR", "BRIM_CONFIG_DIR"} >= set(re.findall(r"BRIM_\w+", told))
