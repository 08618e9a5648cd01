"""Usage as it was read: windows, extra spend, levels, sources, and how sure a figure is.

All times are aware and in UTC. Percentages are percent used, as the server says: 0 to 100, over 100 kept. This module
must not know where a value came from: no HTTP, no files, no D-Bus, no pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from brim.model.forecast import Forecast


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
    """Exhausted while extra spend is on and its cap not reached: work goes on and costs money."""
    UNKNOWN = "unknown"
    """No percentage is known."""


LEVEL_THRESHOLDS = {Level.CALM: 0, Level.WATCH: 50, Level.WARN: 75, Level.CRITICAL: 90, Level.EXHAUSTED: 100}
"""Percent used from which on a level holds."""


class Source(StrEnum):
    """Where a figure came from."""

    API = "api"
    CACHE = "cache"
    STATUSLINE = "statusline"
    CLI = "cli"
    DEMO = "demo"


class Doubt(StrEnum):
    """Why a figure waits for a second reading to agree."""

    JUMP = "jump"
    """It went up to the limit in one step."""
    FALL = "fall"
    """It went down before the reset."""
    MOVED = "moved"
    """It names another reset although the one before has not passed."""
    GONE = "gone"
    """The limit had a percentage and has none before its reset."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one source said of one limit at one time."""

    percent: float | None
    """Percent used; None when the window has not started."""
    resets_at: datetime | None
    source: Source
    read_at: datetime
    """When it was true."""


@dataclass(frozen=True, slots=True)
class Window:
    """One limit and how much of it is used."""

    id: str
    """`kind`, or `kind:scope name`."""
    kind: str
    """session, weekly_all, weekly_scoped, or the server's own word."""
    label: str
    """What a person reads, for example `5-hour session`."""
    percent: float | None
    """Percent used; None when the window has not started or its reset has passed unread."""
    resets_at: datetime | None
    length_seconds: int | None
    """18000, 604800, or None when unknown."""
    source: Source
    read_at: datetime
    """When the figure was true."""
    active: bool = False
    """The server calls this its headline."""
    confirmed: bool = True
    """False while a doubtful figure waits for a second reading to agree."""
    doubt: Doubt | None = None
    """Why it waits."""
    last_confirmed: Figure | None = None
    """Of the same window, while this figure waits."""
    level: Level = Level.UNKNOWN
    headline: bool = False
    """This window is the one number of its account."""
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Spend:
    """Extra usage in money, major units."""

    enabled: bool
    used: Decimal | None
    limit: Decimal | None
    """None means no cap."""
    currency: str | None
    """ISO 4217 code."""
    percent: float | None
    """Of the cap; None without one."""
    level: Level = Level.UNKNOWN


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source said at one time about one account."""

    fetched_at: datetime
    source: Source
    windows: tuple[Window, ...]
    spend: Spend | None = None
    plan: str | None = None
    """For example `Max 5x`."""
