"""The peek at another limit: what the wheel shows, for how long, and that nothing of it is saved."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from brim.model.level import Level
from brim.model.usage import Spend
from brim.tray.peek import PEEK_SECONDS, LimitPeeker, Peek, Step, after_step, held
from tests.support.samples import account_view, snapshot, week, window, with_label

if TYPE_CHECKING:
    from brim.model.account import AccountView

FABLE = replace(week(78.0, Level.WARN), id="weekly_scoped:Fable", kind="weekly_scoped", label="Fable (week)")
USUAL = account_view(window(), week(), FABLE)
"""Three limits; the session is shown automatically."""


class SetClock:
    """A monotonic clock that a test sets."""

    def __init__(self) -> None:
        """Begin at some moment."""
        self.seconds = 1000.0

    def __call__(self) -> float:
        """The seconds now."""
        return self.seconds


def _after(view: AccountView, *counts: int) -> str | None:
    peek = None
    for count in counts:
        peek = after_step(peek, Step(count, 0.0), snapshot(view))
    return None if peek is None else peek.window


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ((1,), "weekly_all"),
        ((1, 1), "weekly_scoped:Fable"),
        ((-1,), "weekly_scoped:Fable"),
        ((1, 1, 1), None),
        ((1, -1), None),
        ((1, 1, 1, 1), "weekly_all"),
    ],
)
def test_steps_go_through_the_limits_in_their_order(steps: tuple[int, ...], shown: str | None) -> None:
    """A step is one limit, with wrap-around; back at the limit that is shown anyway, nobody peeks any more."""
    assert _after(USUAL, *steps) == shown


def test_a_peek_begins_at_the_pinned_limit() -> None:
    """Where a limit is pinned, the first step leads to the one after it."""
    assert _after(replace(USUAL, pinned="weekly_all"), 1) == "weekly_scoped:Fable"


@pytest.mark.parametrize("view", [account_view(), account_view(window())])
def test_without_another_limit_nothing_is_peeked_at(view: AccountView) -> None:
    """An account with one limit or none shows what it showed."""
    assert _after(view, 1) is None


def test_each_step_begins_the_five_seconds_again() -> None:
    """A peek ends five seconds after the last step, not after the first one."""
    first = after_step(None, Step(1, 10.0), snapshot(USUAL))
    second = after_step(first, Step(1, 14.0), snapshot(USUAL))

    assert second is not None
    assert (second.window, second.ends_at) == ("weekly_scoped:Fable", 14.0 + PEEK_SECONDS)


def test_a_step_after_the_end_begins_anew() -> None:
    """Later than five seconds the wheel begins at the limit that is shown again."""
    over = Peek(USUAL.account.id, "weekly_all", 10.0)

    assert after_step(over, Step(1, 10.0), snapshot(USUAL)) == Peek(USUAL.account.id, "weekly_all", 10.0 + PEEK_SECONDS)


@pytest.mark.parametrize(
    ("view", "at", "lasts"),
    [
        (USUAL, 9.9, True),
        (USUAL, 10.0, False),
        (account_view(window(), FABLE), 9.9, False),
        (with_label("home", USUAL), 9.9, False),
    ],
)
def test_how_long_a_peek_lasts(view: AccountView, at: float, lasts: bool) -> None:  # noqa: FBT001 - expected value
    """It ends by the clock, and when its account or its limit is gone."""
    assert (held(Peek(USUAL.account.id, "weekly_all", 10.0), snapshot(view), at) is not None) == lasts


def test_five_seconds_later_all_is_as_before() -> None:
    """The peeked limit is in the snapshot that is shown, and then the snapshot itself; nobody waits without a peek."""
    clock = SetClock()
    peeker, usual = LimitPeeker(clock), snapshot(USUAL)
    before = (peeker.applied(usual), peeker.seconds_left())

    peeker.turn(1)
    peeked = peeker.applied(usual).accounts[0].shown_window
    clock.seconds += 4.0
    waiting = peeker.seconds_left()
    clock.seconds += 1.0

    assert before == (usual, None)
    assert peeked is not None
    assert (peeked.id, waiting) == ("weekly_all", 1.0)
    assert (peeker.applied(usual), peeker.seconds_left()) == (usual, None)


def test_steps_that_nobody_saw_are_no_peek() -> None:
    """Steps before the first snapshot lead nowhere when that comes later."""
    clock = SetClock()
    peeker = LimitPeeker(clock)
    peeker.turn(1)
    clock.seconds += PEEK_SECONDS

    assert peeker.applied(snapshot(USUAL)) == snapshot(USUAL)


def test_the_wheel_goes_through_the_limits_of_all_accounts() -> None:
    """From the shown limit on, account after account, and past those without limits; then from the beginning."""
    calm, urgent = with_label("home", USUAL), account_view(window(92.0, Level.CRITICAL), week())
    accounts = snapshot(calm, with_label("unread", account_view()), urgent)
    peeker = LimitPeeker(SetClock())

    seen = []
    for _ in range(5):
        peeker.turn(1)
        shown = peeker.applied(accounts).shown_account
        assert shown is not None
        assert shown.shown_window is not None
        seen.append((shown.account.label, shown.shown_window.id))

    assert seen == [
        ("work", "weekly_all"),
        *(("home", limit.id) for limit in USUAL.windows),
        ("work", "session"),
    ]
    assert peeker.applied(accounts) == accounts


def test_the_wheel_leads_to_a_limit_where_the_shown_account_has_none() -> None:
    """One step down from an account that could not be read yet shows the first limit, one step up the last one."""
    unread = replace(with_label("unread", account_view()), level=Level.CRITICAL)
    accounts = snapshot(with_label("home", USUAL), unread)

    steps = {count: after_step(None, Step(count, 0.0), accounts) for count in (1, -1)}

    assert [USUAL.windows[0].id, USUAL.windows[-1].id] == [peek.window for peek in steps.values() if peek is not None]


def test_the_wheel_stops_at_money_without_a_limit() -> None:
    """An account with money alone is a stop of its own, from and to which a step leads; extra usage is none."""
    spend = Spend(enabled=True, used=Decimal("12.40"), limit=None, currency="USD", percent=None)
    money, plan = with_label("key", account_view(spend=spend)), account_view(window(), spend=spend)
    accounts = snapshot(plan, money)
    down = after_step(None, Step(1, 0.0), accounts)
    peeker = LimitPeeker(SetClock())
    peeker.turn(1)
    shown = peeker.applied(accounts).shown_account

    assert Peek(money.account.id, "spend", PEEK_SECONDS) == down
    assert shown is not None
    assert ("key", None) == (shown.account.label, shown.shown_window)
    assert after_step(down, Step(1, 0.0), accounts) is None
