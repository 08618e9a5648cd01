"""An alert of each rule with invented figures, made by the real rules, so that a person can see what will come.

This module must not know how an alert is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from brim.backend.alerts.hookevents import hook_batch
from brim.backend.alerts.memory import AlertMemory, FailureState, SeenSpend, SeenWindow
from brim.backend.alerts.policy import AlertContext, AlertOutcome, decide
from brim.backend.alerts.rules import AlertRules
from brim.backend.readings.evaluation import level
from brim.model.account import Account, AccountView, Health
from brim.model.alert import Rule
from brim.model.costs import CostView
from brim.model.forecast import Forecast
from brim.model.options import IconShow
from brim.model.snapshot import Snapshot
from brim.model.usage import Source, Spend, Window
from brim.words import apikeys, limits, pollreasons

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.hooks.batch import Batch
    from brim.model.alert import Alert
    from brim.model.options import Option

_ACCOUNT = Account("preview", "preview", "demo")
_HOUR = timedelta(hours=1)
_KEY = "test"
_SESSION_SECONDS, _WEEK_SECONDS = 18_000, 604_800
_WEEK_PERCENT = 18


@dataclass(frozen=True, slots=True)
class Preview:
    """An alert, and what the tray would show when it is sent."""

    alert: Alert
    snapshot: Snapshot
    batch: Batch
    """What hooks get for it."""


def preview(rule: Rule, now: datetime, show: IconShow = IconShow.USED, options: tuple[Option, ...] = ()) -> Preview:
    """The alert of a rule, exactly as a real one with these figures; `options` are those of the menu."""
    view, memory = _example(rule, now)
    context = AlertContext(AlertRules(muted=frozenset(Rule) - {rule}, cost_amounts=(Decimal(20),), show=show))
    result = decide(view, memory, context, now)
    shown = replace(view, headline="session", level=view.windows[0].level)
    event = next(decision.event for decision in result.decisions if decision.outcome is AlertOutcome.SENT)
    return Preview(
        replace(result.alerts[0], key=_KEY), Snapshot(now, (shown,), options=options), hook_batch(view, [event], now)
    )


def _example(rule: Rule, now: datetime) -> tuple[AccountView, AlertMemory]:
    window, week, account = _window(62, now), _week(now), _ACCOUNT.id
    view = AccountView(_ACCOUNT, Health.OK, windows=(window, week), fetched_at=now)
    memory = AlertMemory()
    match rule:
        case Rule.LIMIT:
            view = replace(view, windows=(_window(91, now), week))
        case Rule.PACE:
            forecast = Forecast(pace=1.6, runs_out_at=now + _HOUR, chance=0.9)
            view = replace(view, windows=(replace(window, forecast=forecast), week))
        case Rule.RESET:
            view = replace(view, windows=(_window(1, now, hours=5), week))
            seen = SeenWindow(account, window.id, now - timedelta(minutes=1), alert_on_reset=True)
            memory = AlertMemory(windows=(seen,))
        case Rule.SPEND:
            spend = Spend(enabled=True, used=Decimal("0.84"), limit=Decimal("50.00"), currency="USD", percent=1.7)
            view, memory = replace(view, spend=spend), AlertMemory(spending=(SeenSpend(account, Decimal(0), None),))
        case Rule.COST:
            view = replace(view, costs=CostView(21.5, now + _HOUR))
        case Rule.LOGIN:
            view = replace(view, login_ends_at=now + 20 * _HOUR)
        case Rule.LOST:
            problem = apikeys.rate_limited(pollreasons.demo_server_name())
            view = replace(view, health=Health.BLOCKED, problem=problem, stale=True)
            memory = AlertMemory(failing=(FailureState(account, now - 2 * _HOUR),))
        case Rule.BACK:
            memory = AlertMemory(failing=(FailureState(account, now - 2 * _HOUR, alerted=True),))
    return view, memory


def _window(percent: float, now: datetime, hours: float = 1.8) -> Window:
    return Window(
        id="session",
        kind="session",
        label=limits.session_label(),
        percent=percent,
        resets_at=now + hours * _HOUR,
        length_seconds=_SESSION_SECONDS,
        source=Source.DEMO,
        read_at=now,
        level=level(percent),
        headline=True,
    )


def _week(now: datetime) -> Window:
    """The week, calm: an icon of most accounts has two bars."""
    return replace(
        _window(_WEEK_PERCENT, now, hours=80),
        id="weekly_all",
        kind="weekly_all",
        label=limits.weekly_label(None),
        length_seconds=_WEEK_SECONDS,
        headline=False,
    )
