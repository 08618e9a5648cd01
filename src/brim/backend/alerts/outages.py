"""Detects that an account could not be read for long, and that its readings are back. Pure.

This module must not know whether an alert is sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.alerts.event import READING, AlertEvent
from brim.backend.alerts.memory import AlertMemory, FailureState
from brim.model.account import Health
from brim.model.alert import Rule
from brim.model.usage import Source
from brim.words import notifications

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.alerts.rules import AlertRules
    from brim.model.account import AccountView

_FAULTS = frozenset({Health.BLOCKED, Health.ERROR, Health.OFFLINE})


def has_current_figures(view: AccountView) -> bool:
    """Whether the figures are those of a reading that succeeded, or were just reported to the status line."""
    return view.health is Health.OK or (view.source is Source.STATUSLINE and not view.stale)


def detect_outage(
    view: AccountView, memory: AlertMemory, rules: AlertRules, now: datetime, awake_since: datetime | None
) -> tuple[AlertMemory, list[AlertEvent]]:
    """The memory with the failure of an account, and an event if it lasts for long or is over after an alert.

    The time before `awake_since` does not count.
    """
    before = next((failure for failure in memory.failing if failure.account == view.account.id), None)
    others = tuple(failure for failure in memory.failing if failure.account != view.account.id)
    if view.health not in _FAULTS or has_current_figures(view):
        if before is None or (view.health is not Health.OK and not has_current_figures(view)):
            return memory, []
        memory = replace(memory, failing=others)
        if not before.alerted:
            return memory, []
        title, text = notifications.readings_back(view, now, rules.show)
        return memory, [AlertEvent(Rule.BACK, READING, title, text, one_time=True)]
    if before is None:
        return replace(memory, failing=(*others, FailureState(view.account.id, now))), []
    since = before.since if awake_since is None else max(before.since, awake_since)
    if before.alerted or now - since < rules.lost_after:
        return memory, []
    title, text = notifications.readings_missing(view.problem, before.since, now)
    return memory, [AlertEvent(Rule.LOST, READING, title, text, reset=before.since)]
