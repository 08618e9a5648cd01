"""What hooks get for the events of a moment. Pure. This module must not know how a hook is run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.alerts.combining import alerts_of, labelled, without_redundant
from brim.backend.hooks.batch import Batch, message_of
from brim.backend.hooks.event import HookAccount, HookEvent
from brim.model.alert import ALL_RULES, Rule, Urgency
from brim.model.level import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from brim.backend.alerts.event import AlertEvent
    from brim.backend.outputs.messages.message import Message
    from brim.model.account import AccountView


def hook_batch(view: AccountView, events: Sequence[AlertEvent], now: datetime, *, with_label: bool = False) -> Batch:
    """The events, and for each rule and for all of them the messages, which are what the desktop shows for these.

    `with_label` puts the account's label into messages, as into notifications.
    """
    link = view.account.vendor.usage_url

    def messages(those: Sequence[AlertEvent]) -> tuple[Message, ...]:
        alerts = alerts_of(view, without_redundant(tuple(those)))
        made = (message_of(labelled(alert, view) if with_label else alert, now, link) for alert in alerts)
        if any(_is_limit_reached(view, event) for event in those):
            return tuple(replace(message, urgency=Urgency.CRITICAL) for message in made)
        return tuple(made)

    rules = dict.fromkeys(event.rule for event in events)
    by_rule = {str(rule): messages([event for event in events if event.rule is rule]) for rule in rules}
    return Batch(
        view.account.id,
        tuple(_hook_event(view, event, now) for event in events),
        {ALL_RULES: messages(events)} | by_rule,
    )


def _is_limit_reached(view: AccountView, event: AlertEvent) -> bool:
    """Whether work stops now: a phone says that louder than a threshold below the limit; a desktop is looked at."""
    level = next((window.level for window in view.windows if window.id == event.window), None)
    return event.rule is Rule.LIMIT and level is Level.EXHAUSTED


def _hook_event(view: AccountView, event: AlertEvent, now: datetime) -> HookEvent:
    window = next((window for window in view.windows if window.id == event.window), None)
    return HookEvent(
        event=event.rule,
        at=now,
        account=HookAccount(
            id=view.account.id, label=view.account.label, name=view.account.name, provider=view.account.provider
        ),
        window=event.window,
        percent=window.percent if window is not None else None,
        refused=window is not None and window.refused,
        resets_at=window.resets_at if window is not None else event.reset,
        title=event.title,
        text=event.text,
        link=view.account.vendor.usage_url,
    )
