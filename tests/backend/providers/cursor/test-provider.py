"""Cursor over real HTTP: the usage of every plan, and every refusal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from brim.model.account import Health
from brim.model.usage import Source
from tests.support.accountreading import outcome
from tests.support.cursoraccounts import NOW, TOKEN, read
from tests.support.usageserver import Answer, UsageServer, answer_from_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState

CYCLE_END = datetime.fromtimestamp(1_796_601_600, UTC)
HTML = {"content-type": "text/html", "cf-mitigated": "challenge"}
USAGE = ("POST", "/aiserver.v1.DashboardService/GetCurrentPeriodUsage", b"{}")
SUMMARY = ("GET", "/api/usage/summary", b"")


def answer(**body: object) -> Answer:
    """A good answer for the present cycle."""
    cycle = {"billingCycleStart": "1794009600000", "billingCycleEnd": "1796601600000"}
    return Answer(body=json.dumps(cycle | body).encode())


def shown(state: AccountState) -> list[tuple[str, str, float | None]]:
    """Id, label and percentage of each limit."""
    assert state.reading is not None
    return [(one.id, one.label, one.percent) for one in state.reading.windows]


@pytest.mark.usefixtures("app_file")
def test_usage_of_a_plan_is_the_vendors_percentage(server: UsageServer) -> None:
    """The vendor's percentages are shown, not what its amounts would give; the cycle is as long as it is."""
    state = read()

    assert [
        ("monthly", "Month", 42.25),
        ("monthly_scoped:auto", "Auto (month)", 31.5),
        ("monthly_scoped:api", "API (month)", 67.0),
    ] == shown(state)
    assert state.reading is not None
    assert {(CYCLE_END, 30 * 86_400, Source.API)} == {
        (one.resets_at, one.length_seconds, one.source) for one in state.reading.windows
    }
    assert state.reading.spend is None
    assert (state.reading.plan, state.identity.account.label) == ("Pro", "robin@example.org")
    assert [USAGE] == server.asked
    request = server.requests[0]
    assert (f"Bearer {TOKEN}", "application/json", "1") == tuple(
        request[name] for name in ("authorization", "content-type", "connect-protocol-version")
    )
    assert request["user-agent"].startswith("brim/")
    assert "cookie" not in request


@pytest.mark.usefixtures("app_file")
def test_on_demand_usage_is_dollars(server: UsageServer) -> None:
    """Cents become dollars and never percent; a plan that is used up goes on with on-demand usage."""
    server.answers = [usage_answer("cursor-usage-pro-ondemand")]

    reading = read().reading

    assert reading is not None
    assert {100.0} == {one.percent for one in reading.windows}
    assert reading.spend is not None
    assert (Decimal("12.25"), Decimal(50), "USD", 24.5, True) == (
        reading.spend.used,
        reading.spend.limit,
        reading.spend.currency,
        reading.spend.percent,
        reading.spend.beyond_plan,
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"limit": 2000, "remaining": 2000}, [("monthly", 0.0, Source.API)]),
        ({"limit": 2000}, [("monthly", 0.0, Source.API)]),
        ({"limit": 2000, "remaining": 500}, [("monthly", 75.0, Source.AMOUNTS)]),
        ({"limit": 2000, "includedSpend": 2000, "remaining": 0}, [("monthly", 100.0, Source.AMOUNTS)]),
        ({"limit": 2000, "remaining": 0}, [("monthly", 100.0, Source.AMOUNTS)]),
        ({"limit": 2000, "remaining": -500}, [("monthly", 125.0, Source.AMOUNTS)]),
        (
            {"limit": 2000, "includedSpend": 2000, "totalPercentUsed": 16.9, "autoPercentUsed": 20},
            [
                ("monthly", 16.9, Source.API),
                ("monthly_scoped:auto", 20.0, Source.API),
                ("monthly_scoped:api", 0.0, Source.API),
            ],
        ),
        ({"totalPercentUsed": 117.5}, [("monthly", 117.5, Source.API)]),
        ({"totalPercentUsed": True, "limit": True}, [("monthly", None, Source.API)]),
        ({"totalSpend": 1720}, [("monthly", None, Source.API)]),
        ({"breakdown": {"total": 2000}, "limit": 2000, "totalPercentUsed": 5}, [("monthly", 5.0, Source.API)]),
        ({}, [("monthly", None, Source.API)]),
    ],
)
@pytest.mark.usefixtures("app_file")
def test_zeros_are_left_out_and_the_rest_is_unknown(
    server: UsageServer, body: dict[str, object], expected: list[tuple[str, float | None, Source]]
) -> None:
    """An absent percentage is 0 beside an unused limit, worked out beside a used one, and unknown without any limit."""
    server.answers = [answer(planUsage=body)]

    reading = read().reading

    assert reading is not None
    found = [(one.id, one.percent, one.source) for one in reading.windows]
    assert expected == [one for one in found if one[0] in {wanted[0] for wanted in expected}]
    assert len(server.requests) == 1


@pytest.mark.usefixtures("app_file")
def test_a_new_cycle_without_any_number_is_unused(server: UsageServer) -> None:
    """The recorded answer of a fresh cycle has a limit, and no zeros: 0 percent and no on-demand usage."""
    server.answers = [usage_answer("cursor-usage-zero-omitted")]

    state = read()

    assert [("monthly", "Month", 0.0)] == shown(state)
    assert state.reading is not None
    assert state.reading.spend is None


@pytest.mark.usefixtures("app_file")
def test_the_free_plan_has_no_amounts(server: UsageServer) -> None:
    """Percentages alone are enough."""
    server.answers = [usage_answer("cursor-usage-free")]

    assert [("monthly", "Month", 12.0), ("monthly_scoped:auto", "Auto (month)", 12.0)] == shown(read())


@pytest.mark.parametrize(
    ("limit", "used", "cap"),
    [
        ({"limitType": "team", "pooledLimit": 20000, "pooledUsed": 5000}, "50", "200"),
        ({"limitType": "user", "individualLimit": 5000, "individualRemaining": 4000}, "10", "50"),
        ({"limitType": "team", "individualLimit": 3000, "individualUsed": 3600, "pooledLimit": 9000}, "36", "30"),
        ({"limitType": "user", "totalSpend": 700}, "7", None),
    ],
)
@pytest.mark.usefixtures("app_file")
def test_on_demand_limits_of_a_person_and_of_a_team(
    server: UsageServer, limit: dict[str, object], used: str, cap: str | None
) -> None:
    """The person's own limit counts before that of the team; an overdrawn one is not cut."""
    server.answers = [answer(planUsage={"limit": 2000, "totalPercentUsed": 100}, spendLimitUsage=limit)]

    reading = read().reading

    assert reading is not None
    assert reading.spend is not None
    assert (Decimal(used), None if cap is None else Decimal(cap)) == (reading.spend.used, reading.spend.limit)


def read_second(server: UsageServer, state_dir: Path, second: Answer) -> AccountState:
    """Read the account of a company twice, an hour apart: the first reading of an account is one request."""
    server.answers = [usage_answer("cursor-usage-enterprise-empty")]
    first = read(state_dir, now=NOW - timedelta(hours=1))
    assert (Health.NO_LIMITS, "No limits reported yet") == outcome(first)
    assert [USAGE] == server.asked
    server.answers.append(second)
    return read(state_dir)


@pytest.mark.usefixtures("app_file")
def test_a_company_is_asked_about_by_its_summary(server: UsageServer, tmp_path: Path) -> None:
    """Without usage of a plan the summary is asked for with the next reading: the person's and the team's limits."""
    state = read_second(server, tmp_path, usage_answer("cursor-summary-enterprise"))

    assert [("monthly", "Month"), ("monthly_scoped:team", "Team (month)")] == [one[:2] for one in shown(state)]
    assert state.reading is not None
    assert [pytest.approx(23.84), pytest.approx(59.0111)] == [one.percent for one in state.reading.windows]
    assert {Source.AMOUNTS} == {one.source for one in state.reading.windows}
    assert (state.reading.plan, state.reading.spend) == ("Enterprise", None)
    assert [USAGE, USAGE, SUMMARY] == server.asked


@pytest.mark.parametrize(
    ("second", "health"),
    [
        (Answer(404, b"{}"), "no_limits"),
        (Answer(401, b"{}"), "no_limits"),
        (Answer(200, b"<html></html>", {"content-type": "text/html"}), "no_limits"),
        (Answer(302, b"", {"location": "https://cursor.com/login"}), "no_limits"),
        (Answer(200, b'{"isUnlimited": true, "individualUsage": {"overall": {"used": 1, "limit": 2}}}'), "no_limits"),
        (Answer(200, b'{"individualUsage": {"overall": {"enabled": false, "used": 1, "limit": 2}}}'), "no_limits"),
        (Answer(429, b"{}", {"retry-after": "600"}), "blocked"),
    ],
)
@pytest.mark.usefixtures("app_file")
def test_a_company_without_a_summary_has_no_limits_that_are_known(
    server: UsageServer, second: Answer, health: str, tmp_path: Path
) -> None:
    """Nothing is shown as 0 percent: the reason is said, and a request to wait is kept."""
    state = read_second(server, tmp_path, second)

    assert state.history.health is Health(health)
    assert state.reading is None


@pytest.mark.parametrize(
    ("refused", "health", "title"),
    [
        (answer_from_fixture("cursor-error-401"), "expired", "Login refused"),
        (Answer(200, b'{"code": "unauthenticated"}'), "expired", "Login refused"),
        (answer_from_fixture("cursor-error-429"), "blocked", "Rate limited"),
        (Answer(400, b'{"code": "resource_exhausted"}'), "blocked", "Rate limited"),
        (Answer(403, b'{"code": "permission_denied"}'), "no_scope", "Login lacks usage permission"),
        (Answer(403, b""), "blocked", "Temporarily blocked"),
        (Answer(403, b"<html>Just a moment</html>", HTML), "blocked", "Temporarily blocked"),
        (Answer(200, b"<html>Sign in</html>", {"content-type": "text/html"}), "error", "Unexpected response"),
        (Answer(307, b"", {"location": "https://example.com/"}), "error", "Redirected"),
        (Answer(500, b'{"code": "internal"}'), "error", "Server error 500"),
        (Answer(501, b'{"code": "unimplemented"}'), "error", "Cursor changed its server"),
        (Answer(200, b'{"planUsage": {"lim'), "error", "Unexpected response"),
    ],
)
@pytest.mark.usefixtures("app_file")
def test_each_refusal_has_its_own_words(server: UsageServer, refused: Answer, health: str, title: str) -> None:
    """A refusal says what to do; none of them shows the token, and one request was enough."""
    server.answers = [refused]

    state = read()

    assert (Health(health), title) == outcome(state)
    assert state.history.problem is not None
    assert TOKEN not in state.history.problem.message
    assert len(server.requests) == 1
