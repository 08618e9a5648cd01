"""The rules of notices as data: what is told and when, made from the settings.

This module must not know what is known of any account, nor how a notice reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from brim.model.alert import Rule

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from decimal import Decimal

    from brim.backend.settings.alerts import AlertSettings


@dataclass(frozen=True, slots=True)
class Rules:
    """What is told. The defaults are those of the settings."""

    thresholds: tuple[float, ...] = (75, 90, 100)
    """Percent, of every limit that `limits` does not name."""
    limits: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """By pattern of a window's id, its own thresholds; the first that fits counts."""
    pace_chance: float = 0.8
    """So sure, 0 to 1, a run-out must be to be told."""
    pace_from: float = 20
    """Below it, in percent, the pace is not told: what is expected then rests on habit alone."""
    reset_from: float = 90
    """A window that had come so far, in percent, is told when it starts anew."""
    spend_amounts: tuple[Decimal, ...] = ()
    """In the currency of the account."""
    login_days: tuple[float, ...] = (3, 1)
    lost: timedelta = timedelta(minutes=90)
    muted: frozenset[Rule] = frozenset()
    quiet_hours: tuple[time, time] | None = None
    """Local time; from the first until before the second, also over midnight."""
    full_screen: bool = False
    """Whether notices come also while a window fills the screen."""

    def steps(self, window: str) -> tuple[float, ...]:
        """The thresholds of a limit, rising."""
        name = window.casefold()
        own = (steps for pattern, steps in self.limits if fnmatchcase(name, pattern.casefold()))
        return tuple(sorted(next(own, self.thresholds)))

    def quiet_at(self, now: datetime, zone: tzinfo | None = None) -> bool:
        """Whether the quiet hours hold; `zone` is the machine's own if not given."""
        if self.quiet_hours is None:
            return False
        begin, end = self.quiet_hours
        clock = now.astimezone(zone).time()
        return begin <= clock < end if begin <= end else clock >= begin or clock < end


def rules(settings: AlertSettings) -> Rules:
    """The rules that the settings make."""
    begin, _, end = settings.quiet_hours.partition("-")
    return Rules(
        thresholds=settings.thresholds,
        limits=tuple(settings.limits.items()),
        pace_chance=settings.pace_chance,
        pace_from=settings.pace_from,
        reset_from=settings.reset_from,
        spend_amounts=settings.spend_amounts,
        login_days=settings.login_days,
        lost=timedelta(minutes=settings.lost_minutes),
        muted=frozenset(rule for rule in Rule if not getattr(settings, rule)),
        quiet_hours=(_time(begin), _time(end)) if end else None,
        full_screen=settings.full_screen,
    )


def _time(text: str) -> time:
    hours, _, minutes = text.strip().partition(":")
    return time(int(hours), int(minutes))
