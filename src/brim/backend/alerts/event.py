"""An event of an account that may lead to an alert: a frozen value.

This module must not know how an event is detected, nor whether an alert is sent for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.alerts.memory import SentAlert, to_minute
from brim.words import notifications

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.alert import Rule

LOGIN, READING, COST = "login", "reading", "cost"
"""In place of a limit's id, for events that are not about a limit."""


@dataclass(frozen=True, slots=True)
class AlertEvent:
    """One event that may lead to an alert."""

    rule: Rule
    window: str
    """Id of the limit, LOGIN, READING or COST."""
    title: str
    text: str
    """What it means, in one or two sentences."""
    percent: float = 0.0
    """Percent used. Among several events, the one with the highest percentage comes first."""
    reset: datetime | None = None
    threshold: float = 0.0
    """Percent, an amount or days: an event with another threshold is a different event."""
    lower_thresholds: tuple[float, ...] = ()
    """Further thresholds that were passed; an alert for this event covers them."""
    one_time: bool = False
    """The event is detected only once; other events are detected again at each evaluation."""
    happened_at: datetime | None = None
    """When it happened, if that was before now."""
    own_line: str = ""
    """The event as one line among several, where that is not its title and text."""

    @property
    def line(self) -> str:
        """The event as one line among several, with the name of its limit."""
        return self.own_line or notifications.event_line(self.title, self.text)

    def sent_records(self, account: str, now: datetime) -> tuple[SentAlert, ...]:
        """The records that prevent a second alert; the record of the event itself is the last one."""
        reset = to_minute(self.reset) if self.reset is not None else None
        return tuple(
            SentAlert(account, self.window, reset, threshold, now, self.rule)
            for threshold in (*self.lower_thresholds, self.threshold)
        )
