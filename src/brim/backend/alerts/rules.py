"""The alert rules as data: which events lead to an alert and when, made from the settings.

This module must not know the state of any account, nor the text of an alert.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.model.alert import Rule
from brim.model.limitname import matches
from brim.model.options import IconShow

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.backend.settings.alerts import AlertSettings


@dataclass(frozen=True, slots=True)
class AlertRules:
    """When an alert is due. The defaults are those of the settings."""

    thresholds: tuple[float, ...] = (75, 90, 100)
    """Percent, for every limit that `limits` does not name."""
    limits: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """Thresholds of single limits, by pattern of the window's id; the first pattern that matches counts."""
    pace_chance: float = 0.8
    """Probability, 0 to 1, that the limit is reached before the reset; below it there is no pace alert."""
    pace_from: float = 20
    """Percent used; below it there is no pace alert, because the forecast then rests on past windows alone."""
    reset_from: float = 90
    """Percent used; the reset of a window that has reached it leads to an alert."""
    spend_amounts: tuple[Decimal, ...] = ()
    """In the currency of the account."""
    cost_amounts: tuple[Decimal, ...] = (Decimal(20), Decimal(50), Decimal(100))
    """USD of a day at list price."""
    login_days: tuple[float, ...] = (3, 1)
    """Days before the end of the login."""
    lost_after: timedelta = timedelta(minutes=90)
    """Time without a reading after which an alert is due."""
    muted: frozenset[Rule] = frozenset({Rule.COST})
    quiet_hours: tuple[time, time] | None = None
    """Local time; from the first until before the second, also over midnight."""
    full_screen: bool = False
    """Whether alerts are shown also while a window fills the screen."""

    show: IconShow = IconShow.USED
    """Whether alerts name what is used or what is left."""
    speed: float = 1.0
    """How many times faster than real ones the windows pass, which a demo does."""

    def thresholds_for(self, window: str) -> tuple[float, ...]:
        """The thresholds of the limit with this id in percent, ascending."""
        matching = (thresholds for pattern, thresholds in self.limits if matches(pattern, window))
        return tuple(sorted(next(matching, self.thresholds)))

    def in_quiet_hours(self, now: datetime, zone: tzinfo | None = None) -> bool:
        """Whether `now` is within the quiet hours; without `zone` the machine's own zone counts."""
        if self.quiet_hours is None:
            return False
        begin, end = self.quiet_hours
        clock = local_time(now, zone).time()
        return begin <= clock < end if begin <= end else clock >= begin or clock < end


def alert_rules(settings: AlertSettings) -> AlertRules:
    """The rules as the settings define them."""
    begin, _, end = settings.quiet_hours.partition("-")
    return AlertRules(
        thresholds=settings.thresholds,
        limits=tuple(settings.limits.items()),
        pace_chance=settings.pace_chance,
        pace_from=settings.pace_from,
        reset_from=settings.reset_from,
        spend_amounts=settings.spend_amounts,
        cost_amounts=settings.cost_amounts,
        login_days=settings.login_days,
        lost_after=timedelta(minutes=settings.lost_minutes),
        muted=frozenset(rule for rule in Rule if not getattr(settings, rule)),
        quiet_hours=(_time(begin), _time(end)) if end else None,
        full_screen=settings.full_screen,
    )


def _time(text: str) -> time:
    hours, _, minutes = text.strip().partition(":")
    return time(int(hours), int(minutes))
