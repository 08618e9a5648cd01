"""Bodies that no capture has, over real HTTP: the right numbers or an honest sentence, and no zero is invented."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.cursor import summary
from brim.model.account import Health
from tests.support.accountreading import outcome
from tests.support.cursoraccounts import NOW, read
from tests.support.usageserver import Answer

if TYPE_CHECKING:
    from tests.support.usageserver import UsageServer

pytestmark = pytest.mark.usefixtures("app_file")

CYCLE = {"billingCycleStart": "1794009600000", "billingCycleEnd": "1796601600000"}


def answer(plan: object, **more: object) -> Answer:
    """A good answer of a cycle of 30 days."""
    return Answer(body=json.dumps(CYCLE | {"planUsage": plan} | more).encode())


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ([{"limit": 2000, "totalPercentUsed": 5}], {"monthly": 5}),
        ({"limit": 2000, "totalPercentUsed": 5, "apiPercentUsed": "x"}, {"monthly": 5}),
        (
            {"limit": 2000, "totalPercentUsed": 5, "apiPercentUsed": 5},
            {"monthly": 5, "monthly_scoped:auto": 0, "monthly_scoped:api": 5},
        ),
        ({"limit": 2000, "totalPercentUsed": None}, {"monthly": None}),
        ({"limit": 2000, "totalPercentUsed": True, "includedSpend": 500}, {"monthly": 25}),
        ({"limit": 2000, "includedSpend": "much"}, {"monthly": None}),
        ({"limit": 2000, "totalSpend": 2000}, {"monthly": None}),
        ({"limit": 2000, "totalSpend": 500, "bonusSpend": 500, "remaining": 2000}, {"monthly": 0}),
        ({"limit": 2000, "autoPercentUsed": 5}, {"monthly_scoped:auto": 5, "monthly_scoped:api": 0}),
        ({"limit": "2000", "includedSpend": "500"}, {"monthly": 25}),
        ({"limit": 2000, "remaining": -600}, {"monthly": 130}),
        ({"totalPercentUsed": 1720, "limit": 2000, "includedSpend": 500}, {"monthly": 25}),
        (
            {"limit": 2000, "totalPercentUsed": 5, "autoPercentUsed": 1, "apiPercentUsed": 2, "bugbotPercentUsed": 44},
            {"monthly": 5, "monthly_scoped:auto": 1, "monthly_scoped:api": 2, "monthly_scoped:bugbot": 44},
        ),
    ],
)
def test_usage_in_odd_forms(server: UsageServer, plan: object, expected: dict[str, float | None]) -> None:
    """Only what is left out is 0: not what is null or no number; and a new kind of use is shown by its name."""
    server.answers = [answer(plan)]

    reading = read().reading

    assert reading is not None
    assert expected == {one.id: one.percent for one in reading.windows}


@pytest.mark.parametrize(
    ("reply", "health", "title"),
    [
        (Answer(body=b'{"error": {"code": "unauthenticated"}}'), "expired", "Login refused"),
        (Answer(body=b'{"code": "unimplemented"}'), "error", "Cursor changed its server"),
        (Answer(404, b'{"code": "unimplemented", "message": "x"}'), "error", "Cursor changed its server"),
        (Answer(501, b'{"code": "unimplemented"}'), "error", "Cursor changed its server"),
        (Answer(body=b'{"data": {"planUsage": {}}}'), "error", "Unexpected response"),
        (Answer(body=b'{"nothing": 1}'), "error", "Unexpected response"),
        (Answer(402, b'{"code": "failed_precondition"}'), "no_limits", "Payment required"),
        (Answer(403, b"Forbidden"), "blocked", "Temporarily blocked"),
        (Answer(503, b"<html>Maintenance</html>", {"content-type": "text/html"}), "error", "Server error 503"),
    ],
)
def test_what_is_no_usage_says_why(server: UsageServer, reply: Answer, health: str, title: str) -> None:
    """A method that is gone, an error within a good answer, a body of something else: one request and a sentence."""
    server.answers = [reply]

    assert (Health(health), title) == outcome(read())
    assert 1 == len(server.requests)


@pytest.mark.parametrize(
    ("limit", "used"),
    [
        ({"individualLimit": 5000}, "0"),
        ({"individualLimit": 5000, "individualUsed": "1200"}, "12"),
        ({"individualLimit": 5000, "individualUsed": None}, None),
        ({"individualLimit": 5000, "individualUsed": True}, None),
    ],
)
def test_on_demand_usage_is_zero_only_where_it_is_left_out(
    server: UsageServer, limit: dict[str, object], used: str | None
) -> None:
    """What is null or no number was not spent as $0: nobody knows."""
    server.answers = [answer({"limit": 2000, "totalPercentUsed": 5}, spendLimitUsage=limit)]

    reading = read().reading

    assert reading is not None
    assert reading.spend is not None
    assert (used is None) == (reading.spend.used is None)
    assert used is None or reading.spend.used == int(used)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"overall": {"used": 5, "limit": 100}, "plan": {"used": 90, "limit": 100}}, {"": 5, "included": 90}),
        ({"overall": {"remaining": 30, "limit": 100}}, {"": 70}),
        ({"overall": {"used": True, "limit": 100}}, {"": None}),
        ({"overall": {"used": 5, "limit": 100}, "bugbot": {"used": 30, "limit": 100}}, {"": 5, "bugbot": 30}),
        ({"plan": {"used": 5, "limit": 100}, "onDemand": {"enabled": True, "used": 1, "limit": 2}}, {"": 5}),
    ],
)
def test_limits_of_a_company_in_odd_forms(own: dict[str, object], expected: dict[str, float | None]) -> None:
    """Each limit of the summary is shown, also one of a new name; what is no number is not known."""
    cycle = {"billingCycleStart": "2026-11-16T00:00:00Z", "billingCycleEnd": "2026-12-16T00:00:00Z"}

    reading = summary.parse(cycle | {"individualUsage": own}, NOW)

    assert reading is not None
    assert expected == {one.id.partition(":")[2]: one.percent for one in reading.windows}
