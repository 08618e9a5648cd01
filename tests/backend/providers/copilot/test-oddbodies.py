"""Bodies that no capture has, over real HTTP: each is the right numbers or an honest sentence, and no quota is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from brim.model.account import Health
from tests.support.accountreading import outcome
from tests.support.copilothome import NOW, read
from tests.support.usageserver import Answer, load_fixture

if TYPE_CHECKING:
    from tests.support.usageserver import UsageServer

pytestmark = pytest.mark.usefixtures("apps")


def quota(**values: object) -> dict[str, object]:
    """A quota of 1500, a fifth of which is used."""
    amounts: dict[str, object] = {"entitlement": 1500, "remaining": 1200, "quota_remaining": 1200, "unlimited": False}
    return amounts | {"percent_remaining": 80.0, "overage_permitted": False} | values


def answer(snapshots: object, **more: object) -> Answer:
    """A good answer with these quotas."""
    return Answer(body=json.dumps(load_fixture("copilot-user-pro") | {"quota_snapshots": snapshots} | more).encode())


@pytest.mark.parametrize(
    ("snapshots", "expected"),
    [
        ([quota(quota_id="premium_interactions")], [("monthly", 20)]),
        ([quota(), quota(percent_remaining=5)], [("monthly_scoped:1", 20), ("monthly_scoped:2", 95)]),
        (
            {"chat": quota(percent_remaining=10), "premium_interactions": [quota()]},
            [("monthly", 20), ("monthly_scoped:chat", 90)],
        ),
        ({"premium_interactions": quota(percent_remaining="80.5")}, [("monthly", 19.5)]),
        ({"premium_interactions": quota(percent_remaining=float("nan"))}, [("monthly", 20)]),
        ({"premium_interactions": quota(percent_remaining=-15)}, [("monthly", 115)]),
        (
            {"premium_interactions": quota(percent_remaining=None, remaining=None, quota_remaining="x")},
            [("monthly", None)],
        ),
        ({"Weekly Premium": quota()}, [("weekly_scoped:Weekly Premium", 20)]),
        (
            {f"q{number}": quota() for number in range(30)} | {"premium_interactions": quota(percent_remaining=1)},
            [("monthly", 99)],
        ),
        (
            {"premium_interactions": quota(entitlement=0, remaining=0, percent_remaining=0), "chat": quota()},
            [("monthly_scoped:chat", 20)],
        ),
        ({"premium_interactions": quota(), "chat": quota(unlimited="true")}, [("monthly", 20)]),
    ],
)
def test_quotas_in_odd_forms(server: UsageServer, snapshots: object, expected: list[tuple[str, float | None]]) -> None:
    """Lists for objects, new names, text for numbers, nothing for something: each quota is shown, none is invented."""
    server.answers = [answer(snapshots)]

    reading = read().reading

    assert reading is not None
    assert expected == [(one.id, one.percent) for one in reading.windows][: len(expected)]


@pytest.mark.parametrize(
    ("reply", "health", "title"),
    [
        (
            answer({"premium_interactions": quota(entitlement=0, percent_remaining=100)}),
            "no_limits",
            "No limit reported",
        ),
        (answer([]), "no_limits", "No limits reported"),
        (Answer(body=b'{"message": "Bad credentials"}'), "error", "Unexpected response"),
        (Answer(body=b'{"data": {"copilot_plan": "individual"}}'), "error", "Unexpected response"),
        (Answer(403, b"Request forbidden by administrative rules"), "blocked", "Temporarily blocked"),
        (Answer(402, b'{"message": "x"}'), "no_limits", "Payment required"),
        (Answer(404, b"<html>Portal</html>"), "error", "Unexpected status 404"),
        (Answer(410, b'{"message": "Gone"}'), "error", "Unexpected status 410"),
    ],
)
def test_what_is_no_usage_says_why(server: UsageServer, reply: Answer, health: str, title: str) -> None:
    """Refusals that nobody has seen yet have a sentence of their own, and cost one request."""
    server.answers = [reply]

    assert (Health(health), title) == outcome(read())
    assert 1 == len(server.requests)


def test_a_reset_in_half_a_year_gives_a_month_no_pace(server: UsageServer) -> None:
    """A quota of a month that resets in half a year has no length to measure a pace by; its reset is GitHub's."""
    server.answers = [answer({"premium_interactions": quota()}, quota_reset_date_utc="2027-05-01T00:00:00Z")]

    reading = read().reading

    assert reading is not None
    (window,) = reading.windows
    assert (20, None, True) == (window.percent, window.length_seconds, window.resets_at is not None)
    assert window.read_at == NOW
