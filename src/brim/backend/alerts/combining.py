"""Writes the alert for one or several events of a moment. Pure. This module must not know when an alert is due."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.alert import ALL_RULES, Alert, AlertButton, Rule, Urgency
from brim.words import notifications
from brim.words.notificationtitles import with_account

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brim.backend.alerts.event import AlertEvent
    from brim.model.account import AccountView

_GROUPS = {Rule.LOGIN: "login", Rule.LOST: "reading", Rule.BACK: "reading"}
"""Rules whose events do not share the alert of the limits."""
_LIMITS = "limits"


def without_redundant(due: tuple[AlertEvent, ...]) -> tuple[AlertEvent, ...]:
    """Without the pace and the reset of a limit that is past a threshold: its alert says when it will run out.

    A reset and a passed threshold come together after a pause without alerts: the new window is well used already.
    """
    past_threshold = {event.window: event.percent for event in due if event.rule is Rule.LIMIT}
    redundant_from = {Rule.PACE: 0.0, Rule.RESET: 0.0}
    return tuple(
        event for event in due if past_threshold.get(event.window, -1.0) < redundant_from.get(event.rule, float("inf"))
    )


def alerts_of(view: AccountView, due: Iterable[AlertEvent]) -> tuple[Alert, ...]:
    """The alerts for these events: those of the limits share one."""
    groups: dict[str, list[AlertEvent]] = {}
    for event in due:
        groups.setdefault(_GROUPS.get(event.rule, _LIMITS), []).append(event)
    return tuple(
        _alert(name, view.account.id, sorted(events, key=lambda event: (-event.percent, -event.threshold)))
        for name, events in groups.items()
    )


def _alert(group: str, account: str, events: list[AlertEvent]) -> Alert:
    first, *rest = _one_for_each_limit(events)
    body = notifications.several_body([first.line, *(event.line for event in rest)]) if rest else first.text
    title = first.title
    if rest:
        high = all(event.rule in {Rule.LIMIT, Rule.PACE} for event in (first, *rest))
        title = notifications.several_title(1 + len(rest), all_high=high)
    return Alert(
        f"{group}-{account}",
        title,
        body,
        Urgency.LOW if all(event.rule is Rule.BACK for event in events) else Urgency.NORMAL,
        (AlertButton.OPEN, AlertButton.SNOOZE, AlertButton.REFRESH),
        rule=ALL_RULES if rest else first.window,
        account=account,
    )


def _one_for_each_limit(events: list[AlertEvent]) -> list[AlertEvent]:
    """The first event of each limit, in order: an alert names no limit twice."""
    return [*{event.window: event for event in reversed(events)}.values()][::-1]


def labelled(alert: Alert, view: AccountView) -> Alert:
    """The alert with the account's name."""
    title, body = with_account(view.account.short_name, alert.title, alert.body)
    return replace(alert, title=title, body=body)


def summarised(due: Sequence[Alert]) -> tuple[Alert, ...]:
    """The alerts of a moment; those about limits of several accounts are one, with a line for each account."""
    about_limits = [alert for alert in due if alert.key == f"{_LIMITS}-{alert.account}"]
    if len(about_limits) <= 1:
        return tuple(due)
    summary = replace(
        about_limits[0],
        key=_LIMITS,
        title=notifications.several_accounts_title(len(about_limits)),
        body=notifications.several_body([alert.title for alert in about_limits]),
        rule=ALL_RULES,
        account="",
    )
    first = due.index(about_limits[0])
    return *due[:first], summary, *(alert for alert in due[first:] if alert not in about_limits)
