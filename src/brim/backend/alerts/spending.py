"""Detects that extra usage has begun to be spent or has passed an amount, and that the list price of a day has. Pure.

This module must not know whether an alert is sent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.alerts.event import COST, AlertEvent
from brim.backend.alerts.memory import AlertMemory, SeenSpend
from brim.backend.readings.evaluation import SPEND
from brim.model.alert import Rule
from brim.words import notifications

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.alerts.rules import AlertRules
    from brim.model.account import AccountView

_PAUSE = timedelta(hours=5)
"""The length of a session. After a pause this long a rise counts as a new beginning."""


def detect_spending_start(
    view: AccountView, memory: AlertMemory, now: datetime
) -> tuple[AlertMemory, list[AlertEvent]]:
    """The memory with the extra usage as it is now, and an event if it has just begun to rise."""
    account, spend = view.account.id, view.spend
    if spend is None or spend.used is None or not spend.beyond_plan:
        return memory, []  # money without a plan is always being spent
    before = next((seen for seen in memory.spending if seen.account == account), None)
    rises = before is not None and spend.enabled and spend.used > before.used
    others = tuple(seen for seen in memory.spending if seen.account != account)
    rose_at = None if before is None else now if rises else before.rose_at
    memory = replace(memory, spending=(*others, SeenSpend(account, spend.used, rose_at)))
    if before is None or not rises or (before.rose_at is not None and now - before.rose_at < _PAUSE):
        return memory, []
    title, text = notifications.spend_started(spend)
    return memory, [AlertEvent(Rule.SPEND, SPEND, title, text, one_time=True)]


def detect_amounts(view: AccountView, rules: AlertRules) -> Iterator[AlertEvent]:
    """An event for the highest amount that extra usage, or spending without a plan, has passed; it covers others."""
    spend = view.spend
    if spend is None or not spend.enabled or spend.used is None:
        return
    passed = sorted(amount for amount in rules.spend_amounts if spend.used >= amount)
    if passed:
        title, text = notifications.spend_passed_amount(spend, passed[-1])
        *lower, highest = (float(amount) for amount in passed)
        yield AlertEvent(Rule.SPEND, SPEND, title, text, threshold=highest, lower_thresholds=tuple(lower))


def detect_day_costs(view: AccountView, rules: AlertRules, now: datetime) -> Iterator[AlertEvent]:
    """An event for the highest amount that today's list price has passed; it covers the lower ones."""
    costs = view.costs
    if costs is None or costs.day_ends_at <= now:
        return
    passed = sorted(float(amount) for amount in rules.cost_amounts if costs.today >= amount)
    if passed:
        title, text = notifications.day_passed_cost(passed[-1], costs.today)
        *lower, highest = passed
        yield AlertEvent(Rule.COST, COST, title, text, 0, costs.day_ends_at, highest, tuple(lower))
