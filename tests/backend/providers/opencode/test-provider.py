"""opencode Go over real HTTP: its limits, every refusal, and that its key goes to its server and nowhere else."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.keyedprovider import KeyedProvider
from brim.backend.providers.opencode.accounts import service
from brim.backend.settings.load import load_settings
from brim.model.account import Health
from tests.support.accountreading import outcome, read_account
from tests.support.usageserver import FIXTURES, Answer, UsageServer, answer_from_fixture, running_server, usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
KEY = "oc-invented"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """Opencode's server, which sends the recorded usage."""
    with running_server() as running:
        running.answers = [usage_answer("opencode-go-usage")]
        monkeypatch.setenv("BRIM_OPENCODE__API_URL", running.url)
        yield running


@pytest.fixture
def key_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys that opencode stored in this home."""
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("OPENCODE_API_KEY", raising=False)
    path = home / ".local/share/opencode/auth.json"
    path.parent.mkdir(parents=True)
    path.write_bytes((FIXTURES / "opencode-auth.json").read_bytes())
    return path


def provider() -> KeyedProvider:
    """The account, without waits between its retries."""
    return KeyedProvider(service(load_settings(), "linux"), lambda: NOW, tenacity.wait_none())


def read(state_dir: Path | None = None) -> AccountState:
    """Read once."""
    return read_account(provider(), NOW, state_dir)


@pytest.mark.usefixtures("key_file")
def test_limits_have_the_labels_and_lengths_of_their_periods(server: UsageServer) -> None:
    """Five hours, a week and a month of the calendar are shown, the month with its true length."""
    state = read()

    assert state.reading is not None
    assert [
        ("session", "5 hours", 42.0, 18_000),
        ("weekly_all", "Week", 61.0, 604_800),
        ("monthly", "Month", 18.0, 30 * 86_400),
    ] == [(window.id, window.label, window.percent, window.length_seconds) for window in state.reading.windows]
    assert [f"Bearer {KEY}"] == [request["authorization"] for request in server.requests]
    assert server.requests[0]["user-agent"].startswith("brim/")


@pytest.mark.usefixtures("key_file")
@pytest.mark.parametrize(
    ("answer", "health", "title"),
    [
        (answer_from_fixture("opencode-go-error-401"), Health.EXPIRED, "API key refused"),
        (answer_from_fixture("opencode-go-error-403"), Health.NO_LIMITS, "No Go plan"),
        (Answer(403, b'{"error": {"type": "Forbidden"}}'), Health.NO_SCOPE, "Key lacks usage permission"),
        (
            Answer(403, b"<html>Just a moment</html>", {"content-type": "text/html", "cf-mitigated": "challenge"}),
            Health.BLOCKED,
            "Temporarily blocked",
        ),
        (Answer(429, b"{}", {"retry-after": "120"}), Health.BLOCKED, "Rate limited"),
        (Answer(200, b"<html>Sign in</html>", {"content-type": "text/html"}), Health.ERROR, "Unexpected response"),
        (Answer(302, b"", {"location": "https://example.com/"}), Health.ERROR, "Redirected"),
        (Answer(500, b"oops"), Health.ERROR, "Server error 500"),
        (Answer(200, b'{"usage": {}}'), Health.NO_LIMITS, "No Go plan"),
        (Answer(200, b'{"usage": {"rolling": null, "weekly": {}}}'), Health.NO_LIMITS, "No Go plan"),
        (Answer(200, b'{"usage": 7}'), Health.ERROR, "Unexpected response"),
        (Answer(200, b"[]"), Health.ERROR, "Unexpected response"),
        (Answer(200, b'{"usage": {"rolling": {"perc'), Health.ERROR, "Unexpected response"),
    ],
)
def test_each_refusal_has_its_own_words(server: UsageServer, answer: Answer, health: Health, title: str) -> None:
    """A refusal says who refused what; none of them shows the key, and one request was enough."""
    server.answers = [answer]

    state = read()

    assert (health, title) == outcome(state)
    assert state.history.problem is not None
    assert KEY not in state.history.problem.message
    assert len(server.requests) == 1


@pytest.mark.usefixtures("key_file")
def test_a_wait_that_the_server_asks_for_is_kept(server: UsageServer) -> None:
    """After a 429 nothing is sent before the time that it names."""
    server.answers = [Answer(429, b"{}", {"retry-after": "1234"})]

    assert read().history.blocked_until == NOW + timedelta(seconds=1234)


@pytest.mark.usefixtures("key_file")
def test_limits_that_nobody_knows_yet_are_kept(server: UsageServer) -> None:
    """A new limit is shown by its own name; numbers may be text, and a usual limit without a number is unknown."""
    body = {"usage": {"opus_daily": {"percent": "7.5"}, "weekly": {"percent": 61}, "rolling": {"resetsAt": "soon"}}}
    server.answers = [Answer(200, json.dumps(body).encode())]

    state = read()

    assert state.reading is not None
    assert [("opus daily", 7.5), ("Week", 61.0), ("5 hours", None)] == [
        (one.label, one.percent) for one in state.reading.windows
    ]


def test_an_account_is_known_by_the_end_of_a_hash(server: UsageServer, key_file: Path, tmp_path: Path) -> None:
    """Neither the account's name nor any file of state holds the key; another key is another account."""
    first = read(tmp_path).identity
    key_file.write_text(json.dumps({"opencode-go": {"type": "api", "key": "oc-another"}}))
    second = read(tmp_path).identity

    assert first.account.label.startswith("opencode Go ")
    assert first.account != second.account
    assert first.credentials_version != second.credentials_version
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"oc-" in path.read_bytes()]
    assert len(server.requests) == 2


def test_without_a_key_nothing_is_sent(server: UsageServer, key_file: Path) -> None:
    """Without a key, or with one that is no header, the account is signed out and no request goes out."""
    for content in (None, "{}", '{"opencode-go": {"key": "two words\\n"}}', "{half"):
        if content is None:
            key_file.unlink()
        else:
            key_file.write_text(content)
        state = read()
        assert state.history.health is Health.SIGNED_OUT
        assert state.identity.present is (content not in {None, "{}"})

    assert [] == server.requests


def test_a_key_of_the_settings_counts_before_that_of_the_tool(
    server: UsageServer, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The setting wins, then the variable, then the file of the user, then that of opencode."""
    own = tmp_path / "key"
    own.write_text("oc-own\n")
    own.chmod(0o600)
    monkeypatch.setenv("BRIM_OPENCODE__KEY_FILE", str(own))
    read()
    monkeypatch.setenv("OPENCODE_API_KEY", "oc-variable")
    read()
    monkeypatch.setenv("BRIM_OPENCODE__API_KEY", "oc-setting")
    read()

    assert key_file.exists()
    sent = [request["authorization"] for request in server.requests]
    assert ["Bearer oc-own", "Bearer oc-variable", "Bearer oc-setting"] == sent


@pytest.mark.usefixtures("key_file")
def test_a_key_file_that_others_can_read_is_not_used(
    server: UsageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key in a file that is open to others is not sent; the words say what to do."""
    own = tmp_path / "key"
    own.write_text("oc-own")
    own.chmod(0o644)
    monkeypatch.setenv("BRIM_OPENCODE__KEY_FILE", str(own))

    state = read()

    assert (Health.SIGNED_OUT, "API key is not private") == outcome(state)
    assert [] == server.requests


def test_login_check_names_the_place_and_not_the_key(key_file: Path) -> None:
    """What doctor may show of a key is where it is."""
    check = asyncio.run(provider().check_login())

    assert ("usable", "file") == (check.state, check.origin)
    assert check.place.endswith("auth.json")
    assert KEY not in repr(check)
    key_file.unlink()
    assert asyncio.run(provider().check_login()).state == "absent"


@pytest.mark.usefixtures("key_file")
@pytest.mark.parametrize("name", ["opencode.db", "opencode.db-wal", "storage/message"])
def test_opencode_at_work_shows_in_its_own_files(server: UsageServer, key_file: Path, name: str) -> None:
    """A change of its database, or of an older one's folder, makes the interval the shorter one; none is opened."""

    async def interval() -> float:
        reader = AccountReader(provider(), None, lambda: NOW)
        return reader.plan(await reader.load()).interval

    assert 900 == asyncio.run(interval())
    path = key_file.parent / name
    path.mkdir(parents=True)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))

    assert 300 == asyncio.run(interval())
    assert [] == server.requests


@pytest.mark.usefixtures("key_file")
@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"rolling": 34, "WEEKLY": [{"percent": "5"}]}, [("session", 34), ("weekly_all", 5)]),
        ({"rolling": {"percent": True}, "weekly": {"percent": -3}}, [("session", None), ("weekly_all", None)]),
        ({"rolling": {"percent": None}, "monthly": {"percent": 130}}, [("session", None), ("monthly", 130)]),
        ({"daily": {"percent": 7}, "lifetime": {"percent": 8}}, [("daily", 7), ("limit_scoped:lifetime", 8)]),
    ],
)
def test_limits_in_odd_forms(server: UsageServer, usage: object, expected: list[tuple[str, float | None]]) -> None:
    """Numbers for objects, other capitals, no numbers: every usual limit is shown, and what is unknown is no 0."""
    server.answers = [Answer(body=json.dumps({"usage": usage}).encode())]

    reading = read().reading

    assert reading is not None
    assert expected == [(one.id, one.percent) for one in reading.windows]


@pytest.mark.usefixtures("key_file")
def test_a_key_is_refused_within_a_good_answer(server: UsageServer) -> None:
    """An AuthError counts, whatever the status."""
    server.answers = [Answer(body=b'{"type": "error", "error": {"type": "AuthError"}}')]

    assert (Health.EXPIRED, "API key refused") == outcome(read())
