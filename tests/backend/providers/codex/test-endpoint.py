"""Codex's usage endpoint over real HTTP: what is sent, to whom, and what every refusal means."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from loguru import logger

from brim import __version__
from brim.backend.fetching.accountreader import AccountReader
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.providers.codex.names import POLICY
from brim.model.account import Health
from brim.model.options import IconShow
from brim.words.terminal import account_details
from tests.support.codexmachine import ACCOUNT, NOW, machine, outcome, percents, token
from tests.support.usageserver import Answer, answer_from_fixture, load_fixture, running_server, usage_answer

if TYPE_CHECKING:
    from tests.support.codexmachine import CodexMachine

__all__ = ["machine"]

CHALLENGE = Answer(403, b"<html>Just a moment...</html>", {"content-type": "text/html", "cf-mitigated": "challenge"})


def test_the_request_names_brim_and_the_account(machine: CodexMachine) -> None:
    """One request under Brim's own name, with the token and the account's ID, and nothing else of the login."""
    state = machine.read()

    assert {"session": 42, "weekly_all": 61} == percents(state.reading)
    (request,) = machine.server.requests
    login = load_fixture("codex-auth-chatgpt")["tokens"]
    assert f"Bearer {login['access_token']}" == request["authorization"]
    assert (f"brim/{__version__}", ACCOUNT) == (request["user-agent"], request["chatgpt-account-id"])
    assert "application/json" == request["accept"]
    assert {"x-openai-fedramp", "cookie"}.isdisjoint(request)
    assert login["refresh_token"] not in str(request)


def test_a_fedramp_account_says_so(machine: CodexMachine) -> None:
    """The claim of the login becomes the header that such accounts need."""
    login = load_fixture("codex-auth-chatgpt")
    claims = {"https://api.openai.com/auth": {"chatgpt_account_is_fedramp": True}}
    login["tokens"]["id_token"] = token(**claims)
    machine.write(login)

    machine.read()

    assert ["true"] == [request["x-openai-fedramp"] for request in machine.server.requests]


@pytest.mark.parametrize(
    ("answer", "health", "title"),
    [
        (answer_from_fixture("codex-error-401"), Health.EXPIRED, "Login refused"),
        (Answer(400, b'{"detail": "Bad request"}'), Health.EXPIRED, "Login refused"),
        (answer_from_fixture("codex-error-403-permission"), Health.NO_SCOPE, "Login lacks usage permission"),
        (CHALLENGE, Health.BLOCKED, "Temporarily blocked"),
        (Answer(403, b"<html>no</html>", {"content-type": "text/html"}), Health.BLOCKED, "Temporarily blocked"),
        (Answer(403, b""), Health.BLOCKED, "Temporarily blocked"),
        (answer_from_fixture("codex-error-429"), Health.BLOCKED, "Rate limited"),
        (Answer(500, b"oops"), Health.ERROR, "Server error 500"),
        (Answer(503, b"{}"), Health.ERROR, "Server error 503"),
        (Answer(404, b"{}"), Health.ERROR, "Unexpected status 404"),
        (Answer(302, b"", {"location": "https://example.com/"}), Health.ERROR, "Redirected"),
        (Answer(200, b"<html>Sign in</html>", {"content-type": "text/html"}), Health.ERROR, "Unexpected response"),
        (Answer(200, b'{"detail": "Not found"}'), Health.ERROR, "Unexpected response"),
        (Answer(200, b'{"rate_limit": {"primary_win'), Health.ERROR, "Unexpected response"),
        (usage_answer("codex-usage-nulls"), Health.NO_LIMITS, "No limits reported"),
    ],
)
def test_each_refusal_has_its_own_words(machine: CodexMachine, answer: Answer, health: Health, title: str) -> None:
    """A refusal says what it is and what to do; one request was enough, and the login stands in no text."""
    machine.server.answers = [answer]
    lines: list[str] = []
    handler = logger.add(lines.append, level="DEBUG")

    state = machine.read()

    logger.remove(handler)
    assert (health, title) == outcome(state)
    assert 1 == len(machine.server.requests)
    assert state.history.problem is not None
    texts = "".join(lines) + state.history.problem.message
    assert "eyJ" not in texts
    assert "API key" not in texts


def test_a_wait_that_the_server_asks_for_is_kept(machine: CodexMachine) -> None:
    """After a 429 nothing is sent before the time that it names, also when a person asks."""
    machine.server.answers = [Answer(429, b"{}", {"retry-after": "1234"})]
    assert NOW + timedelta(seconds=1234) == machine.read().history.blocked_until
    machine.now = NOW + timedelta(seconds=600)

    machine.read()

    assert 1 == len(machine.server.requests)


def test_a_login_that_was_renewed_meanwhile_is_tried_once_more(machine: CodexMachine) -> None:
    """Codex renewed its login while the old token was refused: the new one is read and sent, and none is refreshed."""
    login = load_fixture("codex-auth-chatgpt")
    login["tokens"]["access_token"] = token(exp=NOW.timestamp() + 9000, jti="new")
    refusal = Answer(401, b"{}", before=lambda: machine.write(login))
    machine.server.answers = [refusal, usage_answer("codex-usage-plus-two-windows")]

    state = machine.read()

    assert Health.OK is state.history.health
    sent = [request["authorization"] for request in machine.server.requests]
    assert [f"Bearer {login['tokens']['access_token']}"] == sent[1:]


def test_a_refused_login_is_not_sent_again_until_it_changes(machine: CodexMachine) -> None:
    """After a 401 the same token stays here for an hour; a renewed one is sent at once."""
    machine.server.answers = [answer_from_fixture("codex-error-401"), usage_answer("codex-usage-plus-two-windows")]
    machine.read(requested=False)
    machine.now = NOW + timedelta(minutes=50)
    machine.read(requested=False)
    assert 1 == len(machine.server.requests)
    login = load_fixture("codex-auth-chatgpt")
    login["tokens"]["access_token"] = token(exp=NOW.timestamp() + 90_000)
    machine.write(login)

    assert Health.OK is machine.read(requested=False).history.health


def test_no_other_server_gets_the_token(machine: CodexMachine) -> None:
    """A redirect is not followed, wherever it leads."""
    with running_server() as other:
        machine.server.answers = [Answer(307, b"", {"location": f"{other.url}/backend-api/wham/usage"})]
        machine.read()

    assert [] == other.requests


@pytest.mark.parametrize("suffix", ["", "/backend-api"])
def test_the_address_may_name_the_base_of_the_paths(
    machine: CodexMachine, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Codex's own setting for its server ends in `/backend-api`; Brim's may, too."""
    monkeypatch.setenv("BRIM_CODEX__API_URL", machine.server.url + suffix)

    machine.read()

    assert ["/backend-api/wham/usage"] == machine.server.paths


def test_the_plan_of_the_answer_is_newer_than_that_of_the_login(machine: CodexMachine) -> None:
    """The login names the plan of its last renewal; who changed it since sees the new one."""
    machine.server.answers = [usage_answer("codex-usage-pro-spark")]
    state = machine.read()

    assert state.reading is not None
    assert ("Plus", True, "Pro (More)") == (state.identity.plan, state.identity.plan_may_lag, state.reading.plan)
    machine.server.answers = [
        Answer(
            200,
            json.dumps(
                load_fixture("codex-usage-nulls")
                | {"plan_type": None, "rate_limit": load_fixture("codex-usage-pro-spark")["rate_limit"]}
            ).encode(),
        )
    ]
    machine.now = NOW + timedelta(hours=1)
    again = machine.read()
    assert again.reading is not None
    assert "Plus" == again.reading.plan


def test_the_policy_is_modest() -> None:
    """No setting makes Brim ask more often than every five minutes; Codex itself asks every minute."""
    assert POLICY.with_intervals(1.0, 1.0, 1.0).interval >= 300
    assert POLICY.min_request_gap >= 60


def test_saved_resets_are_shown_and_stay(machine: CodexMachine) -> None:
    """They are stored for every process and named in the details; no request but the one for usage is sent."""
    body = load_fixture("codex-usage-plus-two-windows") | {"rate_limit_reset_credits": {"available_count": 2}}
    machine.server.answers = [Answer(body=json.dumps(body).encode())]
    machine.read()

    async def stored() -> list[str]:
        reader = AccountReader(machine.provider(), machine.state, lambda: machine.now)
        state = await reader.load()
        return account_details(account_view(ReadPlan.of(reader, state), machine.now), machine.now, IconShow.USED)

    details = asyncio.run(stored())

    assert ["Resets    2 saved resets, which only you can use"] == [line for line in details if "saved" in line]
    assert ["/backend-api/wham/usage"] == machine.server.paths
