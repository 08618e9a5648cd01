"""Copilot over real HTTP: which login is used, every refusal, and that each token goes to its own host alone."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.watching.places import Changes
from brim.model.account import Health
from tests.support.accountreading import outcome
from tests.support.copilothome import NOW, TOKEN, providers, read
from tests.support.usageserver import Answer, UsageServer, answer_from_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the places of this home are those of Linux and macOS")

HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.mark.usefixtures("apps")
def test_the_request_says_who_asks(server: UsageServer) -> None:
    """One request under Brim's own name, with the token of the editor, shows the usage of the editor's user."""
    state = read()

    assert state.reading is not None
    assert [25.4] == [window.percent for window in state.reading.windows]
    assert ("robin-example", "Pro") == (state.identity.account.label, state.reading.plan)
    assert [("GET", "/copilot_internal/user", b"")] == server.asked
    (request,) = server.requests
    assert request["authorization"] == f"token {TOKEN}"
    assert request["user-agent"].startswith("brim/")
    assert (request["accept"], request["x-github-api-version"]) == ("application/json", "2025-04-01")
    assert not {"editor-version", "copilot-integration-id", "cookie"} & set(request)


def limited(status: int, message: str, **headers: str) -> Answer:
    """A refusal with a message of GitHub's."""
    body = json.dumps({"message": message, "status": str(status)}).encode()
    return Answer(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.usefixtures("apps")
@pytest.mark.parametrize(
    ("answer", "health", "title"),
    [
        (answer_from_fixture("copilot-error-401"), Health.SIGNED_OUT, "Signed out by GitHub"),
        (limited(403, "Bad credentials"), Health.SIGNED_OUT, "Signed out by GitHub"),
        (answer_from_fixture("copilot-error-403"), Health.NO_SCOPE, "Login lacks usage permission"),
        (limited(403, "Resource protected", x_github_sso="required; url=x"), Health.NO_SCOPE, "Single sign-on needed"),
        (limited(403, "You have exceeded a secondary rate limit."), Health.BLOCKED, "Rate limited"),
        (limited(403, "API rate limit exceeded", x_ratelimit_remaining="0"), Health.BLOCKED, "Rate limited"),
        (Answer(403, b"<html>Access denied</html>", HTML), Health.BLOCKED, "Temporarily blocked"),
        (Answer(403, b"{}", {"cf-mitigated": "challenge"}), Health.BLOCKED, "Temporarily blocked"),
        (answer_from_fixture("copilot-error-404"), Health.NO_LIMITS, "No Copilot plan"),
        (Answer(404, b"<html>Hotel</html>", HTML), Health.ERROR, "Unexpected status 404"),
        (limited(429, "Too many requests", retry_after="120"), Health.BLOCKED, "Rate limited"),
        (Answer(200, b"<html>Sign in</html>", HTML), Health.ERROR, "Unexpected response"),
        (Answer(302, b"", {"location": "https://example.com/"}), Health.ERROR, "Redirected"),
        (Answer(500, b"oops"), Health.ERROR, "Server error 500"),
        (Answer(503, b"<html>Unicorn</html>", HTML), Health.ERROR, "Server error 503"),
        (usage_answer("copilot-user-no-seat"), Health.NO_LIMITS, "No Copilot plan"),
        (usage_answer("copilot-user-unlimited"), Health.NO_LIMITS, "No limits"),
        (Answer(200, b"[]"), Health.ERROR, "Unexpected response"),
        (Answer(200, b"{}"), Health.ERROR, "Unexpected response"),
        (Answer(200, b'{"quota_snapshots": {"chat'), Health.ERROR, "Unexpected response"),
    ],
)
def test_each_refusal_has_its_own_words(server: UsageServer, answer: Answer, health: Health, title: str) -> None:
    """A refusal says what is wrong and what to do; it shows no token, and one request was enough."""
    server.answers = [answer]

    state = read()

    assert (health, title) == outcome(state)
    assert state.history.problem is not None
    assert "gho_" not in state.history.problem.message
    assert len(server.requests) == 1


@pytest.mark.usefixtures("apps")
@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (limited(429, "", retry_after="1234"), 1234),
        (limited(403, "", retry_after="77"), 77),
        (limited(403, "", x_ratelimit_remaining="0", x_ratelimit_reset=str(int(NOW.timestamp()) + 1800)), 1800),
        (limited(429, "", x_ratelimit_remaining="0", x_ratelimit_reset=str(int(NOW.timestamp()) + 900)), 900),
    ],
)
def test_a_wait_that_github_asks_for_is_kept(server: UsageServer, answer: Answer, seconds: int) -> None:
    """Nothing is sent before the time of `retry-after`, or before the used up hour ends."""
    server.answers = [answer]

    assert read().history.blocked_until == NOW + timedelta(seconds=seconds)


def test_check_login_names_the_place_and_what_cannot_be_seen(apps: Path) -> None:
    """Doctor gets the file, that two of Copilot's limits are not reported, and no token."""
    provider = providers()[0]
    check = asyncio.run(provider.check_login())

    assert ("usable", "file") == (check.state, check.origin)
    assert check.place.endswith("apps.json")
    assert check.unseen is not None
    assert "5-hour and weekly" in check.unseen
    assert TOKEN not in repr(check)
    apps.unlink()
    assert asyncio.run(provider.check_login()).state == "absent"


@pytest.mark.usefixtures("apps")
@pytest.mark.skipif(sys.platform != "linux", reason="VS Code's folder of this system is elsewhere")
def test_copilot_is_active_when_a_session_changes(home: Path) -> None:
    """Sessions of the Copilot CLI in both forms, and chats of VS Code, show when Copilot was in use."""

    async def go() -> None:
        provider = providers()[0]
        await provider.identify()
        assert await provider.active_at() is None
        for number, name in enumerate(
            (
                ".copilot/session-state/5d0f.jsonl",
                ".copilot/session-state/7c1e/events.jsonl",
                ".config/Code/User/globalStorage/emptyWindowChatSessions/1.json",
                ".config/Code - Insiders/User/workspaceStorage/ab12/chatSessions/2.jsonl",
            )
        ):
            path = home / name
            path.parent.mkdir(parents=True)
            path.touch()
            at = 4_000_000_000 + number
            os.utime(path, (at, at))
            provider.note_changes(Changes(everything=True))
            assert datetime.fromtimestamp(at, UTC) == await provider.active_at()

    asyncio.run(go())


def test_without_a_login_no_session_is_looked_for(home: Path) -> None:
    """On a machine without Copilot its folders are not listed."""
    path = home / ".copilot/session-state/5d0f.jsonl"
    path.parent.mkdir(parents=True)
    path.touch()

    async def go() -> datetime | None:
        provider = providers()[0]
        await provider.identify()
        return await provider.active_at()

    assert asyncio.run(go()) is None
