"""Bodies that no capture has, over real HTTP: each is the right numbers or an honest sentence, and no limit is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from brim.model.account import Health
from tests.support.codexmachine import NOW, CodexMachine, machine, outcome, percents
from tests.support.usageserver import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["machine"]

H5, WEEK = 18_000, 604_800
SOON = int(NOW.timestamp()) + 3600


def limit(percent: object = 42, seconds: object = WEEK, **more: object) -> dict[str, object]:
    """One limit as the server writes it."""
    return {"used_percent": percent, "limit_window_seconds": seconds, "reset_at": SOON} | more


def pool(*limits: object, **more: object) -> dict[str, object]:
    """A pool with limits in the slots in their order."""
    slots = dict(zip(("primary_window", "secondary_window"), limits, strict=False))
    return {"allowed": True, "limit_reached": False} | slots | more


def answer(*limits: object, **more: object) -> Answer:
    """A good answer with a pool of the plan."""
    body: dict[str, object] = {"plan_type": "plus", "rate_limit": pool(*limits)}
    return Answer(body=json.dumps(body | more).encode())


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ((limit(61), limit(12)), {"weekly_all": 61, "weekly_scoped:secondary": 12}),
        ((limit(61), limit(61)), {"weekly_all": 61}),
        ((limit(61), limit(None)), {"weekly_all": 61}),
        ((limit(61, 0), limit(12, -5)), {"limit": 61, "limit_scoped:secondary": 12}),
        ((limit(61, "x"), limit(12, [1])), {"limit": 61, "limit_scoped:secondary": 12}),
        ((limit("61", "604800"), limit("12", "18000")), {"session": 12, "weekly_all": 61}),
        ((limit(seconds=H5, used_percent=True), limit(50)), {"session": None, "weekly_all": 50}),
        ((limit(-5, H5), limit(float("nan"))), {"session": None, "weekly_all": None}),
        ((limit(115, H5), limit(5000)), {"session": 115, "weekly_all": None}),
        (([limit(5, H5)], limit(6)), {"session": 5, "weekly_all": 6}),
    ],
)
def test_limits_in_odd_forms(machine: CodexMachine, limits: tuple[object, ...], expected: Mapping[str, object]) -> None:
    """Two limits of one length are both shown; what is no percentage is not known, and is neither 0 nor 100."""
    machine.server.answers = [answer(*limits)]

    reading = machine.read().reading

    assert expected == percents(reading)
    assert reading is not None
    assert [one.percent is None for one in reading.windows] == [one.unknown for one in reading.windows]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"rate_limit": [limit(12, H5), limit(61)]}, {"session": 12, "weekly_all": 61}),
        ({"rate_limit": pool(windows=[limit(12, H5), limit(61)])}, {"session": 12, "weekly_all": 61}),
        (
            {"additional_rate_limits": {"spark": {"rate_limit": pool(limit(7, H5))}}},
            {"weekly_all": 42, "session_scoped:spark": 7},
        ),
        (
            {"additional_rate_limits": [{"limit_name": "Flat", "primary_window": limit(7, H5)}, None, 3]},
            {"weekly_all": 42, "session_scoped:Flat": 7},
        ),
        (
            {
                "additional_rate_limits": [
                    {"limit_name": "Spark", "metered_feature": name, "rate_limit": pool(limit(percent))}
                    for name, percent in (("a", 7), ("b", 3))
                ]
            },
            {"weekly_all": 42, "weekly_scoped:Spark": 7, "weekly_scoped:Spark (b)": 3},
        ),
        ({"agent_limits": pool(limit(7, 86_400))}, {"weekly_all": 42, "daily_scoped:agent limits": 7}),
        ({"error": {"message": "x"}, "plan_type": ["plus"]}, {"weekly_all": 42}),
    ],
)
def test_pools_in_odd_forms(machine: CodexMachine, more: Mapping[str, Any], expected: Mapping[str, object]) -> None:
    """Lists for objects, objects for lists, pools of one name and of an unknown name: every limit is shown."""
    machine.server.answers = [answer(limit(), **more)]

    assert expected == percents(machine.read().reading)


@pytest.mark.parametrize("allowed", [False, 0, "false", "False"])
def test_a_refusal_in_any_form(machine: CodexMachine, allowed: object) -> None:
    """A refusal that is written as a number or as text is a refusal, too."""
    machine.server.answers = [answer(rate_limit=pool(limit(25), allowed=allowed))]

    reading = machine.read().reading

    assert reading is not None
    assert [(25, True)] == [(one.percent, one.refused) for one in reading.windows]


@pytest.mark.parametrize(
    ("reply", "health", "title"),
    [
        (answer(rate_limit="none"), Health.ERROR, "Unexpected response"),
        (answer(rate_limit=True), Health.ERROR, "Unexpected response"),
        (answer(rate_limit=pool(allowed=False)), Health.NO_LIMITS, "Codex requests are refused"),
        (answer(rate_limit=pool()), Health.NO_LIMITS, "No limits reported"),
        (Answer(body=b'{"data": {"plan_type": "plus"}}'), Health.ERROR, "Unexpected response"),
        (
            Answer(body=b'{"detail": {"code": "deactivated_workspace"}}'),
            Health.NO_SCOPE,
            "Login lacks usage permission",
        ),
        (
            Answer(402, b'{"detail": {"code": "deactivated_workspace"}}'),
            Health.NO_SCOPE,
            "Login lacks usage permission",
        ),
        (Answer(402, b'{"detail": "pay"}'), Health.NO_LIMITS, "Payment required"),
        (Answer(body=b'{"error": {"code": "token_expired"}}'), Health.EXPIRED, "Login refused"),
        (Answer(404, b'{"detail": "Not Found"}'), Health.ERROR, "Unexpected status 404"),
        (Answer(410, b"{}"), Health.ERROR, "Unexpected status 410"),
        (Answer(204, b""), Health.ERROR, "Unexpected response"),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"), Health.ERROR, "Incomplete response"),
    ],
)
def test_what_is_no_usage_says_why(machine: CodexMachine, reply: Answer, health: Health, title: str) -> None:
    """A refusal without limits, a plan error within a good answer, a method that is gone: each has its own sentence."""
    machine.server.answers = [reply]

    assert (health, title) == outcome(machine.read())
    assert 1 == len(machine.server.requests)


@pytest.mark.parametrize(
    ("reset", "hours"),
    [(SOON * 1000, 1), ("2026-11-23T12:02:00Z", 1), ("2026-11-23T13:02:00+01:00", 1), (str(SOON), 1), ("soon", None)],
)
def test_resets_in_any_unit(machine: CodexMachine, reset: object, hours: int | None) -> None:
    """Seconds, milliseconds, ISO and text are one time; what is none of them is no time."""
    machine.server.answers = [answer(limit(reset_at=reset))]

    reading = machine.read().reading

    assert reading is not None
    resets = [one.resets_at for one in reading.windows]
    assert [None if hours is None else hours * 3600] == [at and (at - NOW).total_seconds() for at in resets]


def test_a_reset_that_cannot_be_true_gives_no_pace(machine: CodexMachine) -> None:
    """Five hours that end in a week have no length to measure a pace by; a reset in forty years is none."""
    later = SOON + WEEK
    machine.server.answers = [answer(limit(5, H5, reset_at=later), limit(6, reset_at=later + 40 * 365 * 86_400))]

    reading = machine.read().reading

    assert reading is not None
    found = {one.label: (one.resets_at and one.resets_at.timestamp(), one.length_seconds) for one in reading.windows}
    assert {"5 hours": (later, None), "Week": (None, WEEK)} == found
