"""What the demo says at the beginning of each state that has no alert of its own, such as a lost connection.

A real account has no such notifications: its icon, tooltip and menu show the state. This module must not know when the
states of the demo begin, or how a caption is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.alert import ALL_RULES, Alert
from brim.words import demofaults

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.snapshot import SnoozedRule

_KEY = "demo"


class DemoCaptions:
    """Owner of the caption of each account's present state: each is told once, and replaces the one before."""

    def __init__(self) -> None:
        """Begin with states that need no caption."""
        self._present: dict[str, tuple[str, str] | None] = {}

    def begun(self, view: AccountView, snoozed: Sequence[SnoozedRule], now: datetime) -> Alert | None:
        """The caption of a state that has just begun; None in all others, and while all notifications are snoozed."""
        caption = _caption(view)
        before = self._present.get(view.account.id)
        self._present[view.account.id] = caption
        is_snoozed = any(snooze.rule == ALL_RULES and snooze.until > now for snooze in snoozed)
        return None if caption is None or caption == before or is_snoozed else Alert(_KEY, *caption)


def _caption(view: AccountView) -> tuple[str, str] | None:
    if view.problem is not None:
        return view.problem.title, view.problem.message
    window = view.headline_window
    return demofaults.unconfirmed() if window is not None and not window.confirmed else None
