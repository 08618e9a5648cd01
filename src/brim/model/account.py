"""An account and all that is known of it at one moment. This module must not know how it was found out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.model.usage import Level

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.usage import Source, Spend, Window


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
    being_read: bool = False
    """A request is under way."""
    next_read_at: datetime | None = None
    next_read_reason: str = ""
    refresh_available_from: datetime | None = None
    """Before this time a click on Refresh asks nobody; None when it would ask at once."""
    can_ask_cli: bool = False
    """The other side's own program can be asked for the figures."""
    cli_available_from: datetime | None = None
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
    login_found: bool = True
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
        return self.login_found, order.index(self.level), (shown.percent if shown is not None else None) or 0.0
