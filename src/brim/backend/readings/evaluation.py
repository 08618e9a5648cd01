"""How close each window is to its limit, and which window is the headline: pure rules over one reading.

This module must not know how a figure was read or how it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.model.usage import CLOCK_SLACK, is_outdated

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.usage import Reading, Spend, Window

WARN, CRITICAL, FULL = (LEVEL_THRESHOLDS[level] for level in (Level.WARN, Level.CRITICAL, Level.EXHAUSTED))
_THRESHOLDS = sorted(((threshold, level) for level, threshold in LEVEL_THRESHOLDS.items()), reverse=True)
_SEVERITY = (Level.UNKNOWN, Level.CALM, Level.WATCH, Level.WARN, Level.CRITICAL, Level.PAYING, Level.EXHAUSTED)
SPEND = "spend"
"""Id of the headline of an account that has spend and no window."""


@dataclass(frozen=True, slots=True)
class EvaluatedReading:
    """A reading with its levels and its headline."""

    windows: tuple[Window, ...] = ()
    spend: Spend | None = None
    headline: str | None = None
    level: Level = Level.UNKNOWN


def level(percent: float | None, *, paid: bool = False) -> Level:
    """The level of a percentage; `paid` when extra usage takes over at the limit."""
    if percent is None:
        return Level.UNKNOWN
    reached = next((candidate for threshold, candidate in _THRESHOLDS if percent >= threshold), Level.CALM)
    return Level.PAYING if paid and reached is Level.EXHAUSTED else reached


def extra_usage_pays(spend: Spend | None) -> bool:
    """Whether extra usage is on, its cap not reached, and no other reason against it."""
    if spend is None or not spend.enabled or spend.disabled_reason is not None:
        return False
    if spend.limit is None:
        return True
    if spend.used is not None:
        return spend.used < spend.limit
    return spend.percent is None or spend.percent < FULL


def evaluate(reading: Reading, now: datetime) -> EvaluatedReading:
    """Levels and headline at `now`. A window whose reset has passed has no percentage any more, whoever says it has."""
    paid = extra_usage_pays(reading.spend)
    windows = tuple(_evaluated(window, now, paid=paid) for window in reading.windows)
    spend = reading.spend and replace(reading.spend, level=level(reading.spend.percent))
    if windows:
        headline = max(windows, key=_urgency)
        marked = tuple(replace(window, headline=window is headline) for window in windows)
        return EvaluatedReading(marked, spend, headline.id, headline.level)
    if spend is not None:
        return EvaluatedReading((), spend, SPEND, spend.level)
    return EvaluatedReading()


def window_over_at(window: Window) -> datetime | None:
    """When a window has no percentage any more, because its reset has passed; None without a reset.

    A figure that was read just after its reset may be right for as long as clocks may differ.
    """
    if window.resets_at is None or window.read_at < window.resets_at:
        return window.resets_at
    return window.resets_at + CLOCK_SLACK


def _evaluated(window: Window, now: datetime, *, paid: bool) -> Window:
    over_at = window_over_at(window)
    if (over_at is not None and over_at <= now) or is_outdated(window):
        # After the reset only the reset time is left, and no figure waits to be confirmed.
        return replace(
            window,
            percent=None,
            forecast=None,
            level=Level.UNKNOWN,
            doubt=None,
            last_confirmed=None,
            early_reset=None,
            refused=False,
        )
    confirmed = window.last_confirmed
    if confirmed is not None and confirmed.resets_at is not None and confirmed.resets_at <= now:
        window = replace(window, last_confirmed=None)
    if window.refused:  # the percentage stays as it was reported
        return replace(window, level=Level.PAYING if paid else Level.EXHAUSTED)
    return replace(window, level=level(window.percent, paid=paid))


def _urgency(window: Window) -> tuple[int, bool, float, float]:
    used = -1.0 if window.percent is None else window.percent
    sooner = -window.resets_at.timestamp() if window.resets_at is not None else float("-inf")
    return _SEVERITY.index(window.level), window.active, used, sooner
