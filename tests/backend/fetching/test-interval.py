"""How often is read, by who is there: the agent at work, a person, or nobody; and what sleep and network change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.cadence import AttemptHistory, PollContext, plan, polling_interval
from brim.backend.fetching.presence import Presence
from brim.model.account import Health
from tests.support.attempts import EVERY, IDLE, LOCKED, MANNERS, QUIET, WORKS, ago, asked, at_desk
from tests.support.samples import NOW

if TYPE_CHECKING:
    from brim.backend.providers.base import PollingPolicy


@pytest.mark.parametrize(
    ("active", "presence", "manners", "seconds", "reason"),
    [
        (0, Presence(), MANNERS, 300, "every 5 min while Claude Code works"),
        (600, Presence(), MANNERS, 300, "every 5 min while Claude Code works"),
        (601, Presence(), MANNERS, 900, "every 15 min, Claude Code is quiet"),
        (None, Presence(), MANNERS, 900, "every 15 min, Claude Code is quiet"),
        (0, LOCKED, MANNERS, 1800, "every 30 min, the screen is locked"),
        (0, IDLE, MANNERS, 1800, "every 30 min, nobody is at the computer"),
        (None, replace(LOCKED, idle=True), MANNERS, 1800, "every 30 min, the screen is locked"),
        (0, Presence(battery_low=True), MANNERS, 600, "every 10 min while Claude Code works, the battery is low"),
        (None, Presence(battery_low=True), MANNERS, 1800, "every 30 min, Claude Code is quiet, the battery is low"),
        (
            0,
            replace(LOCKED, battery_low=True),
            MANNERS,
            3600,
            "every 1 h 00 min, the screen is locked, the battery is low",
        ),
        (0, Presence(full_screen=True), MANNERS, 300, "every 5 min while Claude Code works"),
        (None, Presence(), replace(MANNERS, interval=1200), 1200, "every 20 min, Claude Code is quiet"),
        (None, LOCKED, replace(MANNERS, interval=1200), 1800, "every 30 min, the screen is locked"),
        (None, LOCKED, replace(MANNERS, interval=3600), 3600, "every 1 h 00 min, the screen is locked"),
        (
            0,
            Presence(battery_low=True),
            replace(MANNERS, interval=3600),
            3600,
            "every 1 h 00 min while Claude Code works, the battery is low",
        ),
    ],
)
def test_pace(active: float | None, presence: Presence, manners: PollingPolicy, seconds: float, reason: str) -> None:
    """How often is read follows from who is there; nobody there counts before the agent at work."""
    present = PollContext("a", active_at=None if active is None else ago(active), presence=presence)
    found, wait = polling_interval(present, NOW, manners), plan(asked(0), present, NOW, manners)

    assert (seconds, reason) == (found.seconds, found.reason)
    assert (seconds, reason, seconds) == (wait.seconds, wait.reason, wait.interval)


def test_faults_keep_pace() -> None:
    """Faults are tried again no more often than it would be read."""
    waits = [
        plan(asked(0, health, failures=9), at_desk(LOCKED), NOW, MANNERS).seconds
        for health in (Health.OFFLINE, Health.ERROR)
    ]

    assert [1800, 3600] == waits


def test_work_begins() -> None:
    """When the agent begins to work, a reading that is older than it would be then is due at once."""
    quiet = plan(asked(400), PollContext("a"), NOW, MANNERS)
    works = plan(asked(400), WORKS, NOW, MANNERS)

    assert (500.0, 0.0) == (quiet.seconds, works.seconds)


@pytest.mark.parametrize(
    ("presence", "seconds"), [(Presence(), 20), (LOCKED, 60), (IDLE, 60), (Presence(battery_low=True), 60)]
)
def test_look(presence: Presence, seconds: float) -> None:
    """Where somebody may look, work that begins is seen soon; else the machine is woken less often."""
    assert seconds == plan(asked(10), at_desk(presence), NOW, MANNERS).look


@pytest.mark.parametrize(
    ("past", "presence", "seconds", "reason"),
    [
        (asked(700), Presence(back_at=NOW), 0.0, "you are back"),
        (asked(200), Presence(back_at=NOW), 100.0, "you are back"),
        (asked(200), Presence(back_at=ago(300)), 700.0, QUIET),
        (asked(700), Presence(back_at=NOW, locked=True), 1100.0, "every 30 min, the screen is locked"),
        (asked(899), Presence(back_at=ago(-60)), 1.0, QUIET),
    ],
)
def test_somebody_comes_back(past: AttemptHistory, presence: Presence, seconds: float, reason: str) -> None:
    """Whoever comes back soon sees a number that is no older than while the agent works; that costs one reading."""
    wait = plan(past, PollContext("a", presence=presence), NOW, MANNERS)

    assert (seconds, reason) == (wait.seconds, wait.reason)


@pytest.mark.parametrize(
    ("past", "presence", "seconds", "reason"),
    [
        (asked(9000), Presence(woke_at=NOW), 5.0, "the computer has just woken up"),
        (asked(9000), Presence(woke_at=NOW, spread=0.5), 7.5, "the computer has just woken up"),
        (asked(9000), Presence(woke_at=ago(6)), 0.0, "the computer has just woken up"),
        (asked(100), Presence(woke_at=NOW), 200.0, EVERY),
        (asked(9000), Presence(woke_at=ago(-60)), 0.0, EVERY),
        (asked(60, Health.OFFLINE, 2), Presence(woke_at=NOW), 5.0, "the computer has just woken up"),
        (AttemptHistory(), Presence(woke_at=NOW), 5.0, "the computer has just woken up"),
        (AttemptHistory(), Presence(online_at=NOW), 0.0, "first reading"),
        (asked(9000), Presence(online_at=NOW), 5.0, "the connection is back"),
        (asked(100), Presence(online_at=NOW), 200.0, EVERY),
        (asked(60, Health.OFFLINE, 6), Presence(online_at=NOW), 5.0, "the connection is back"),
        (asked(1, Health.OFFLINE, 6), Presence(online_at=NOW), 14.0, "the connection is back"),
        (asked(60, Health.OFFLINE, 6), Presence(online_at=ago(90)), 240.0, "no connection, trying again after 5 min"),
        (asked(60, Health.BLOCKED, blocked_until=ago(-90)), Presence(online_at=NOW), 90.0, "Anthropic asked to wait"),
    ],
)
def test_wakes(past: AttemptHistory, presence: Presence, seconds: float, reason: str) -> None:
    """After sleep and without a network what is due or lost is read soon, not at once; a server's wait holds."""
    wait = plan(past, replace(WORKS, presence=presence), NOW, MANNERS)

    assert (seconds, reason) == (wait.seconds, wait.reason)


@pytest.mark.parametrize(
    "past", [AttemptHistory(), asked(9000), asked(9000, Health.OFFLINE, 2), asked(9000, Health.BLOCKED)]
)
@pytest.mark.parametrize(
    ("presence", "reason"),
    [
        (Presence(asleep_since=ago(600)), "the computer sleeps"),
        (Presence(offline_since=ago(600)), "no connection; sooner when it is back"),
    ],
)
def test_nobody_is_asked(past: AttemptHistory, presence: Presence, reason: str) -> None:
    """Asleep or without a network nobody is asked; that ends within an hour, for a word that was wrong or got lost."""
    present = at_desk(presence)
    wait = plan(past, present, NOW, MANNERS)

    assert (3000.0, reason) == (wait.seconds, wait.reason)
    assert 0.0 == plan(past, present, NOW + timedelta(seconds=3000), MANNERS).seconds


def test_reset_while_away() -> None:
    """The reading after a reset comes at its time also where nobody is there."""
    wait = plan(asked(10), replace(at_desk(LOCKED), resets=(ago(-100),)), NOW, MANNERS)

    assert (105.0, "just after a reset") == (wait.seconds, wait.reason)
