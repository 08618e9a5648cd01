"""A notice of each rule with invented figures, made by the real rules, so that a person can see what will come.

This module must not know how a notice is shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from brim.alerting import Rule
from brim.backend.alerts import Situation, decide
from brim.backend.episodes import Failing, Memory, Seen, Spent
from brim.backend.events import SESSION_SECONDS
from brim.backend.levels import level
from brim.backend.rules import Rules
from brim.foresight import Forecast
from brim.model import Account, AccountView, Health, Problem, Source, Spend, Window
from brim.words import limits, notices, troubles

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model import Alert

_ACCOUNT = Account("rehearsal", "rehearsal", "demo")
_HOUR = timedelta(hours=1)
_KEY = "test"


def rehearse(rule: Rule, now: datetime) -> Alert:
    """The notice of a rule, marked as a test."""
    view, memory = _scene(rule, now)
    alone = Situation(Rules(muted=frozenset(Rule) - {rule}))
    alert = decide(view, memory, alone, now).alerts[0]
    return replace(alert, key=_KEY, title=notices.test(alert.title), replies=())


def _scene(rule: Rule, now: datetime) -> tuple[AccountView, Memory]:
    window, me = _window(62, now), _ACCOUNT.id
    view = AccountView(_ACCOUNT, Health.OK, windows=(window,), fetched_at=now)
    memory = Memory()
    match rule:
        case Rule.LIMIT:
            view = replace(view, windows=(_window(91, now),))
        case Rule.PACE:
            forecast = Forecast(pace=1.6, runs_out_at=now + _HOUR, chance=0.9)
            view = replace(view, windows=(replace(window, forecast=forecast),))
        case Rule.RESET:
            view = replace(view, windows=(_window(1, now, hours=5),))
            memory = Memory(seen=(Seen(me, window.id, now - timedelta(minutes=1), mattered=True),))
        case Rule.SPEND:
            spend = Spend(enabled=True, used=Decimal("0.84"), limit=Decimal("50.00"), currency="USD", percent=1.7)
            view, memory = replace(view, spend=spend), Memory(spent=(Spent(me, Decimal(0), None),))
        case Rule.LOGIN:
            view = replace(view, login_ends_at=now + 20 * _HOUR)
        case Rule.LOST:
            problem = Problem(*troubles.REHEARSED)
            view = replace(view, health=Health.BLOCKED, problem=problem, stale=True)
            memory = Memory(failing=(Failing(me, now - 2 * _HOUR),))
        case Rule.BACK:
            memory = Memory(failing=(Failing(me, now - 2 * _HOUR, told=True),))
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
