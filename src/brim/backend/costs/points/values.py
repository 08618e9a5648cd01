"""The values that go into points and come out of them. This module must not know how they are computed.

A point is one percent of a limit as the server reports it. All times are seconds since the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brim.backend.transcripts.answer import Place

PART_SECONDS = 900
"""Shares are sums of so many seconds: the days of every time zone begin and end with one."""


@dataclass(frozen=True, slots=True)
class LimitWindow:
    """One window of one limit, and its official readings."""

    start: float
    """When it began; no earlier than the last reading of the window before it."""
    end: float
    """When it resets."""
    readings: tuple[tuple[float, float | None], ...]
    """When it was read, and the percent used then; in any order, changes are enough."""


@dataclass(frozen=True, slots=True)
class Points:
    """So many points, and the range in which the true number is nine times in ten."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """The points of one model in one session in a quarter of an hour."""

    at: int
    """When that quarter of an hour begins."""
    place: Place
    model: str
    points: float


@dataclass(frozen=True, slots=True)
class WindowPoints:
    """What the percentage of one window went into. Projects and `elsewhere` add up to it; so do sessions and models."""

    window: LimitWindow
    read_at: float
    """When the official percentage was read."""
    percent: float
    step: float
    """The step of the readings: 1 for whole percents."""
    doubt: float
    """The part of each figure by which it may be wrong, besides the step."""
    projects: Mapping[str, Points]
    sessions: Mapping[str, Points]
    models: Mapping[str, Points]
    elsewhere: Points
    """What no answer on this machine explains: other machines, the web, answers that left no trace."""
    shares: tuple[Share, ...]
    """The points of projects, sessions and models in their smallest parts, by time."""


@dataclass(frozen=True, slots=True)
class Multipliers:
    """What was learned of a limit: points of one dollar at list price, and how caches count beside other tokens."""

    families: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Points of one dollar, by family of models."""
    cache_write: float = 1.0
    """By how much writes to the cache count more than by list price."""
    cache_read: float = 1.0
    """The same for reads from the cache."""
    other: float = 0.0
    """Points of one dollar of a family that was not used so far."""
    windows: int = 0
    """From so many windows it was learned, the newest ones."""
    stretches: int = 0
    """So many stretches of growth these windows had."""
    spread: float = 0.0
    """The part by which all may be wrong besides, where they were taken from another limit."""
