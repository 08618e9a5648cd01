"""How close a limit is: the levels, and the percentage at which each begins. It must not know how they look."""

from __future__ import annotations

from enum import StrEnum


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
    """Exhausted while extra usage is on and below its cap: work continues and costs money."""
    UNKNOWN = "unknown"
    """No percentage is known."""


ALARMING = frozenset({Level.CRITICAL, Level.EXHAUSTED, Level.PAYING})
"""The levels of a limit that is shown whatever else was chosen."""

LEVEL_THRESHOLDS = {Level.CALM: 0, Level.WATCH: 50, Level.WARN: 75, Level.CRITICAL: 90, Level.EXHAUSTED: 100}
"""The percent used at which a level begins."""
