"""The frozen values that cross rooms.

Every value here is made in one room and read in others, so nothing in it can change after it was made.
This module must not know where a value came from: no HTTP, no files, no D-Bus, no pixels.

All times are aware and in UTC. Percentages are percent used, as the server says: 0 to 100, over 100 kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.alerting import EVERY_RULE

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from brim.foresight import Forecast
    from brim.truth import Doubt, Figure


class Level(StrEnum):
    """How close a window is to its limit."""

    CALM = "calm"
    """Under 50 percent."""
    WATCH = "watch"
    """50 percent and over."""
    WARN = "warn"
    """75 percent and over."""
    CRITICAL = "critical"
    """90 percent and over."""
    EXHAUSTED = "exhausted"
    """100 percent and over."""
    PAYING = "paying"
    """Exhausted while extra spend is on and its cap not reached: work goes on and costs money."""
    UNKNOWN = "unknown"
    """No percentage is known."""


class Health(StrEnum):
    """The outcome of the last attempt to read."""

    OK = "ok"
    EXPIRED = "expired"
    """The stored token is past its time, or the server refused it."""
    SIGNED_OUT = "signed_out"
    """No login was found, or none that can be read."""
    NO_SCOPE = "no_scope"
    """The login may not read usage."""
    NO_LIMITS = "no_limits"
    """The server answered and named no limit at all."""
    BLOCKED = "blocked"
    """The server asked us to wait."""
    OFFLINE = "offline"
    """No connection, no name resolution, or no answer in time; or asking is switched off."""
    ERROR = "error"
    """The server failed or answered something that is not a reading."""
    STALE = "stale"
    """The last attempt succeeded, but over twice the planned wait ago."""


class Source(StrEnum):
    """Where a figure came from."""

    API = "api"
    CACHE = "cache"
    STATUSLINE = "statusline"
    CLI = "cli"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Window:
    """One limit and how much of it is used."""

    id: str
    """`kind`, or `kind:scope name`."""
    kind: str
    """session, weekly_all, weekly_scoped, or the server's own word."""
    label: str
    """What a person reads, for example `5-hour session`."""
    percent: float | None
    """Percent used; None when the window has not started or its reset has passed unread."""
    resets_at: datetime | None
    length_seconds: int | None
    """18000, 604800, or None when unknown."""
    source: Source
    read_at: datetime
    """When the figure was true."""
    active: bool = False
    """The server calls this its headline."""
    confirmed: bool = True
    """False while a doubtful figure waits for a second reading to agree."""
    doubt: Doubt | None = None
    """Why it waits."""
    last_confirmed: Figure | None = None
    """Of the same window, while this figure waits."""
    level: Level = Level.UNKNOWN
    headline: bool = False
    """This window is the one number of its account."""
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Spend:
    """Extra usage in money, major units."""

    enabled: bool
    used: Decimal | None
    limit: Decimal | None
    """None means no cap."""
    currency: str | None
    """ISO 4217 code."""
    percent: float | None
    """Of the cap; None without one."""
    level: Level = Level.UNKNOWN


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source said at one time about one account."""

    fetched_at: datetime
    source: Source
    windows: tuple[Window, ...]
    spend: Spend | None = None
    plan: str | None = None
    """For example `Max 5x`."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who a reading belongs to."""

    id: str
    """16 hex digits; names the account's folder among the files of state."""
    label: str
    provider: str
    """claude or demo."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in words for a person."""

    title: str
    message: str
    """What to do next."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A trouble that the other side reports of itself."""

    title: str
    affects: tuple[str, ...] = ()
    """Which of its services, in our words."""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountView:
    """All that is known of one account at one moment."""

    account: Account
    health: Health
    problem: Problem | None = None
    plan: str | None = None
    windows: tuple[Window, ...] = ()
    spend: Spend | None = None
    source: Source | None = None
    fetched_at: datetime | None = None
    """When the figures were true; None while there are none."""
    stale: bool = False
    """The figures are not those of a fresh, successful attempt: draw them dimmed, with their age."""
    reading: bool = False
    """A request is under way."""
    next_read_at: datetime | None = None
    next_read_reason: str = ""
    refresh_from: datetime | None = None
    """Before this time a click on Refresh asks nobody; None when it would ask at once."""
    program: bool = False
    """The other side's own program can be asked for the figures."""
    program_from: datetime | None = None
    """Before this time that asks nobody; None when it would ask at once."""
    blocked_until: datetime | None = None
    """The server asked us to wait until then."""
    level: Level = Level.UNKNOWN
    headline: str | None = None
    """Id of the headline window, or `spend`."""
    pinned: str = "auto"
    """Id of the window that the icon is to show; auto is the headline."""
    login_ends_at: datetime | None = None
    """From then on the login cannot be renewed and the person must sign in again; None when that is not known."""
    present: bool = True
    """A login was found; an account without one never stands before one that has it."""
    incident: Incident | None = None
    """What the other side reports of itself now."""

    @property
    def headline_window(self) -> Window | None:
        """The window behind the one number, or None when there is none or it is the spend."""
        return next((window for window in self.windows if window.headline), None)

    @property
    def rank(self) -> tuple[bool, int, float]:
        """How it stands beside other accounts: one without a login last, then by level, then by its number."""
        order = (Level.UNKNOWN, Level.CALM, Level.WATCH, Level.WARN, Level.CRITICAL, Level.PAYING, Level.EXHAUSTED)
        shown = self.headline_window or self.spend
        return self.present, order.index(self.level), (shown.percent if shown is not None else None) or 0.0


class Urgency(StrEnum):
    """How much a notice may interrupt."""

    LOW = "low"
    NORMAL = "normal"
    CRITICAL = "critical"


class Reply(StrEnum):
    """The buttons that a notice can carry."""

    REFRESH = "refresh"
    OPEN = "open"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Alert:
    """One desktop notice. Notices with the same key replace each other."""

    key: str
    title: str
    body: str
    urgency: Urgency = Urgency.NORMAL
    replies: tuple[Reply, ...] = ()
    transient: bool = False
    """An answer to a click: it need not stay in the desktop's list of notices."""
    rule: str = EVERY_RULE
    """What the button Reply.SNOOZE puts off."""


class IconStyle(StrEnum):
    """How the icon draws a figure."""

    RING = "ring"
    BAR = "bar"
    DIGITS = "digits"
    BATTERY = "battery"
    TWO = "two"
    """Session and week at once."""


class IconScheme(StrEnum):
    """Which panel the icon is drawn for."""

    AUTO = "auto"
    """As the desktop says; where it does not, so that both can be read."""
    DARK = "dark"
    LIGHT = "light"


class IconShow(StrEnum):
    """Which part of a limit the icon and the menu count."""

    USED = "used"
    REMAINING = "remaining"


@dataclass(frozen=True, slots=True)
class Option:
    """A setting that the menu offers."""

    key: str
    """The name in the settings, for example `claude.network`."""
    value: str | bool
    choices: tuple[str, ...] = ()
    """The values it may have; empty for a switch and for free text."""
    locked_by: str | None = None
    """The environment variable that overrides the menu, if one does."""


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A rule that keeps quiet."""

    rule: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the tray shows, at one moment."""

    made_at: datetime
    accounts: tuple[AccountView, ...] = ()
    alerts: tuple[Alert, ...] = ()
    """Notices that have not been shown; they are shown once, in this order."""
    options: tuple[Option, ...] = ()
    snoozed: tuple[Snoozed, ...] = ()
    demo: bool = False
    """The account is simulated."""
    closing: bool = False
    """The last snapshot: nothing follows."""

    @property
    def pressing(self) -> AccountView | None:
        """The account that stands closest to a limit, the first of several that stand alike."""
        return max(self.accounts, key=lambda view: view.rank, default=None)


class DemoMode(StrEnum):
    """Whether the simulated account stands in for a real one."""

    NEVER = "never"
    ALWAYS = "always"
    IF_NO_LOGIN = "if_no_login"
    """Only when no login is found anywhere; an expired login is a login."""
