"""Why a notice was or was not sent, as `brim alerts` tells it. This module must not know when a notice is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

DUE = "due"
RESET_FIRST = "its reset comes first"
QUIET_HOURS = "quiet hours"
FULL_SCREEN = "a window fills the screen"
TOO_OLD = "held back for too long"
NOT_SHOWN = "the desktop did not show it"
ON, OFF = "on", "off"


def switched_off(rule: str) -> str:
    """The settings do not want it."""
    return f"alerts.{rule} is off"


def put_off(until: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A person wants none for a while."""
    return f"put off until {formatting.clock(until, now, zone)}"
