"""How often is read, by who is there: the agent at work, a person, or nobody; and what sleep and network change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.attempts import AttemptHistory
from brim.backend.fetching.cadence import PollContext, plan, polling_interval
from brim.backend.fetching.presence import Presence
from brim.model.account import Health
from tests.support.attempts import (
    IDLE,
    LOCKED,
    POLICY,
    WHILE_QUIET,
    WHILE_WORKING,
    WORKING,
    attempted,
    seconds_ago,
    with_presence,
)
from tests.support.samples import NOW

if TYPE_CHECKING:
    from brim.backend.providers.pollingpolicy import PollingPolicy


@pytest.mark.parametrize(
    ("active", "presence", "policy", "seconds", "reason"),
    [
        (0, Presence(), POLICY, 300, "every 5 min while Claude Code is active"),
        (600, Presence(), POLICY, 300, "every 5 min while Claude Code is active"),
        (601, Presence(), POLICY, 900, "every 15 min, Claude Code is idle"),
        (None, Presence(), POLICY, 900, "every 15 min, Claude Code is idle"),
        (0, LOCKED, POLICY, 1800, "every 30 min, the screen is locked"),
        (0, IDLE, POLICY, 1800, "every 30 min, nobody is at the computer"),
        (None, replace(LOCKED, idle=True), POLICY, 1800, "every 30 min, the screen is locked"),
        (0, Presence(battery_low=True), POLICY, 600, "every 10 min while Claude Code is active, the battery is low"),
        (None, Presence(battery_low=True), POLICY, 1800, "every 30 min, Claude Code is idle, the battery is low"),
        (
            0,
            replace(LOCKED, battery_low=True),
            POLICY,
            3600,
            "every 1 h, the screen is locked, the battery is low",
        ),
        (0, Presence(full_screen=True), POLICY, 300, "every 5 min while Claude Code is active"),
        (None, Presence(), replace(POLICY, interval=1200), 1200, "every 20 min, Claude Code is idle"),
        (None, Presence(), replace(POLICY, sees_activity=False), 900, "every 15 min"),
        (None, LOCKED, replace(POLICY, sees_activity=False), 1800, "every 30 min, the screen is locked"),
        (None, LOCKED, replace(POLICY, interval=1200), 1800, "every 30 min, the screen is locked"),
        (None, LOCKED, replace(POLICY, interval=3600), 3600, "every 1 h, the screen is locked"),
        (
            0,
            Presence(battery_low=True),
            replace(POLICY, interval=3600),
            3600,
            "every 1 h while Claude Code is active, the battery is low",
        ),
    ],
)
def test_pace(active: float | None, presence: Presence, policy: PollingPolicy, seconds: float, reason: str) -> None:
    """How often is read follows from who is there; nobody there counts before the agent at work."""
    present = PollContext("a", active_at=None if active is None else seconds_ago(active), presence=presence)
    found, wait = polling_interval(present, NOW, policy), plan(attempted(0), present, NOW, policy)

    assert (seconds, reason) == (found.seconds, found.reason)
    assert (seconds, reason, seconds) == (wait.seconds, wait.reason, wait.interval)


def test_faults_keep_pace() -> None:
    """Faults are tried again no more often than it would be read."""
    waits = [
        plan(attempted(0, health, failures=9), with_presence(LOCKED), NOW, POLICY).seconds
        for health in (Health.OFFLINE, Health.ERROR)
    ]

    assert [1800, 3600] == waits


def test_work_begins() -> None:
    """When the agent begins to work, a reading that is older than it would be then is due at once."""
    quiet = plan(attempted(400), PollContext("a"), NOW, POLICY)
    works = plan(attempted(400), WORKING, NOW, POLICY)

    assert (500.0, 0.0) == (quiet.seconds, works.seconds)


@pytest.mark.parametrize("presence", [Presence(), LOCKED, IDLE, Presence(battery_low=True)])
def test_look(presence: Presence) -> None:
    """Files are checked once a minute, and less often where the system reports every change, whoever is there."""
    context = with_presence(presence)
    watched = plan(attempted(10), replace(context, watched=True), NOW, POLICY)

    assert (60, 120) == (plan(attempted(10), context, NOW, POLICY).longest_rest, watched.longest_rest)


@pytest.mark.parametrize(
    ("past", "presence", "seconds", "reason"),
    [
        (attempted(700), Presence(back_at=NOW), 0.0, "you are back"),
        (attempted(200), Presence(back_at=NOW), 100.0, "you are back"),
        (attempted(200), Presence(back_at=seconds_ago(300)), 700.0, WHILE_QUIET),
        (attempted(700), Presence(back_at=NOW, locked=True), 1100.0, "every 30 min, the screen is locked"),
        (attempted(899), Presence(back_at=seconds_ago(-60)), 1.0, WHILE_QUIET),
    ],
)
def test_somebody_comes_back(past: AttemptHistory, presence: Presence, seconds: float, reason: str) -> None:
    """Whoever comes back soon sees a number that is no older than while the agent works; that costs one reading."""
    wait = plan(past, PollContext("a", presence=presence), NOW, POLICY)

    assert (seconds, reason) == (wait.seconds, wait.reason)


@pytest.mark.parametrize(
    ("past", "presence", "seconds", "reason"),
    [
        (attempted(9000), Presence(woke_at=NOW), 5.0, "the computer has just woken up"),
        (attempted(9000), Presence(woke_at=NOW, spread=0.5), 7.5, "the computer has just woken up"),
        (attempted(9000), Presence(woke_at=seconds_ago(6)), 0.0, "the computer has just woken up"),
        (attempted(100), Presence(woke_at=NOW), 200.0, WHILE_WORKING),
        (attempted(9000), Presence(woke_at=seconds_ago(-60)), 0.0, WHILE_WORKING),
        (attempted(60, Health.OFFLINE, 2), Presence(woke_at=NOW), 5.0, "the computer has just woken up"),
        (AttemptHistory(), Presence(woke_at=NOW), 5.0, "the computer has just woken up"),
        (AttemptHistory(), Presence(online_at=NOW), 0.0, "first update"),
        (attempted(9000), Presence(online_at=NOW), 5.0, "connection restored"),
        (attempted(100), Presence(online_at=NOW), 200.0, WHILE_WORKING),
        (attempted(60, Health.OFFLINE, 6), Presence(online_at=NOW), 5.0, "connection restored"),
        (attempted(1, Health.OFFLINE, 6), Presence(online_at=NOW), 14.0, "connection restored"),
        (
            attempted(60, Health.OFFLINE, 6),
            Presence(online_at=seconds_ago(90)),
            240.0,
            "no connection, retrying",
        ),
        (
            attempted(60, Health.BLOCKED, blocked_until=seconds_ago(-90)),
            Presence(online_at=NOW),
            90.0,
            "rate limited by Anthropic",
        ),
    ],
)
def test_wakes(past: AttemptHistory, presence: Presence, seconds: float, reason: str) -> None:
    """After sleep and without a network what is due or lost is read soon, not at once; a server's wait holds."""
    wait = plan(past, replace(WORKING, presence=presence), NOW, POLICY)

    assert (seconds, reason) == (wait.seconds, wait.reason)


@pytest.mark.parametrize(
    "past", [AttemptHistory(), attempted(9000), attempted(9000, Health.OFFLINE, 2), attempted(9000, Health.BLOCKED)]
)
@pytest.mark.parametrize(
    ("presence", "reason"),
    [
        (Presence(asleep_since=seconds_ago(600)), "the computer sleeps"),
        (Presence(offline_since=seconds_ago(600)), "no connection; sooner once it is back"),
    ],
)
def test_nobody_is_asked(past: AttemptHistory, presence: Presence, reason: str) -> None:
    """Asleep or without a network nobody is asked; that ends within an hour, for a word that was wrong or got lost."""
    present = with_presence(presence)
    wait = plan(past, present, NOW, POLICY)

    assert (3000.0, reason) == (wait.seconds, wait.reason)
    assert 0.0 == plan(past, present, NOW + timedelta(seconds=3000), POLICY).seconds


def test_reset_while_away() -> None:
    """The reading after a reset comes at its time also where nobody is there."""
    wait = plan(attempted(10), replace(with_presence(LOCKED), resets=(seconds_ago(-100),)), NOW, POLICY)

    assert (105.0, "just after a reset") == (wait.seconds, wait.reason)
