"""OpenRouter over real HTTP: limits of a key by day, week, month and for ever, money without a limit, every refusal."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.providers.keyedprovider import KeyedProvider
from brim.backend.providers.openrouter.accounts import service
from brim.backend.settings.load import load_settings
from brim.errors import ExpiredError
from brim.model.account import Health
from brim.model.usage import Source
from tests.support.accountreading import outcome, read_account
from tests.support.usageserver import Answer, UsageServer, answer_from_fixture, load_fixture, running_server
from tests.support.usageserver import usage_answer as recorded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
KEY = "sk-or-v1-invented"
HTML = {"content-type": "text/html", "cf-mitigated": "challenge"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """OpenRouter's server, and a key for it."""
    with running_server() as running:
        monkeypatch.setenv("BRIM_OPENROUTER__API_URL", running.url)
        monkeypatch.setenv("OPENROUTER_API_KEY", KEY)
        yield running


def provider(now: datetime = NOW) -> KeyedProvider:
    """The account, without waits between its retries."""
    return KeyedProvider(service(load_settings(), "linux"), lambda: now, tenacity.wait_none())


def read(state_dir: Path | None = None, now: datetime = NOW) -> AccountState:
    """Read once at a time."""
    return read_account(provider(now), now, state_dir)


def key(**values: object) -> Answer:
    """What the server says of a key with a monthly limit, with other values."""
    data = load_fixture("openrouter-key-limited")["data"] | values
    return Answer(body=json.dumps({"data": data}).encode())


@pytest.mark.parametrize(
    ("answer", "window"),
    [
        (recorded("openrouter-key-limited"), ("monthly", "Month", 24.8, datetime(2026, 12, 1, tzinfo=UTC), 30)),
        (recorded("openrouter-key-daily"), ("daily", "Day", 16.0, datetime(2026, 11, 24, tzinfo=UTC), 1)),
        (key(limit_reset="weekly"), ("weekly_all", "Week", 24.8, datetime(2026, 11, 30, tzinfo=UTC), 7)),
        (recorded("openrouter-key-total-limit"), ("limit", "Total", 74.45, None, None)),
        (key(limit_reset="Daily"), ("daily", "Day", 24.8, datetime(2026, 11, 24, tzinfo=UTC), 1)),
        (key(limit=1, limit_remaining=-4999), ("monthly", "Month", 1000.0, datetime(2026, 12, 1, tzinfo=UTC), 30)),
        (key(limit_remaining=-3), ("monthly", "Month", 106.0, datetime(2026, 12, 1, tzinfo=UTC), 30)),
        (key(limit_remaining=None), ("monthly", "Month", 24.8, datetime(2026, 12, 1, tzinfo=UTC), 30)),
        (key(limit_remaining=60), ("monthly", "Month", 24.8, datetime(2026, 12, 1, tzinfo=UTC), 30)),
        (key(limit_reset="yearly"), ("limit_scoped:yearly", "yearly", 24.8, None, None)),
    ],
)
def test_percent_is_worked_out_from_the_amounts_of_the_limit(
    server: UsageServer, answer: Answer, window: tuple[str, str, float, datetime | None, int | None]
) -> None:
    """Used is limit less what remains, never the usage of the key's life; days, Mondays and months begin in UTC."""
    server.answers = [answer]

    reading = read().reading

    assert reading is not None
    (found,) = reading.windows
    kind, label, percent, resets_at, days = window
    assert (kind, label, resets_at) == (found.id, found.label, found.resets_at)
    assert found.percent == pytest.approx(percent)
    assert found.length_seconds == (None if days is None else days * 86_400)
    assert found.source is Source.AMOUNTS


def test_a_month_has_its_true_length(server: UsageServer) -> None:
    """The monthly limit of February lasts 28 days and resets with March."""
    server.answers = [recorded("openrouter-key-limited")]

    reading = read(now=datetime(2027, 2, 28, 23, 59, tzinfo=UTC)).reading

    assert reading is not None
    window = reading.windows[0]
    assert (window.resets_at, window.length_seconds) == (datetime(2027, 3, 1, tzinfo=UTC), 28 * 86_400)


@pytest.mark.parametrize(
    ("name", "used", "plan"),
    [("openrouter-key-unlimited", "12.4", None), ("openrouter-key-free", "0", "Free tier")],
)
def test_a_key_without_a_limit_is_money_without_percent(
    server: UsageServer, tmp_path: Path, name: str, used: str, plan: str | None
) -> None:
    """Without a limit the spend of the month is shown, and no percentage, also by another process later."""
    server.answers = [recorded(name)]

    for reading in (read(tmp_path).reading, read(tmp_path).reading):
        assert reading is not None
        assert reading.windows == ()
        assert reading.plan == plan
        assert reading.spend is not None
        assert (Decimal(used), None, "USD", None) == (
            reading.spend.used,
            reading.spend.limit,
            reading.spend.currency,
            reading.spend.percent,
        )
        assert reading.spend.beyond_plan is False
    assert len(server.requests) == 1


def test_a_limit_of_nothing_is_refused(server: UsageServer) -> None:
    """A key whose limit is 0 can spend nothing: that is no percentage, but it is refused."""
    server.answers = [key(limit=0, limit_remaining=0)]

    reading = read().reading

    assert reading is not None
    assert [(None, True)] == [(window.percent, window.refused) for window in reading.windows]


def read_second(server: UsageServer, state_dir: Path, *answers: Answer) -> AccountState:
    """Read twice an hour apart; the first reading of an account is one request."""
    server.answers = [answers[0]]
    read(state_dir, NOW - timedelta(hours=1))
    assert [("GET", "/api/v1/key", b"")] == server.asked
    server.answers = list(answers)
    return read(state_dir)


def test_balance_is_asked_for_with_a_management_key_only(server: UsageServer, tmp_path: Path) -> None:
    """An ordinary key sends one request; a management key from the second reading on another one, for its credits."""
    read_second(server, tmp_path / "ordinary", key())
    assert [("GET", "/api/v1/key", b"")] * 2 == server.asked
    server.asked.clear()

    answers = key(is_management_key=True), recorded("openrouter-credits-management")
    reading = read_second(server, tmp_path / "management", *answers).reading

    assert reading is not None
    assert reading.spend is not None
    assert (Decimal("37.25"), "USD") == (reading.spend.balance, reading.spend.balance_currency)
    assert [("GET", "/api/v1/key", b""), ("GET", "/api/v1/credits", b"")] == server.asked[1:]


@pytest.mark.parametrize(
    "second",
    [
        recorded("openrouter-credits-zero-trap"),
        answer_from_fixture("openrouter-error-403-credits"),
        answer_from_fixture("openrouter-error-429"),
        Answer(200, b"[]"),
        Answer(200, b'{"data": {"total_credits": true, "total_usage": "x"}}'),
    ],
)
def test_no_balance_is_invented(server: UsageServer, second: Answer, tmp_path: Path) -> None:
    """Zeros for a key that may not ask, a refusal or no JSON leave the limit as it is, without a balance."""
    reading = read_second(server, tmp_path, key(is_management_key=True), second).reading

    assert reading is not None
    assert reading.spend is not None
    assert reading.spend.balance is None
    assert len(reading.windows) == 1


@pytest.mark.parametrize(
    ("answer", "health", "title"),
    [
        (
            Answer(401, b'{"error": {"message": "No auth", "code": 401}}'),
            "expired",
            "API key refused",
        ),
        (Answer(403, b'{"error": {"code": 403}}'), "no_scope", "Key lacks usage permission"),
        (Answer(403, b"<html>Just a moment</html>", HTML), "blocked", "Temporarily blocked"),
        (answer_from_fixture("openrouter-error-429"), "blocked", "Rate limited"),
        (Answer(200, b'{"error": {"code": 401, "message": "User not found"}}'), "expired", "API key refused"),
        (Answer(200, b'{"error": {"code": 429}}'), "blocked", "Rate limited"),
        (Answer(200, b"<html>Sign in</html>", {"content-type": "text/html"}), "error", "Unexpected response"),
        (Answer(302, b"", {"location": "https://example.com/"}), "error", "Redirected"),
        (Answer(502, b"oops"), "error", "Server error 502"),
        (Answer(200, b'{"data": {}}'), "no_limits", "No limits reported"),
        (Answer(200, b'{"data": null}'), "error", "Unexpected response"),
        (Answer(200, b'{"data": {"limit": 5'), "error", "Unexpected response"),
    ],
)
def test_each_refusal_has_its_own_words(server: UsageServer, answer: Answer, health: str, title: str) -> None:
    """A refusal says who refused what; none of them shows the key, and one request was enough."""
    server.answers = [answer]

    state = read()

    assert (Health(health), title) == outcome(state)
    assert state.history.problem is not None
    assert KEY not in state.history.problem.message
    assert len(server.requests) == 1
    assert server.requests[0]["user-agent"].startswith("brim/")


def test_an_expired_key_is_not_sent_again(server: UsageServer) -> None:
    """The end of the key is known from its answer, and from then on nothing is sent with it."""
    server.answers = [recorded("openrouter-key-expiring")]
    now = [NOW]
    account = KeyedProvider(service(load_settings(), "linux"), lambda: now[0], tenacity.wait_none())

    async def go() -> datetime | None:
        await account.read(_count_nothing)
        now[0] += timedelta(days=1)
        with pytest.raises(ExpiredError, match="API key expired"):
            await account.read(_count_nothing)
        await account.aclose()
        return (await account.identify()).login_ends_at

    assert datetime(2026, 11, 24, tzinfo=UTC) == asyncio.run(go())
    assert len(server.requests) == 1


async def _count_nothing() -> None:
    """Nobody counts the requests."""


def test_the_key_that_opencode_stored_is_found(
    server: UsageServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a variable the key is the one that opencode keeps for OpenRouter, and no other one of that file."""
    monkeypatch.delenv("OPENROUTER_API_KEY")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    path = home / ".local/share/opencode/auth.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(load_fixture("opencode-auth") | {"openrouter": {"type": "api", "key": "sk-or-own"}}))
    server.answers = [recorded("openrouter-key-limited")]

    state = read()

    assert ["Bearer sk-or-own"] == [request["authorization"] for request in server.requests]
    assert state.identity.account.label.startswith("OpenRouter ")
    assert "sk-or" not in repr(state)


@pytest.mark.parametrize(
    ("values", "percent", "label"),
    [
        ({"limit": -1}, None, "Month"),
        ({"limit": True}, None, "Month"),
        ({"limit": "many"}, None, "Month"),
        ({"limit": "50", "limit_remaining": "30"}, 40, "Month"),
        ({"limit_reset": 5}, 24.8, "Other limit"),
    ],
)
def test_a_limit_in_an_odd_form_is_not_known(
    server: UsageServer, values: dict[str, object], percent: float | None, label: str
) -> None:
    """A limit that nobody understands is neither none nor 0%: what was spent is shown, the percentage is unknown."""
    server.answers = [key(**values)]

    reading = read().reading

    assert reading is not None
    (window,) = reading.windows
    assert (label, percent is None) == (window.label, window.unknown)
    assert window.percent == (None if percent is None else pytest.approx(percent))


def test_payment_is_asked_for_within_a_good_answer(server: UsageServer) -> None:
    """A 402 in the body counts like one of the status."""
    server.answers = [Answer(body=b'{"error": {"code": 402, "message": "Insufficient credits"}}')]

    assert (Health.NO_LIMITS, "Payment required") == outcome(read())
