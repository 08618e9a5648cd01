"""When to ask next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.cadence import LOGIN_FAULTS, Manners, Past, click, pause, plan, settle
from brim.model import Health
from tests.samples import NOW

if TYPE_CHECKING:
    from datetime import datetime

MANNERS = Manners()
NEVER = [None, 0.0, -5.0]


def ago(seconds: float) -> datetime:
    """A time before now."""
    return NOW - timedelta(seconds=seconds)


def _asked(
    seconds: float,
    health: Health = Health.OK,
    failures: int = 0,
    blocked_until: datetime | None = None,
    refused: str | None = None,
) -> Past:
    at = ago(seconds)
    return Past(at, at, health, failures, blocked_until=blocked_until, refused=refused)


@pytest.mark.parametrize("retry_after", NEVER)
def test_block_without_a_time(retry_after: float | None) -> None:
    """A refusal that names no usable time waits 300 s, doubling to an hour."""
    waits = [pause(Health.BLOCKED, count, retry_after, MANNERS) for count in range(1, 7)]

    assert [300, 600, 1200, 2400, 3600, 3600] == waits


@pytest.mark.parametrize(
    ("retry_after", "waits"),
    [(277.0, [277, 277, 277, 480]), (5.0, [60, 120, 240, 480]), (9e9, [3600] * 4), (1800.0, [1800] * 4)],
)
def test_block_with_a_time(retry_after: float, waits: list[float]) -> None:
    """A named time is honoured to an hour, and never below 60 s doubling with refusals in a row."""
    assert waits == [pause(Health.BLOCKED, count, retry_after, MANNERS) for count in range(1, 5)]


def test_connection_faults() -> None:
    """Connection faults come back soon, then at the interval."""
    waits = [pause(Health.OFFLINE, count, None, MANNERS) for count in range(1, 8)]

    assert [15, 30, 60, 120, 240, 300, 300] == waits


def test_server_faults() -> None:
    """Faults of the server wait the interval, doubling to an hour."""
    assert [300, 600, 1200, 2400, 3600] == [pause(Health.ERROR, count, None, MANNERS) for count in range(1, 6)]


def test_first() -> None:
    """The very first reading is due at once."""
    wait = plan(Past(), NOW, MANNERS, stamp="a")

    assert (0.0, "first reading") == (wait.seconds, wait.reason)


@pytest.mark.parametrize(
    ("past", "seconds", "reason"),
    [
        (replace(_asked(12), jitter=4.0), 292.0, "every 5 min"),
        (_asked(400), 0.0, "every 5 min"),
        (_asked(12, Health.NO_LIMITS), 288.0, "every 5 min"),
        (_asked(5, Health.OFFLINE, failures=2), 25.0, "no connection, trying again after 30 s"),
        (_asked(0, Health.ERROR, failures=2), 600.0, "a fault, trying again after 10 min"),
        (_asked(0, Health.BLOCKED, blocked_until=ago(-277)), 277.0, "Anthropic asked to wait"),
        (_asked(300, Health.BLOCKED, blocked_until=ago(1)), 0.0, "Anthropic asked to wait"),
        (_asked(0, Health.ERROR, failures=1, blocked_until=ago(-900)), 900.0, "Anthropic asked to wait"),
        (_asked(0, Health.EXPIRED, refused="a"), 3600.0, "waiting for the login to change"),
        (_asked(10, Health.EXPIRED, refused="b"), 50.0, "the login changed"),
        (_asked(90, Health.NO_SCOPE, refused="b"), 0.0, "the login changed"),
        (Past(asked_at=ago(10)), 50.0, "first reading"),
        (Past(ago(400), ago(10), Health.OK), 50.0, "every 5 min"),
    ],
)
def test_plan(past: Past, seconds: float, reason: str) -> None:
    """The next attempt follows from the last outcome, and says why in words."""
    wait = plan(past, NOW, MANNERS, stamp="a")

    assert (seconds, reason) == (wait.seconds, wait.reason)


def test_after_a_reset() -> None:
    """A shown reset is followed by one reading soon after, and only one."""
    reset = ago(-100)
    before = plan(_asked(10), NOW, MANNERS, stamp="a", resets=[reset])
    tried = Past(reset + timedelta(seconds=6), reset + timedelta(seconds=6), Health.OK)
    after = plan(tried, reset + timedelta(seconds=7), MANNERS, stamp="a", resets=[reset])

    assert (105.0, "just after a reset") == (before.seconds, before.reason)
    assert "every 5 min" == after.reason


def test_reset_and_floor() -> None:
    """Not even a reset makes two requests follow each other sooner than 60 s."""
    wait = plan(_asked(10), NOW, MANNERS, stamp="a", resets=[ago(-1)])

    assert wait.seconds == 50.0


@pytest.mark.parametrize(
    ("past", "seconds"),
    [
        (Past(), None),
        (_asked(20), 40.0),
        (_asked(61), None),
        (_asked(61, Health.BLOCKED, blocked_until=ago(-277)), 277.0),
        (_asked(61, Health.OFFLINE, failures=3), None),
        (_asked(600, Health.EXPIRED, refused="a"), 3000.0),
        (_asked(600, Health.EXPIRED, refused="b"), None),
        (Past(tried_at=ago(1), health=Health.EXPIRED, refused="a"), None),
    ],
)
def test_click(past: Past, seconds: float | None) -> None:
    """A click asks 60 s after the last request, unless a wait is in force or the login was refused as it is."""
    at = click(past, NOW, MANNERS, stamp="a")

    assert seconds == (None if at is None else (at - NOW).total_seconds())


TIMES = st.none() | st.integers(-(10**9), 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds))


PASTS = st.builds(
    Past,
    TIMES,
    TIMES,
    st.none() | st.sampled_from(Health),
    st.integers(0, 10**6),
    st.none(),
    TIMES,
    st.sampled_from(["a", "b", None]),
)


@given(PASTS, st.lists(TIMES, max_size=3))
def test_bounds(restored: Past, resets: list[datetime | None]) -> None:
    """Whatever is restored, no wait is negative or longer than an hour, and after an hour the next attempt is due."""
    past = settle(restored, NOW, MANNERS)
    ahead = [reset for reset in resets if reset is not None]
    wait = plan(past, NOW, MANNERS, stamp="a", resets=ahead)
    hour = timedelta(seconds=3600)
    later = plan(past, NOW + hour, MANNERS, stamp="a", resets=ahead)

    assert 0.0 <= wait.seconds <= 3600.0
    assert later.seconds == 0.0
    assert (click(past, NOW, MANNERS, stamp="a") or NOW) <= NOW + hour


def test_only_a_login_helps() -> None:
    """The faults that wait for the login are those of the login."""
    assert {Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE} == LOGIN_FAULTS
