"""A notice of each rule with invented figures, made by the real rules, so that a person can see what will come.

This module must not know how a notice is shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from brim.backend.alerts.events import SESSION_SECONDS
from brim.backend.alerts.policy import AlertContext, decide
from brim.backend.alerts.rules import Rules
from brim.backend.alerts.sent import AlertMemory, FailureState, SeenSpend, SeenWindow
from brim.backend.readings.levels import level
from brim.model.account import Account, AccountView, Health, Problem
from brim.model.alert import Rule
from brim.model.forecast import Forecast
from brim.model.usage import Source, Spend, Window
from brim.words import fetcherrors, limits, notifications

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.alert import Alert

_ACCOUNT = Account("rehearsal", "rehearsal", "demo")
_HOUR = timedelta(hours=1)
_KEY = "test"


def preview(rule: Rule, now: datetime) -> Alert:
    """The notice of a rule, marked as a test."""
    view, memory = _scene(rule, now)
    alone = AlertContext(Rules(muted=frozenset(Rule) - {rule}))
    alert = decide(view, memory, alone, now).alerts[0]
    return replace(alert, key=_KEY, title=notifications.preview_title(alert.title), buttons=())


def _scene(rule: Rule, now: datetime) -> tuple[AccountView, AlertMemory]:
    window, me = _window(62, now), _ACCOUNT.id
    view = AccountView(_ACCOUNT, Health.OK, windows=(window,), fetched_at=now)
    memory = AlertMemory()
    match rule:
        case Rule.LIMIT:
            view = replace(view, windows=(_window(91, now),))
        case Rule.PACE:
            forecast = Forecast(pace=1.6, runs_out_at=now + _HOUR, chance=0.9)
            view = replace(view, windows=(replace(window, forecast=forecast),))
        case Rule.RESET:
            view = replace(view, windows=(_window(1, now, hours=5),))
            memory = AlertMemory(seen=(SeenWindow(me, window.id, now - timedelta(minutes=1), mattered=True),))
        case Rule.SPEND:
            spend = Spend(enabled=True, used=Decimal("0.84"), limit=Decimal("50.00"), currency="USD", percent=1.7)
            view, memory = replace(view, spend=spend), AlertMemory(spent=(SeenSpend(me, Decimal(0), None),))
        case Rule.LOGIN:
            view = replace(view, login_ends_at=now + 20 * _HOUR)
        case Rule.LOST:
            problem = Problem(*fetcherrors.PREVIEW_BLOCKED)
            view = replace(view, health=Health.BLOCKED, problem=problem, stale=True)
            memory = AlertMemory(failing=(FailureState(me, now - 2 * _HOUR),))
        case Rule.BACK:
            memory = AlertMemory(failing=(FailureState(me, now - 2 * _HOUR, told=True),))
    return view, memory


def _window(percent: float, now: datetime, hours: float = 1.8) -> Window:
    return Window(
        id="session",
        kind="session",
        label=limits.SESSION,
        percent=percent,
        resets_at=now + hours * _HOUR,
        length_seconds=SESSION_SECONDS,
        source=Source.DEMO,
        read_at=now,
        level=level(percent),
        headline=True,
    )
