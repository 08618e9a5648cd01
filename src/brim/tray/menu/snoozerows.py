"""The submenu that snoozes notifications, or resumes them. Pure. It must not know how a snooze is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.model.alert import ALL_RULES
from brim.model.command import Snooze
from brim.tray.menu.row import MenuRow, RowKind
from brim.words import menu
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot

_MORNING_HOUR = 6
"""The local hour at which `Snooze until tomorrow` ends."""


def snooze_row(snapshot: Snapshot, view: AccountView, now: datetime) -> MenuRow | None:
    """The submenu, whose label says until when notifications are snoozed; None where there are no notifications."""
    if not any(option.key == "alerts.limit" for option in snapshot.options):
        return None
    until = next((snoozed.until for snoozed in snapshot.snoozed if snoozed.rule == ALL_RULES), None)
    label = label_text(Label.SNOOZE) if until is None else menu.snoozed(until, now)
    return MenuRow("snooze", label, RowKind.SUBMENU, children=tuple(_rows(snapshot, view, now, until)))


def next_morning(now: datetime) -> datetime:
    """When tomorrow begins for a person: 6 in the morning of the next day, in the machine's own time zone."""
    tomorrow = local_time(now).replace(tzinfo=None) + timedelta(days=1)  # its offset may be another one
    morning = tomorrow.replace(hour=_MORNING_HOUR, minute=0, second=0, microsecond=0)
    return local_time(morning, now.tzinfo)


def _rows(snapshot: Snapshot, view: AccountView, now: datetime, until: datetime | None) -> Iterator[MenuRow]:
    if until is not None:
        yield MenuRow("snoozed", label_text(Label.RESUME), command=Snooze(ALL_RULES, snapshot.made_at))
    in_an_hour = _next_five_minutes(now) + timedelta(hours=1)
    yield MenuRow("snooze-hour", label_text(Label.SNOOZE_HOUR), command=Snooze(ALL_RULES, in_an_hour))
    window = view.headline_window
    if window is not None and window.resets_at is not None and window.resets_at > now:
        label = menu.snooze_until_reset(window.resets_at, now)
        yield MenuRow("snooze-reset", label, command=Snooze(ALL_RULES, window.resets_at))
    yield MenuRow("snooze-tomorrow", label_text(Label.SNOOZE_TOMORROW), command=Snooze(ALL_RULES, next_morning(now)))


def _next_five_minutes(now: datetime) -> datetime:
    """The next full five minutes. Rows that stay on the screen then change no more often than that."""
    return now + timedelta(minutes=5 - now.minute % 5, seconds=-now.second, microseconds=-now.microsecond)
