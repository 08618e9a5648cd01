"""What the alert rules remember between two evaluations: frozen values.

This module must not know where they are stored, nor when an alert is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.readings.figures import same_reset
from brim.model.alert import Rule

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SentAlert:
    """One threshold of one window that an alert was sent for, or another event that is reported only once."""

    account: str
    """Id of the account, as in all records here."""
    window: str
    """Id of the limit, `login` or `reading`."""
    reset: datetime | None
    """To the minute; None without one."""
    threshold: float
    """Percent, an amount or days, depending on the rule."""
    sent_at: datetime
    rule: Rule = Rule.LIMIT

    def matches(self, other: SentAlert) -> bool:
        """Whether both stand for the same event."""
        own, others = ((sent.account, sent.rule, sent.window, sent.threshold) for sent in (self, other))
        return own == others and same_reset(self.reset, other.reset)


@dataclass(frozen=True, slots=True)
class SeenWindow:
    """A running window as it was last seen."""

    account: str
    window: str
    reset: datetime
    alert_on_reset: bool
    """The window has reached `reset_from` percent, so its reset leads to an alert."""


@dataclass(frozen=True, slots=True)
class SeenSpend:
    """Extra usage as it was last seen."""

    account: str
    used: Decimal
    """Major units of the account's currency."""
    rose_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailureState:
    """An account that cannot be read."""

    account: str
    since: datetime
    alerted: bool = False
    """An alert about this failure was sent."""


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """An event that happened once while alerts were held back."""

    account: str
    rule: Rule
    window: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertMemory:
    """Everything that the rules remember, of all accounts."""

    sent: tuple[SentAlert, ...] = ()
    windows: tuple[SeenWindow, ...] = ()
    spending: tuple[SeenSpend, ...] = ()
    failing: tuple[FailureState, ...] = ()
    held: tuple[HeldEvent, ...] = ()

    def same_records(self, other: AlertMemory) -> bool:
        """Whether both hold the same, in any order: each account that is evaluated puts its own records last."""
        return all(
            len(own) == len(others) and frozenset(own) == frozenset(others)
            for own, others in zip(self._records(), other._records(), strict=True)
        )

    def _records(self) -> tuple[tuple[object, ...], ...]:
        return self.sent, self.windows, self.spending, self.failing, self.held


def to_minute(when: datetime) -> datetime:
    """Rounded to the nearest minute."""
    return (when + timedelta(seconds=30)).replace(second=0, microsecond=0)
