"""The event that hooks get for one event of the rules. Pure. This module must not know how a hook is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.alerts.policy import urgency
from brim.backend.hooks.event import HookAccount, HookEvent

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.alerts.event import AlertEvent
    from brim.model.account import AccountView


def hook_event(view: AccountView, event: AlertEvent, now: datetime, *, with_label: bool = False) -> HookEvent:
    """The event for hooks; `with_label` puts the account's label into a message, as into the notification."""
    window = next((window for window in view.windows if window.id == event.window), None)
    return HookEvent(
        event=event.rule,
        at=now,
        account=HookAccount(id=view.account.id, label=view.account.label),
        window=event.window,
        percent=window.percent if window is not None else None,
        resets_at=window.resets_at if window is not None else event.reset,
        title=event.title,
        text=event.text,
        urgency=urgency((event.rule,)),
        with_label=with_label,
    )
