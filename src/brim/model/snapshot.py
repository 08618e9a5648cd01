"""Everything that the tray shows, as one frozen value. The bridge hands it from the backend to the tray."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.model.level import ALARMING

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.alert import Alert
    from brim.model.options import Option


@dataclass(frozen=True, slots=True)
class SnoozedRule:
    """A rule whose notifications are snoozed."""

    rule: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that the tray shows, at one moment."""

    made_at: datetime
    accounts: tuple[AccountView, ...] = ()
    alerts: tuple[Alert, ...] = ()
    """Notifications that have not been shown; they are shown once, in this order."""
    options: tuple[Option, ...] = ()
    snoozed: tuple[SnoozedRule, ...] = ()
    demo: bool = False
    """The account is simulated."""
    closing: bool = False
    """This is the last snapshot."""
    zone: tuple[int, ...] = ()
    """What identifies the time zone: in another one every time is written differently."""

    @property
    def most_urgent_account(self) -> AccountView | None:
        """The account that is closest to a limit; of several equal ones, the first."""
        return max(self.accounts, key=lambda view: view.rank, default=None)

    @property
    def shown_account(self) -> AccountView | None:
        """The account in icon, title and tooltip; None without accounts.

        It is the one with a peeked limit, else an alarming one, else a pinned one, else the most urgent.
        """
        urgent = self.most_urgent_account
        if (peeked := next((view for view in self.accounts if view.peeked is not None), None)) is not None:
            return peeked
        if urgent is not None and urgent.level in ALARMING:
            return urgent
        return max((view for view in self.accounts if view.pin_leads), key=lambda view: view.rank, default=urgent)

    @property
    def several_providers(self) -> bool:
        """Whether usage of more than one provider is shown."""
        known = {(view.account.provider, view.account.vendor.product) for view in self.accounts if view.fetched_at}
        return len(known) > 1
