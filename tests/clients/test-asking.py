"""`brim status --ask-claude` with the real Claude CLI: with an answer, offline, signed out, and with a key."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.anthropic import OPENSSL, PROFILE, USAGE, anthropic
from tests.clients.claudecode import NO_NETWORK
from tests.support.usageserver import future_usage_answer, load_fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clients.claudecode import Machine

NO_TRAFFIC = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
UNREACHED = "Claude CLI could not connect"
API_KEY_HELPER = {"apiKeyHelper": "echo sk-ant-api03-EXAMPLE-NOT-REAL"}


def _status(machine: Machine, environment: dict[str, str]) -> Any:  # noqa: ANN401 - foreign JSON
    """What `brim status --json` says after the program was asked."""
    del machine.env[NO_TRAFFIC]
    program = {"BRIM_CLAUDE__PROGRAM": str(machine.programs.claude)}
    asked = machine.brim("status", "--json", "--ask-claude", **program, **environment)
    return json.loads(asked.stdout)


def _ask(machine: Machine, environment: dict[str, str]) -> tuple[str, str, list[float]]:
    """The health, the title of the problem, and the percentages, after the program was asked."""
    status = _status(machine, environment)
    problem = status["problem"] or {"title": ""}
    return status["health"], problem["title"], [window["percent"] for window in status["windows"]]


@pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificate")
@pytest.mark.parametrize(
    ("code", "health", "title"),
    [(200, "ok", ""), (429, "offline", UNREACHED), (500, "offline", UNREACHED)],
)
def test_what_the_program_gets(machine: Machine, tmp_path: Path, code: int, health: str, title: str) -> None:
    """The figures that Anthropic sends the program are shown; without them Brim says what to do, and shows none."""
    body = future_usage_answer("usage-pro").body if code == 200 else b'{"error": {"type": "x", "message": "x"}}'
    with anthropic(tmp_path, {USAGE: (code, body)}) as environment:
        seen = _ask(machine, environment)

    assert (health, title) == seen[:2]
    assert (code == 200) == bool(seen[2])


def test_offline(machine: Machine) -> None:
    """A program with a plan and without a network is offline; it does not know too little."""
    assert ("offline", UNREACHED, []) == _ask(machine, NO_NETWORK)


@pytest.mark.parametrize("in_settings", [False, True])
def test_a_program_that_may_not_ask(machine: Machine, *, in_settings: bool) -> None:
    """Where a setting forbids Claude Code to ask for usage, that setting is named, and not the network."""
    if in_settings:
        machine.settings.write_text(json.dumps({"env": {NO_TRAFFIC: "1"}}))

    seen = _ask(machine, NO_NETWORK if in_settings else NO_NETWORK | {NO_TRAFFIC: "1"})
    assert ("offline", "Claude CLI is kept offline", []) == seen


def _store_reading(machine: Machine, at: datetime, **profile: object) -> float:
    """Let the program have read usage at a time, with this in the profile; returns the percentage of its session."""
    path = machine.home / ".claude.json"
    login = json.loads((machine.home / ".claude" / ".credentials.json").read_bytes())
    owner = {"accountUuid": login["claudeAiOauth"]["accountUuid"], "organizationUuid": login["organizationUuid"]}
    usage = json.loads(future_usage_answer("usage-pro").body)
    cached = {"fetchedAtMs": int(at.timestamp() * 1000), "accountUuid": owner["accountUuid"], "utilization": usage}
    known = json.loads(path.read_bytes()) | {"oauthAccount": owner | profile, "cachedUsageUtilization": cached}
    path.write_text(json.dumps(known))
    return float(usage["five_hour"]["utilization"])


@pytest.mark.parametrize(("minutes", "health"), [(0.2, "ok"), (30, "ok"), (50, "offline")])
def test_figures_that_the_program_repeats(machine: Machine, minutes: float, health: str) -> None:
    """Without a network the program repeats its reading of an hour; Brim shows its age, and it is stale in time."""
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    percent = _store_reading(machine, at)
    status = _status(machine, NO_NETWORK)

    assert (health, percent) == (status["health"], status["windows"][0]["percent"])
    assert abs(datetime.fromisoformat(status["fetched_at"]) - at) < timedelta(seconds=2)


@pytest.mark.parametrize("minutes", [0.2, 30])
def test_figures_of_another_organisation(machine: Machine, minutes: float) -> None:
    """What the program stored for another organisation of the account is neither shown nor taken from its answer."""
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    _store_reading(machine, at, organizationUuid="of-another", planDisplayName="Ultra")
    status = _status(machine, NO_NETWORK)

    assert ("offline", []) == (status["health"], status["windows"])
    assert "Ultra" != status["plan"]


@pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificate")
def test_what_the_program_stores(machine: Machine, tmp_path: Path) -> None:
    """The plan and the reading that the program writes into `.claude.json` are those that Brim shows afterwards."""
    login = json.loads((machine.home / ".claude" / ".credentials.json").read_bytes())
    profile = load_fixture("claude-profile-ultra")
    profile["account"]["uuid"] = login["claudeAiOauth"]["accountUuid"]
    profile["organization"]["uuid"] = login["organizationUuid"]
    answers = {USAGE: (200, future_usage_answer().body), PROFILE: (200, json.dumps(profile).encode())}
    with anthropic(tmp_path, answers) as environment:
        asked = _status(machine, environment)
    (machine.state / "accounts").rename(machine.state / "forgotten")
    status = json.loads(machine.brim("status", "--json").stdout)

    assert ("Ultra", "Ultra") == (asked["plan"], status["plan"])
    assert ("cli", "cache", "ok") == (asked["source"], status["source"], status["health"])
    percents = [{window["id"]: window["percent"] for window in seen["windows"]} for seen in (asked, status)]
    assert percents[0] == percents[1]
    assert 42 == percents[0]["session"]


def test_an_expired_login_offline(machine: Machine) -> None:
    """A login that has to be renewed first is offline, too, not signed out."""
    path = machine.home / ".claude" / ".credentials.json"
    login = json.loads(path.read_bytes())
    login["claudeAiOauth"]["expiresAt"] = 1
    path.write_text(json.dumps(login))

    assert "offline" == _ask(machine, NO_NETWORK)[0]
    assert login == json.loads(path.read_bytes())


def test_signed_out(machine: Machine) -> None:
    """A program without a login says so."""
    (machine.home / ".claude" / ".credentials.json").unlink()

    assert ("signed_out", "Claude CLI is signed out", []) == _ask(machine, NO_NETWORK)


def test_a_key_in_the_settings(machine: Machine) -> None:
    """A program that uses a key does not use the plan, although there is a login."""
    machine.settings.write_text(json.dumps(API_KEY_HELPER))

    assert ("no_limits", "Claude CLI uses another credential", []) == _ask(machine, NO_NETWORK)


def test_a_login_without_the_right(machine: Machine) -> None:
    """A login without the right to read usage is named."""
    path = machine.home / ".claude" / ".credentials.json"
    login = json.loads(path.read_bytes())
    login["claudeAiOauth"]["scopes"] = ["user:inference"]
    path.write_text(json.dumps(login))

    assert ("no_scope", "Login lacks usage permission", []) == _ask(machine, NO_NETWORK)
