"""Levels, headline, and what a snapshot says of figures and failures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from brim.backend.fetching.accountstate import AccountState
from brim.backend.fetching.attempts import AttemptHistory
from brim.backend.fetching.cadence import Wait
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.polling.usagetracker import UsageTracker
from brim.backend.providers.base import AccountIdentity
from brim.backend.providers.pollingpolicy import PollingPolicy
from brim.backend.readings.evaluation import evaluate, level
from brim.model.account import Account, AccountView, Health, Problem
from brim.model.level import Level
from brim.model.snapshot import SnoozedRule
from brim.model.usage import Reading, Source, Spend, Window
from brim.words import fetcherrors
from tests.support.samples import NOW, RESET

PROBLEM = Problem("No connection", "Check the network.")


def made(
    percent: float | None, name: str = "session", *, resets_at: datetime | None = RESET, active: bool = False
) -> Window:
    """A window as a provider reads it."""
    return Window(name, name, name, percent, resets_at, 18000, Source.API, NOW, active=active)


def reading(*windows: Window, spend: Spend | None = None) -> Reading:
    """A reading made now."""
    return Reading(NOW, Source.API, windows, spend)


def outlook(found: Reading | None, health: Health = Health.OK, problem: Problem | None = None) -> ReadPlan:
    """What is known after an attempt made now."""
    identity = AccountIdentity(Account("a" * 16, "work", "claude"), "Ultra", "stamp")
    past = AttemptHistory(NOW, NOW, health, problem=problem)
    return ReadPlan(AccountState(identity, past, found), PollingPolicy(jitter=0), Wait(300, "every 5 min", NOW, 300))


def view(found: Reading | None, seconds: float = 0, health: Health = Health.OK) -> AccountView:
    """What is said so many seconds later."""
    problem = None if health is Health.OK else PROBLEM
    return account_view(outlook(found, health, problem), NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (None, Level.UNKNOWN),
        (0, Level.CALM),
        (49.99, Level.CALM),
        (50, Level.WATCH),
        (74.9, Level.WATCH),
        (75, Level.WARN),
        (89.9, Level.WARN),
        (90, Level.CRITICAL),
        (99.99, Level.CRITICAL),
        (100, Level.EXHAUSTED),
        (130, Level.EXHAUSTED),
    ],
)
def test_level(percent: float | None, expected: Level) -> None:
    """A level begins exactly at its percentage."""
    assert expected is level(percent)


@pytest.mark.parametrize(
    ("spend", "expected"),
    [
        (None, Level.EXHAUSTED),
        (Spend(enabled=False, used=Decimal(1), limit=None, currency="USD", percent=None), Level.EXHAUSTED),
        (Spend(enabled=True, used=Decimal(1), limit=None, currency="USD", percent=None), Level.PAYING),
        (Spend(enabled=True, used=Decimal(1), limit=Decimal(50), currency="USD", percent=2.0), Level.PAYING),
        (Spend(enabled=True, used=Decimal(50), limit=Decimal(50), currency="USD", percent=100.0), Level.EXHAUSTED),
        (Spend(enabled=True, used=None, limit=Decimal(50), currency="USD", percent=100.0), Level.EXHAUSTED),
    ],
)
def test_paying(spend: Spend | None, expected: Level) -> None:
    """An exhausted window is paid for while extra usage is on and its cap not reached."""
    assert expected is evaluate(reading(made(100), spend=spend), NOW).level


@pytest.mark.parametrize(
    ("windows", "headline"),
    [
        ([made(10, "a"), made(80, "b"), made(60, "c", active=True)], "b"),
        ([made(78, "a"), made(76, "b", active=True)], "b"),
        ([made(78, "a"), made(79, "b")], "b"),
        ([made(78, "a"), made(78, "b", resets_at=RESET - timedelta(hours=1))], "b"),
        ([made(78, "a", resets_at=None), made(78, "b")], "b"),
        ([made(None, "a", active=True), made(3, "b")], "b"),
        ([made(None, "a"), made(None, "b", active=True)], "b"),
    ],
)
def test_headline(windows: list[Window], headline: str) -> None:
    """Highest level, then the server's own, then the percentage, then the earliest reset."""
    judged = evaluate(reading(*windows), NOW)

    assert headline == judged.headline
    assert [headline] == [window.id for window in judged.windows if window.headline]


def test_spend_alone() -> None:
    """With spend and no window, the spend is the headline."""
    judged = evaluate(
        reading(spend=Spend(enabled=True, used=Decimal(95), limit=Decimal(100), currency="USD", percent=95.0)), NOW
    )

    assert ("spend", Level.CRITICAL) == (judged.headline, judged.level)


def test_reset_passed_unread() -> None:
    """After a reset that was not read, the window has no percentage: neither the old one nor zero."""
    found = view(reading(made(97)), (RESET - NOW).total_seconds())

    assert [(None, Level.UNKNOWN)] == [(window.percent, window.level) for window in found.windows]


@pytest.mark.parametrize(("minutes", "percent"), [(0.5, 40.0), (3, None)])
def test_reset_passed_before_the_reading(minutes: float, percent: float | None) -> None:
    """A figure that was read just after its reset stands as long as two clocks may differ, and no longer."""
    late = replace(made(40), resets_at=NOW - timedelta(minutes=minutes))

    assert [percent] == [window.percent for window in view(reading(late), 60).windows]


@pytest.mark.parametrize("health", [health for health in Health if health not in {Health.OK, Health.STALE}])
def test_failure_keeps_the_number(health: Health) -> None:
    """Whatever went wrong, the last number stays, marked as not fresh, with the problem beside it."""
    found = view(reading(made(42)), 10, health)

    assert (health, PROBLEM, True) == (found.health, found.problem, found.stale)
    assert [42.0] == [window.percent for window in found.windows]
    assert (NOW, Source.API) == (found.fetched_at, found.source)


@pytest.mark.parametrize(("seconds", "health"), [(600, Health.OK), (601, Health.STALE)])
def test_stale(seconds: float, health: Health) -> None:
    """A success grows stale when it is over twice the planned wait old, and says so."""
    found = view(reading(made(42)), seconds)

    assert health is found.health
    assert (health is Health.STALE) == found.stale == (found.problem is not None)


def test_a_failure_is_not_stale() -> None:
    """A failed attempt keeps its own health, however old the figures are."""
    assert view(reading(made(42)), 9000, Health.OFFLINE).health is Health.OFFLINE


def test_switched_off() -> None:
    """With asking switched off, the last figures stay and no next read is promised."""
    found = account_view(outlook(reading(made(42))), NOW, network_off=fetcherrors.network_off("claude"))

    assert (Health.OFFLINE, fetcherrors.network_off("claude"), None) == (
        found.health,
        found.problem,
        found.next_read_at,
    )
    assert [42.0] == [window.percent for window in found.windows]


def test_trouble() -> None:
    """A fault of Brim itself stands over the account until it is taken back, and takes no number away."""
    tracker = UsageTracker()
    tracker.record(0, outlook(reading(made(42))))
    tracker.problem = PROBLEM
    during = tracker.view(0, NOW)
    tracker.problem = None

    assert (Health.ERROR, PROBLEM, 42.0) == (during.health, during.problem, during.windows[0].percent)
    assert tracker.view(0, NOW).health is Health.OK


def test_learn() -> None:
    """Only another reading is news."""
    tracker = UsageTracker()

    assert [True, False, False, True] == [
        tracker.record(0, outlook(reading(made(42)))),
        tracker.record(0, outlook(reading(made(42)))),
        tracker.record(0, outlook(reading(made(42)), Health.OFFLINE, PROBLEM)),
        tracker.record(0, outlook(reading(made(43)))),
    ]


def test_snoozed() -> None:
    """A rule is quiet until its time, and the later word counts."""
    tracker = UsageTracker()
    soon, later = SnoozedRule("limit", NOW + timedelta(hours=1)), SnoozedRule("limit", NOW + timedelta(hours=2))
    tracker.snooze(soon)
    tracker.snooze(later)

    assert (later,) == tracker.snapshot(NOW).snoozed
    assert () == tracker.snapshot(NOW + timedelta(hours=3)).snoozed


def test_changes_at() -> None:
    """The next change without a reading is a reset or growing stale, whichever comes first."""
    tracker = UsageTracker()
    tracker.record(0, outlook(reading(made(42))))

    assert NOW + timedelta(seconds=600) == tracker.changes_at(NOW)
    assert tracker.changes_at(NOW + timedelta(seconds=700)) == RESET
    assert tracker.changes_at(RESET) is None
