"""All that the tray shows, as one frozen value. It crosses the bridge from the backend to the tray."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.alert import Alert
    from brim.model.options import Option


@dataclass(frozen=True, slots=True)
class SnoozedRule:
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
    snoozed: tuple[SnoozedRule, ...] = ()
    demo: bool = False
    """The account is simulated."""
    closing: bool = False
    """The last snapshot: nothing follows."""

    @property
    def most_urgent_account(self) -> AccountView | None:
        """The account that stands closest to a limit, the first of several that stand alike."""
        return max(self.accounts, key=lambda view: view.rank, default=None)
