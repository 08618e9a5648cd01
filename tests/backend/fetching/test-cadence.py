"""When to ask next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.fetching.attempts import LOGIN_FAULTS, AttemptHistory, without_impossible_times
from brim.backend.fetching.backoff import backoff
from brim.backend.fetching.cadence import PollContext, plan, refresh_allowed_at
from brim.backend.fetching.presence import Presence
from brim.model.account import Health
from tests.support.attempts import POLICY, WHILE_WORKING, WORKING, attempted, seconds_ago, with_presence, with_resets
from tests.support.samples import NOW

if TYPE_CHECKING:
    from datetime import datetime

NEVER = [None, 0.0, -5.0]


@pytest.mark.parametrize("retry_after", NEVER)
def test_block_without_a_time(retry_after: float | None) -> None:
    """A refusal that names no usable time waits 300 s, doubling to an hour."""
    waits = [backoff(Health.BLOCKED, count, retry_after, POLICY) for count in range(1, 7)]

    assert [300, 600, 1200, 2400, 3600, 3600] == waits


@pytest.mark.parametrize(
    ("retry_after", "waits"),
    [
        (277.0, [277, 277, 277, 480]),
        (5.0, [60, 120, 240, 480]),
        (1800.0, [1800] * 4),
        (7200.0, [7200] * 4),
        (86_400.0, [86_400] * 4),
        (9e9, [86_400] * 4),
        (float("inf"), [86_400] * 4),
    ],
)
def test_block_with_a_time(retry_after: float, waits: list[float]) -> None:
    """A named time is honoured up to a day, and never below 60 s doubling with refusals in a row."""
    assert waits == [backoff(Health.BLOCKED, count, retry_after, POLICY) for count in range(1, 5)]


@pytest.mark.parametrize("health", [Health.OFFLINE, Health.ERROR])
@pytest.mark.parametrize(("retry_after", "seconds"), [(7200.0, 7200), (9e9, 86_400)])
def test_a_fault_with_a_time(health: Health, retry_after: float, seconds: float) -> None:
    """Also with a fault of the server a named time is honoured up to a day."""
    assert seconds == backoff(health, 1, retry_after, POLICY)


def test_a_wait_from_a_clock_that_was_wrong() -> None:
    """A wait that began in the future begins now instead, and keeps its length."""
    ahead = NOW + timedelta(days=400)
    past = replace(attempted(0, Health.BLOCKED), tried_at=ahead, blocked_until=ahead + timedelta(hours=3))

    assert NOW + timedelta(hours=3) == without_impossible_times(past, NOW, POLICY).blocked_until


def test_connection_faults() -> None:
    """Connection faults come back soon, then at the interval."""
    waits = [backoff(Health.OFFLINE, count, None, POLICY) for count in range(1, 8)]

    assert [15, 30, 60, 120, 240, 300, 300] == waits


def test_server_faults() -> None:
    """Faults of the server wait the interval, doubling to an hour."""
    assert [300, 600, 1200, 2400, 3600] == [backoff(Health.ERROR, count, None, POLICY) for count in range(1, 6)]


def test_first() -> None:
    """The very first reading is due at once."""
    wait = plan(AttemptHistory(), WORKING, NOW, POLICY)

    assert (0.0, "first update") == (wait.seconds, wait.reason)


@pytest.mark.parametrize(
    ("past", "seconds", "reason"),
    [
        (replace(attempted(12), jitter=4.0), 292.0, WHILE_WORKING),
        (attempted(400), 0.0, WHILE_WORKING),
        (attempted(12, Health.NO_LIMITS), 288.0, WHILE_WORKING),
        (attempted(5, Health.OFFLINE, failures=2), 25.0, "no connection, retrying"),
        (attempted(0, Health.ERROR, failures=2), 600.0, "error, retrying"),
        (attempted(0, Health.BLOCKED, blocked_until=seconds_ago(-277)), 277.0, "rate limited by Anthropic"),
        (attempted(300, Health.BLOCKED, blocked_until=seconds_ago(1)), 0.0, "rate limited by Anthropic"),
        (attempted(0, Health.ERROR, failures=1, blocked_until=seconds_ago(-900)), 900.0, "rate limited by Anthropic"),
        (attempted(0, Health.EXPIRED, refused="a"), 3600.0, "waiting for the login to change"),
        (attempted(10, Health.EXPIRED, refused="b"), 50.0, "the login changed"),
        (attempted(90, Health.NO_SCOPE, refused="b"), 0.0, "the login changed"),
        (AttemptHistory(asked_at=seconds_ago(10)), 50.0, "first update"),
        (AttemptHistory(seconds_ago(400), seconds_ago(10), Health.OK), 50.0, WHILE_WORKING),
    ],
)
def test_plan(past: AttemptHistory, seconds: float, reason: str) -> None:
    """The next attempt follows from the last outcome, and says why in words."""
    wait = plan(past, WORKING, NOW, POLICY)

    assert (seconds, reason) == (wait.seconds, wait.reason)


def test_after_a_reset() -> None:
    """A shown reset is followed by one reading soon after, and only one."""
    reset = seconds_ago(-100)
    before = plan(attempted(10), with_resets(100), NOW, POLICY)
    tried = replace(attempted(-106), jitter=0)
    after = plan(tried, with_resets(100), reset + timedelta(seconds=7), POLICY)

    assert (105.0, "just after a reset") == (before.seconds, before.reason)
    assert WHILE_WORKING == after.reason


def test_share() -> None:
    """Of its own accord Brim sends no third request within 300 s, whatever there is to ask: others need the rest."""
    past = replace(attempted(100), asked_before=seconds_ago(220))
    waits = [
        plan(past, present, NOW, POLICY).seconds
        for present in (
            with_resets(1),
            replace(WORKING, unconfirmed=1),
            with_resets(100),
            replace(WORKING, unconfirmed=2),
        )
    ]

    assert [80, 80, 105, 80] == waits
    assert refresh_allowed_at(past, NOW, POLICY, login_version="a") is None


@pytest.mark.parametrize(
    ("past", "present", "seconds"),
    [
        (attempted(299), replace(WORKING, read_at=seconds_ago(100)), 50.0),
        (attempted(100), replace(WORKING, read_at=seconds_ago(299)), 200.0),
        (attempted(9000), replace(WORKING, read_at=seconds_ago(0)), 150.0),
        (attempted(9000), replace(WORKING, read_at=seconds_ago(160)), 0.0),
        (attempted(290), replace(with_resets(-50), read_at=seconds_ago(40)), 110.0),
        (
            attempted(700),
            replace(with_presence(Presence(back_at=seconds_ago(10))), read_at=seconds_ago(0), active_at=None),
            450.0,
        ),
        (attempted(10, Health.OFFLINE, 6), replace(WORKING, read_at=seconds_ago(0)), 290.0),
        (attempted(10, Health.BLOCKED, blocked_until=seconds_ago(-90)), replace(WORKING, read_at=seconds_ago(0)), 90.0),
    ],
)
def test_read_elsewhere(past: AttemptHistory, present: PollContext, seconds: float) -> None:
    """What another program has just read and left for us is not asked for within half the interval; waits stay."""
    assert seconds == plan(past, present, NOW, POLICY).seconds


def test_reset_and_floor() -> None:
    """Not even a reset makes two requests follow each other sooner than 60 s."""
    wait = plan(attempted(10), with_resets(1), NOW, POLICY)

    assert wait.seconds == 50.0


@pytest.mark.parametrize(
    ("past", "resets", "seconds"),
    [
        (attempted(100), [200], 205.0),
        (attempted(100), [320], 325.0),
        (attempted(100), [321], 200.0),
        (attempted(9000), [119], 124.0),
        (attempted(9000), [121], 0.0),
        (attempted(100), [200, 250, 374], 379.0),
        (replace(attempted(100), jitter=4.0), [200], 209.0),
        (attempted(60, Health.OFFLINE, 6), [300], 305.0),
        (attempted(60, Health.BLOCKED, blocked_until=seconds_ago(-90)), [100], 105.0),
        (AttemptHistory(), [60], 0.0),
        (attempted(0, Health.EXPIRED, refused="a"), [3650], 3600.0),
    ],
)
def test_before_a_reset(past: AttemptHistory, resets: list[float], seconds: float) -> None:
    """Nobody is asked in the two minutes before a shown reset, except for the very first reading."""
    assert seconds == plan(past, with_resets(*resets), NOW, POLICY).seconds


@pytest.mark.parametrize(
    ("past", "seconds"),
    [
        (AttemptHistory(), None),
        (attempted(20), 40.0),
        (attempted(61), None),
        (attempted(61, Health.BLOCKED, blocked_until=seconds_ago(-277)), 277.0),
        (attempted(61, Health.OFFLINE, failures=3), None),
        (attempted(600, Health.EXPIRED, refused="a"), 3000.0),
        (attempted(600, Health.EXPIRED, refused="b"), None),
        (AttemptHistory(tried_at=seconds_ago(1), health=Health.EXPIRED, refused="a"), None),
    ],
)
def test_click(past: AttemptHistory, seconds: float | None) -> None:
    """A click asks 60 s after the last request, unless a wait is in force or the login was refused as it is."""
    at = refresh_allowed_at(past, NOW, POLICY, login_version="a")

    assert seconds == (None if at is None else (at - NOW).total_seconds())


TIMES = st.none() | st.integers(-(10**9), 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds))


PASTS = st.builds(
    AttemptHistory,
    TIMES,
    TIMES,
    st.none() | st.sampled_from(Health),
    st.integers(0, 10**6),
    st.none(),
    TIMES,
    st.sampled_from(["a", "b", None]),
)


GONE = st.none() | st.integers(0, 10**9).map(seconds_ago)
PRESENCES = st.builds(Presence, *[st.booleans()] * 4, *[GONE] * 5, st.floats(0, 1))


@given(PASTS, st.lists(TIMES, max_size=3), TIMES, PRESENCES)
def test_bounds(
    restored: AttemptHistory, resets: list[datetime | None], active_at: datetime | None, presence: Presence
) -> None:
    """Whatever is restored, no wait is negative or longer than an hour, or than the server's day, and it ends then."""
    past = without_impossible_times(restored, NOW, POLICY)
    ahead = tuple(reset for reset in resets if reset is not None)
    present = PollContext("a", ahead, active_at, presence)
    wait = plan(past, present, NOW, POLICY)
    longest = max(NOW + timedelta(seconds=3600), past.blocked_until or NOW)
    later = plan(past, present, max(NOW + timedelta(seconds=3600), longest), POLICY)

    assert (past.blocked_until or NOW) <= NOW + timedelta(seconds=86_400)
    assert 0.0 <= wait.seconds <= (longest - NOW).total_seconds() + 120.0 * (len(ahead) + 1)
    assert later.seconds <= 120.0 * (len(ahead) + 1)
    assert (refresh_allowed_at(past, NOW, POLICY, login_version="a") or NOW) <= longest


@given(PASTS, st.lists(TIMES, max_size=3), PRESENCES)
def test_waits_pass(restored: AttemptHistory, resets: list[datetime | None], presence: Presence) -> None:
    """A wait does not move on while it is waited for: whoever looks again and again comes to its end at its time."""
    past = without_impossible_times(restored, NOW, POLICY)
    present = PollContext("a", tuple(reset for reset in resets if reset is not None), None, presence)
    wait = plan(past, present, NOW, POLICY)
    half = plan(past, present, NOW + timedelta(seconds=wait.seconds / 2), POLICY)

    latest = timedelta(seconds=3600 + POLICY.after_reset)  # a wait ends after an hour, also just before that
    assert half.at <= max(wait.at, NOW + latest)


def test_only_a_login_helps() -> None:
    """The faults that wait for the login are those of the login."""
    assert {Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE} == LOGIN_FAULTS


@pytest.mark.parametrize(
    ("past", "odd", "seconds", "reason"),
    [
        (attempted(10), 1, 80, "rechecking"),
        (attempted(10), 3, 290, WHILE_WORKING),
        (attempted(200), 1, 0, "rechecking"),
        (replace(attempted(200), asked_at=seconds_ago(20)), 1, 40, "rechecking"),
        (attempted(10, Health.BLOCKED, 1, seconds_ago(-700)), 1, 700, "rate limited by Anthropic"),
        (attempted(10, Health.ERROR, 1), 1, 290, "error, retrying"),
    ],
)
def test_a_doubtful_figure_is_read_again_soon(past: AttemptHistory, odd: int, seconds: float, reason: str) -> None:
    """Soon, but never within 60 s, never against a wait, and later each time that it does not help."""
    wait = plan(past, replace(WORKING, unconfirmed=odd), NOW, POLICY)

    assert (seconds, reason) == (wait.seconds, wait.reason)
