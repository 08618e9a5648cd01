"""The commands that the tray sends to the backend: one frozen value for each action of the user or the desktop.

The sender gets no reply; the next snapshot shows the result. This module must not know who sends or handles a command.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.options import SettingValue


class DesktopEvent(StrEnum):
    """What happened on the desktop."""

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
    """The battery is charged enough, or the computer runs on mains power."""
    TIME_ZONE = "time_zone"
    """The time zone of the machine was changed."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Read now, if the polling policy allows it."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the program."""


class Page(StrEnum):
    """A web page: the account's usage, or the provider's status page."""

    USAGE = "usage"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Show a page in the browser."""

    page: Page = Page.USAGE
    url: str = field(default="", compare=False, repr=False)
    """Its address, from the provider; empty where it has none."""


@dataclass(frozen=True, slots=True)
class OpenDetails:
    """Show the details page in the browser."""

    demo: bool = False
    """The usage shown is simulated, and on no page."""


@dataclass(frozen=True, slots=True)
class OpenLogs:
    """Show the folder of logs in the file manager."""


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """Show the settings file in an editor; a missing one is made before."""


@dataclass(frozen=True, slots=True)
class CopyText:
    """Put a text on the clipboard."""

    text: str


@dataclass(frozen=True, slots=True)
class StartAtLogin:
    """Switch on or off that the desktop starts Brim at login."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class PeekLimit:
    """Show another limit for some seconds: so many limits down the list, or up it where the number is negative."""

    steps: int


@dataclass(frozen=True, slots=True)
class MenuOpened:
    """The user opened the menu: figures that are fetched only on demand may be fetched now."""


@dataclass(frozen=True, slots=True)
class AskCli:
    """Ask the provider's command-line program for the figures."""

    account_id: str
    """Id of the account."""


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """Store a setting that was changed in the menu."""

    key: str
    value: SettingValue

    @property
    def subject(self) -> tuple[str, str]:
        """What it is about: of several that wait, only the newest about one subject counts."""
        return "setting", self.key


@dataclass(frozen=True, slots=True)
class Snooze:
    """Show no notifications of one rule for a while; a time in the past ends the snooze."""

    rule: str
    """A Rule, the id of a window, or ALL_RULES."""
    until: datetime

    @property
    def subject(self) -> tuple[str, str]:
        """As that of ChangeSetting."""
        return "snooze", self.rule


@dataclass(frozen=True, slots=True)
class ReportDesktopEvent:
    """Report an event of the desktop."""

    event: DesktopEvent


@dataclass(frozen=True, slots=True)
class NotificationResult:
    """Report what happened to a notification."""

    key: str
    outcome: str
    """`shown`, `closed`, `failed`, or the AlertButton that was pressed."""

    @property
    def subject(self) -> tuple[str, str]:
        """As that of ChangeSetting."""
        return "notification", self.key


type DesktopAction = OpenPage | OpenDetails | OpenLogs | OpenSettings | CopyText | StartAtLogin
"""Commands that the tray side itself carries out on this machine."""
type Command = (
    Refresh
    | Quit
    | DesktopAction
    | PeekLimit
    | MenuOpened
    | AskCli
    | ChangeSetting
    | Snooze
    | ReportDesktopEvent
    | NotificationResult
)
