"""The reasons why a notification was or was not sent, for `brim alerts`.

This module must not know when a notification is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

IS_DUE = "due"
RESET_COMES_FIRST = "its reset comes first"
IN_QUIET_HOURS = "quiet hours"
FULL_SCREEN = "a window fills the screen"
HELD_TOO_LONG = "held back for too long"
NOT_SHOWN_BY_DESKTOP = "the desktop did not show it"
RULE_ON, RULE_OFF = "on", "off"


def rule_off(rule: str) -> str:
    """The settings switch the rule off."""
    return f"alerts.{rule} is off"


def snoozed_until(until: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The user snoozed the rule."""
    return f"put off until {formatting.clock_text(until, now, zone)}"
