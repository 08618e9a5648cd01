"""What the tray tells the reading side: one frozen value for each thing that a person or the desktop did.

A command is sent and forgotten: the answer is the next snapshot. This module must not know who sends or obeys one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class DesktopEvent(StrEnum):
    """What the desktop says of itself."""

    WOKE = "woke"
    SLEEPS = "sleeps"
    ONLINE = "online"
    OFFLINE = "offline"
    IDLE = "idle"
    ACTIVE = "active"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    FULL_SCREEN = "full_screen"
    WINDOWED = "windowed"
    BATTERY_LOW = "battery_low"
    BATTERY_OK = "battery_ok"
    """Enough, or on mains."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Read now, if the polling policy allows it."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the program."""


class Page(StrEnum):
    """A page for the browser: the account's usage, or where the other side reports its incidents."""

    USAGE = "usage"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Show a page in the browser."""

    page: Page = Page.USAGE


@dataclass(frozen=True, slots=True)
class OpenLogs:
    """Show the folder of logs in the file manager."""


@dataclass(frozen=True, slots=True)
class CopyText:
    """Put a text on the clipboard."""

    text: str


@dataclass(frozen=True, slots=True)
class StartAtLogin:
    """Have the desktop start Brim at login, or not."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class MenuOpened:
    """Somebody looks: what is told only then may be asked for now."""


@dataclass(frozen=True, slots=True)
class AskCli:
    """Let the other side's own program tell the figures."""

    account_id: str
    """Its id."""


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """Keep a choice made in the menu."""

    key: str
    value: str | bool


@dataclass(frozen=True, slots=True)
class Snooze:
    """Keep one rule quiet; a time that has passed ends it."""

    rule: str
    """A Rule, the id of a window, or ALL_RULES."""
    until: datetime


@dataclass(frozen=True, slots=True)
class ReportDesktopEvent:
    """Something happened on the desktop."""

    event: DesktopEvent


@dataclass(frozen=True, slots=True)
class NotificationResult:
    """What became of a notice."""

    key: str
    outcome: str
    """shown, closed, failed, or the reply that was pressed."""


type DesktopAction = OpenPage | OpenLogs | CopyText | StartAtLogin
"""What is done on this machine, beside the gauge."""
type Command = (
    Refresh
    | Quit
    | DesktopAction
    | MenuOpened
    | AskCli
    | ChangeSetting
    | Snooze
    | ReportDesktopEvent
    | NotificationResult
)
