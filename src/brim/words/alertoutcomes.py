"""The reasons why a notification was or was not sent, for `brim alerts`.

This module must not know when a notification is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting
from brim.words.translation import N_, _

if TYPE_CHECKING:
    from datetime import datetime, tzinfo


_OUTCOMES = {
    "sent": N_("sent"),
    "held": N_("held"),
    "muted": N_("muted"),
    "skipped": N_("skipped"),
    "dropped": N_("dropped"),
    "failed": N_("failed"),
}


def outcome_label(outcome: str) -> str:
    """What became of a notification, in a word: as the JSON has it."""
    return _(_OUTCOMES[outcome])


def title_and_reason(title: str, reason: str) -> str:
    """A notification that was not sent, and why."""
    return _("{title} ({reason})", title=title, reason=reason)


def is_due() -> str:
    """The notification was sent."""
    return _("due")


def resets_first() -> str:
    """The limit resets before the notification would be of use."""
    return _("its reset comes first")


def in_quiet_hours() -> str:
    """It is held during quiet hours."""
    return _("quiet hours")


def full_screen() -> str:
    """It is held while a window is in full screen."""
    return _("full screen")


def held_too_long() -> str:
    """It was dropped, because it is no longer true."""
    return _("held back for too long")


def not_shown_by_desktop() -> str:
    """The desktop refused it."""
    return _("the desktop did not show it")


def rule_state(*, is_on: bool) -> str:
    """Whether the settings switch a rule on; at most three letters."""
    return _("on") if is_on else _("off")


def rule_off(rule: str) -> str:
    """The settings switch the rule off."""
    return _("alerts.{rule} is off", rule=rule)


def snoozed_until(until: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The user snoozed the rule."""
    return _("snoozed until {when}", when=formatting.clock_text(until, now, zone))
