"""z.ai over real HTTP: limits by unit and number whatever their type, errors within good answers, keys and servers."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.providers.keyedprovider import KeyedProvider
from brim.backend.providers.zai.accounts import service
from brim.backend.settings.load import load_settings
from brim.model.account import Health
from brim.model.usage import Source
from tests.support.accountreading import outcome, read_account
from tests.support.usageserver import (
    FIXTURES,
    Answer,
    UsageServer,
    answer_from_fixture,
    running_server,
    usage_answer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
KEY = "invented.zaikey"
HTML = {"content-type": "text/html", "cf-mitigated": "challenge"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """z.ai's server, and a key for it."""
    with running_server() as running:
        monkeypatch.setenv("BRIM_ZAI__API_URL", running.url)
        monkeypatch.setenv("ZAI_API_KEY", KEY)
        yield running


@pytest.fixture
def server_without_key(server: UsageServer, monkeypatch: pytest.MonkeyPatch) -> UsageServer:
    """The same server without a key in the environment."""
    monkeypatch.delenv("ZAI_API_KEY")
    server.answers = [usage_answer("zai-pro-credits")]
    return server


def provider(rank: int = 0) -> KeyedProvider:
    """An account, without waits between its retries."""
    return KeyedProvider(service(load_settings(), "linux"), lambda: NOW, tenacity.wait_none(), rank)


def read(state_dir: Path | None = None) -> AccountState:
    """Read once."""
    return read_account(provider(), NOW, state_dir)


def limits(*items: dict[str, object]) -> Answer:
    """An answer with these limits."""
    return Answer(body=json.dumps({"code": 200, "success": True, "data": {"limits": items}}).encode())


def shown(state: AccountState) -> list[tuple[str, str, float | None]]:
    """Id, label and percentage of each limit."""
    assert state.reading is not None
    return [(one.id, one.label, one.percent) for one in state.reading.windows]


@pytest.mark.parametrize(
    ("name", "plan", "expected"),
    [
        (
            "zai-pro-credits",
            "GLM Coding Pro",
            [
                ("session", "5 hours", 42.0),
                ("weekly_all", "Week", 61.0),
                ("monthly_scoped:web_tools", "Web tools (month)", 3.0),
            ],
        ),
        ("zai-exhausted", "GLM Coding Lite", [("session", "5 hours", 100.0), ("weekly_all", "Week", 91.0)]),
        (
            "zai-legacy-tokens",
            "GLM Coding Lite",
            [("session", "5 hours", 28.0), ("monthly_scoped:web_tools", "Web tools (month)", 4.0)],
        ),
        (
            "zai-lite-not-started",
            "GLM Coding Lite",
            [
                ("session", "5 hours", 0.0),
                ("weekly_all", "Week", 12.0),
                ("monthly_scoped:web_tools", "Web tools (month)", 0.0),
            ],
        ),
    ],
)
def test_limits_are_known_by_their_length(
    server: UsageServer, name: str, plan: str, expected: list[tuple[str, str, float]]
) -> None:
    """Old and new types give the same limits; a plan of the first generation has no week, and none is invented."""
    server.answers = [usage_answer(name)]

    state = read()

    assert expected == shown(state)
    assert state.reading is not None
    assert state.reading.plan == plan
    assert [("GET", "/api/monitor/usage/quota/limit", b"")] == server.asked
    assert [f"Bearer {KEY}"] == [request["authorization"] for request in server.requests]
    assert server.requests[0]["user-agent"].startswith("brim/")


def test_times_are_milliseconds_and_may_be_missing(server: UsageServer) -> None:
    """A limit of 5 hours that has not begun has no reset; a week and a month have their true ends and lengths."""
    server.answers = [usage_answer("zai-lite-not-started")]

    reading = read().reading

    assert reading is not None
    assert [
        (None, 18_000),
        (datetime(2026, 11, 27, 8, tzinfo=UTC), 604_800),
        (datetime(2026, 12, 1, tzinfo=UTC), 30 * 86_400),
    ] == [(one.resets_at, one.length_seconds) for one in reading.windows]


@pytest.mark.parametrize(
    ("item", "percent", "source"),
    [
        ({"usage": 2000, "currentValue": 500}, 25.0, Source.AMOUNTS),
        ({"usage": 2000, "remaining": 1500}, 25.0, Source.AMOUNTS),
        ({"usage": "2000", "currentValue": "500"}, 25.0, Source.AMOUNTS),
        ({"usage": 2000, "currentValue": 2100}, 105.0, Source.AMOUNTS),
        ({"usage": 2000, "currentValue": 2000, "remaining": 0, "percentage": 99}, 100.0, Source.AMOUNTS),
        ({"usage": 2000, "currentValue": 1999, "remaining": 1, "percentage": 99}, 99.0, Source.API),
        ({"usage": 2000, "currentValue": 500, "percentage": 24}, 24.0, Source.API),
        ({"usage": 2000, "currentValue": 1500, "percentage": 0}, 75.0, Source.AMOUNTS),
        ({"usage": 2000, "currentValue": 19, "percentage": 0}, 0.0, Source.API),
        ({"usage": 0, "currentValue": 0, "percentage": 0}, None, Source.API),
        ({"percentage": True, "nextResetTime": 1795442400000}, None, Source.API),
        ({"usage": True, "currentValue": True, "nextResetTime": 1795442400000}, None, Source.API),
        ({"currentValue": 500, "nextResetTime": 1795442400000}, None, Source.API),
    ],
)
def test_a_missing_percentage_is_worked_out_or_unknown(
    server: UsageServer, item: dict[str, object], percent: float | None, source: Source
) -> None:
    """The ceiling is not what is used; without amounts a missing percentage is unknown, and never 0."""
    server.answers = [limits({"type": "CREDIT_LIMIT", "unit": 3, "number": 5, **item})]

    reading = read().reading

    assert reading is not None
    assert [(percent, source)] == [(one.percent, one.source) for one in reading.windows]


def test_renamed_and_unknown_limits_are_kept(server: UsageServer) -> None:
    """A type that nobody knows is a limit like any other; two of one length are told apart by their types.

    One whose usage nobody knows stays a limit, too.
    """
    server.answers = [
        limits(
            {"type": "PROMPT_LIMIT", "unit": 3, "number": 5, "percentage": 7},
            {"type": "SEARCH_LIMIT", "unit": 3, "number": 5, "percentage": 8},
            {"type": "CREDIT_LIMIT", "unit": 4, "number": 1, "percentage": 9},
            {"type": "CREDIT_LIMIT", "unit": 9, "number": 1, "percentage": 10},
            {"type": "CREDIT_LIMIT", "unit": 5, "number": 3, "percentage": 11},
            {"type": "CREDIT_LIMIT", "unit": 6, "number": 1},
            {"unit": 4, "number": 1, "percentage": 12},
        )
    ]

    assert [
        ("session", "5 hours", 7.0),
        ("session_scoped:search", "search (5 hours)", 8.0),
        ("daily", "Day", 9.0),
        ("limit", "Other limit", 10.0),
        ("90_days", "90 days", 11.0),
        ("weekly_all", "Week", None),
        ("daily_scoped:7", "7 (day)", 12.0),
    ] == shown(read())


@pytest.mark.parametrize(
    ("answer", "health", "title"),
    [
        (usage_answer("zai-auth-failed"), "signed_out", "API key refused"),
        (Answer(200, b'{"code": 1001, "success": false}'), "signed_out", "API key refused"),
        (Answer(200, b'{"code": "401", "success": false}'), "signed_out", "API key refused"),
        (answer_from_fixture("zai-error-401"), "signed_out", "API key refused"),
        (Answer(200, b'{"code": 500, "msg": "no plan", "success": false}'), "no_limits", "No GLM plan"),
        (Answer(200, b'{"success": true, "data": {"limits": []}}'), "no_limits", "No GLM plan"),
        (Answer(200, b'{"success": true, "data": {"level": "lite"}}'), "no_limits", "No limits reported"),
        (answer_from_fixture("zai-error-429"), "blocked", "Rate limited"),
        (Answer(200, b'{"error": {"code": "1302"}}', {"retry-after": "60"}), "blocked", "Rate limited"),
        (Answer(200, b'{"code": 1234, "success": false}'), "error", "Unexpected response"),
        (Answer(200, b'{"success": true, "data": null}'), "error", "Unexpected response"),
        (Answer(403, b"{}"), "no_scope", "Key lacks usage permission"),
        (Answer(403, b"<html>Just a moment</html>", HTML), "blocked", "Temporarily blocked"),
        (Answer(200, b"<html>Sign in</html>", {"content-type": "text/html"}), "error", "Unexpected response"),
        (Answer(302, b"", {"location": "https://example.com/"}), "error", "Redirected"),
        (Answer(500, b'{"code": 500}'), "error", "Server error 500"),
        (Answer(200, b'{"data": {"limits": [{"un'), "error", "Unexpected response"),
    ],
)
def test_each_refusal_has_its_own_words(server: UsageServer, answer: Answer, health: str, title: str) -> None:
    """An error within a good answer counts like one with a status; none shows the key, and one request was enough."""
    server.answers = [answer]

    state = read()

    assert (Health(health), title) == outcome(state)
    assert state.history.problem is not None
    assert KEY not in state.history.problem.message
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["ZAI_API_KEY", "Z_AI_API_KEY", "GLM_API_KEY", "ZHIPU_API_KEY"])
def test_each_variable_may_hold_the_key(
    server_without_key: UsageServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tools give different names to the variable with the key."""
    monkeypatch.setenv(name, "invented.variable")

    read()

    assert ["Bearer invented.variable"] == [request["authorization"] for request in server_without_key.requests]


@pytest.mark.parametrize("api_url", ["https://api.z.ai", "https://API.z.ai:443"])
def test_a_key_belongs_to_its_server(home: Path, monkeypatch: pytest.MonkeyPatch, api_url: str) -> None:
    """Of the keys of opencode, that of z.ai goes to z.ai and that of Zhipu to its server: two accounts, two servers."""
    path = home / ".local/share/opencode/auth.json"
    path.parent.mkdir(parents=True)
    path.write_bytes((FIXTURES / "opencode-auth.json").read_bytes())
    monkeypatch.setenv("BRIM_ZAI__API_URL", api_url)
    asked = service(load_settings(), "linux")

    servers = {file.members[0]: file.server or asked.api_url for file in asked.files if file.path == path}

    assert servers == {
        **dict.fromkeys(("zai-coding-plan", "zai", "z-ai", "z.ai"), api_url),
        **dict.fromkeys(("zhipuai-coding-plan", "zhipuai", "zhipu"), "https://open.bigmodel.cn"),
    }
    first, second = (read_identity(rank) for rank in (0, 1))
    assert first != second
    path.write_text(json.dumps({"zhipu": {"type": "api", "key": "invented.cnkey"}}))
    assert second == read_identity(0) == read_identity(1)


@pytest.mark.parametrize(
    ("api_url", "entry"),
    [
        ("https://open.bigmodel.cn", "zhipuai-coding-plan"),
        ("https://OPEN.bigmodel.cn:443/", "zhipuai-coding-plan"),
        ("https://proxy.example.com", "zai"),
    ],
)
def test_the_server_for_china_gets_keys_of_its_own_only(
    home: Path, monkeypatch: pytest.MonkeyPatch, api_url: str, entry: str
) -> None:
    """Whoever names that server has its key used, and the key of z.ai beside it never reaches it."""
    path = home / ".local/share/opencode/auth.json"
    path.parent.mkdir(parents=True)
    keys = {"zai": "key.of-zai", "zhipuai-coding-plan": "key.of-zhipu"}
    monkeypatch.setenv("BRIM_ZAI__API_URL", api_url)

    path.write_text(json.dumps({name: {"type": "api", "key": key} for name, key in keys.items()}))
    both = read_identity(0)
    path.write_text(json.dumps({entry: {"type": "api", "key": keys[entry]}}))
    assert read_identity(0) == both == read_identity(1)

    path.write_text(json.dumps({"zai": {"type": "api", "key": keys["zai"]}}))
    assert asyncio.run(provider().identify()).present == (entry == "zai")


def read_identity(rank: int) -> str:
    """The id of the account of a server."""
    return asyncio.run(provider(rank).identify()).account.id


@pytest.mark.parametrize(
    ("url", "sent"), [("https://api.z.ai/api/anthropic", True), ("https://api.z.ai.example.com/", False), (None, False)]
)
def test_the_token_of_claude_code_counts_only_where_it_belongs_to_z_ai(
    server_without_key: UsageServer, home: Path, url: str | None, *, sent: bool
) -> None:
    """A token in Claude Code's settings is a key of z.ai only beside z.ai's address; no other token is sent."""
    path = home / ".claude/settings.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"env": {"ANTHROPIC_BASE_URL": url, "ANTHROPIC_AUTH_TOKEN": "invented.claude"}}))

    state = read()

    assert (["Bearer invented.claude"] if sent else []) == [one["authorization"] for one in server_without_key.requests]
    assert state.identity.present is sent


@pytest.mark.parametrize(
    ("body", "health", "title"),
    [
        ({"success": "false", "code": 1001, "data": {"limits": []}}, "signed_out", "API key refused"),
        ({"code": 1001, "msg": "auth"}, "signed_out", "API key refused"),
        ({"code": 500, "data": None}, "no_limits", "No GLM plan"),
        ({"error": {"code": "1113", "message": "x"}}, "no_limits", "No balance at z.ai"),
        ({"success": True, "data": {"limits": ["x", {}]}}, "error", "Unexpected response"),
        ({"success": True, "data": {"data": {"limits": []}}}, "error", "Unexpected response"),
    ],
)
def test_errors_within_a_good_answer(server: UsageServer, body: object, health: str, title: str) -> None:
    """A plan error in status 200 is what it says; limits that nobody understands are not "no plan"."""
    server.answers = [Answer(body=json.dumps(body).encode())]

    assert (Health(health), title) == outcome(read())


@pytest.mark.parametrize("more", [{"error": None}, {"code": 0}, {"code": "200"}, {"success": "true"}])
def test_limits_beside_odd_marks_of_success(server: UsageServer, more: dict[str, object]) -> None:
    """Null for an error and other codes for "fine" take no limit away; limits may stand in an object."""
    item = {"type": "X", "unit": 3, "number": 5, "percentage": 7}
    server.answers = [Answer(body=json.dumps({"data": {"limits": {"a": item}}} | more).encode())]

    assert [("session", "5 hours", 7.0)] == shown(read())
