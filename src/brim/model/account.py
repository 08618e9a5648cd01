"""An account, and everything that is known about it at one moment. This module must not know where that comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.model.level import ALARMING, Level
from brim.model.vendor import Vendor

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.costs import CostView
    from brim.model.usage import Source, Spend, Window

SPEND = "spend"
"""The headline of a plan that has spend and no window."""


class Health(StrEnum):
    """The outcome of the last attempt to read the usage."""

    OK = "ok"
    EXPIRED = "expired"
    """The stored token has expired, or the server refused it."""
    SIGNED_OUT = "signed_out"
    """No login was found, or the login cannot be read."""
    NO_SCOPE = "no_scope"
    """The login has no right to read the usage."""
    NO_LIMITS = "no_limits"
    """The server answered without naming any limit."""
    BLOCKED = "blocked"
    """The server asked Brim to wait."""
    OFFLINE = "offline"
    """No connection, no name resolution or no answer in time; or requests are switched off."""
    ERROR = "error"
    """The server failed, or its answer is not a reading."""
    STALE = "stale"
    """The last attempt succeeded, but more than twice the planned wait has passed since."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that a reading belongs to."""

    id: str
    """16 hex digits; also the name of the account's folder among the state files."""
    label: str
    provider: str
    """The name of its provider in settings, files and JSON."""
    vendor: Vendor = field(default_factory=Vendor)
    """How people call its provider."""
    full_label: str = ""
    """The label with the provider, where accounts of several providers are shown; empty where the label is enough."""
    short_label: str = ""
    """The provider alone, where accounts of several are shown and this is the only one of its own; else empty."""

    @property
    def name(self) -> str:
        """What it is called among all accounts that are shown: its label, with the product where several are shown."""
        return self.full_label or self.label

    @property
    def short_name(self) -> str:
        """The same where there is little room: its label, or the product."""
        return self.short_label or self.name


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as text for the user."""

    title: str
    message: str
    """What to do next."""


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident that the provider reports about its own services."""

    title: str
    affects: tuple[str, ...] = ()
    """The services that are affected, in Brim's words."""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountView:
    """Everything that is known about one account at one moment."""

    account: Account
    health: Health
    problem: Problem | None = None
    plan: str | None = None
    windows: tuple[Window, ...] = ()
    spend: Spend | None = None
    saved_resets: int | None = None
    """Resets that the vendor keeps for the person; None where it does not say."""
    source: Source | None = None
    fetched_at: datetime | None = None
    """The time that the figures are from; None while there are no figures."""
    stale: bool = False
    """The figures are not from a recent successful attempt: draw them dimmed, with their age."""
    stale_at: datetime | None = None
    """From then on a newer reading is long due; None while there are no figures."""
    being_read: bool = False
    """A request is in progress."""
    next_read_at: datetime | None = None
    next_read_reason: str = ""
    refresh_available_from: datetime | None = None
    """Before this time a click on Refresh sends no request; None when it would send one at once."""
    can_ask_cli: bool = False
    """The provider's command-line program can be asked for the figures."""
    cli_available_from: datetime | None = None
    """Before this time Brim does not start that program; None when it would start it at once."""
    blocked_until: datetime | None = None
    """The server asked Brim to wait until this time."""
    level: Level = Level.UNKNOWN
    headline: str | None = None
    """Id of the headline window, or `spend`."""
    pinned: str = "auto"
    """Id of the window that the user wants to see; `auto` means the headline."""
    pin_leads: bool = False
    """The user wants to see that of this account, although another one may be more pressing."""
    peeked: str | None = None
    """Id of the window that is shown for a moment, whatever else counts."""
    login_ends_at: datetime | None = None
    """From then on the login cannot be renewed, and the user must sign in again; None when the time is not known."""
    login_renews: bool = False
    """Its program renews the login whenever it is used: it ends at that time only if nobody does."""
    login_found: bool = True
    """A login was found. Accounts without a login are listed after those that have one."""
    incident: Incident | None = None
    """The incident that the provider reports now."""
    costs: CostView | None = None
    """What its tokens on this machine cost; None where that is not known."""

    @property
    def sign_in_before(self) -> datetime | None:
        """When the user must sign in again; None where the program renews the login, or the time is not known."""
        return None if self.login_renews else self.login_ends_at

    @property
    def headline_window(self) -> Window | None:
        """The window of the headline figure; None when the headline is the spend, or there is no headline."""
        return next((window for window in self.windows if window.headline), None)

    @property
    def shown_window(self) -> Window | None:
        """The window in icon, title and tooltip; None for the spend, and where there is no window.

        It is the peeked one, else an alarming headline, else the pinned one, else the headline.
        """
        headline = self.headline_window
        peeked = self._window(self.peeked)
        if peeked is not None:
            return peeked
        if headline is not None and headline.level in ALARMING:
            return headline
        return self._window(self.pinned) or headline

    @property
    def shows_pin(self) -> bool:
        """Whether the shown window was pinned, and would not be shown automatically."""
        shown = self.shown_window
        return shown is not None and shown.id == self.pinned and not shown.headline and self.peeked != shown.id

    def _window(self, window_id: str | None) -> Window | None:
        return next((window for window in self.windows if window.id == window_id), None)

    @property
    def shown_spend(self) -> Spend | None:
        """Extra usage if there is something to say of it: it is on, it says why it is off, or it is all there is."""
        spend = self.spend
        if spend is None:
            return None
        says_more = spend.enabled or spend.disabled_reason is not None or spend.balance is not None
        return spend if says_more or not self.windows else None

    @property
    def rank(self) -> tuple[bool, int, float]:
        """Sort key among accounts, most urgent highest: by login found, then by level, then by percent."""
        order = (Level.UNKNOWN, Level.CALM, Level.WATCH, Level.WARN, Level.CRITICAL, Level.PAYING, Level.EXHAUSTED)
        shown = self.headline_window or self.spend
        return self.login_found, order.index(self.level), (shown.percent if shown is not None else None) or 0.0
