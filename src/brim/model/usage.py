"""Usage as it was read: windows, extra spend, levels, sources, and whether a figure is confirmed.

All times are aware and in UTC. Percentages are percent used as the server reports them, from 0 to 100; larger values
are not cut. This module must not know where a value comes from: no HTTP, no files, no D-Bus, no pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.model.level import Level

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from brim.model.forecast import Forecast


CLOCK_SLACK = timedelta(minutes=2)
"""Reset times of one window differ by less than this between answers, and so do the clocks of two machines.

Seen from the server: fractions of a second between calls and between rows of one answer.
"""


class Source(StrEnum):
    """The source of a figure."""

    API = "api"
    CACHE = "cache"
    STATUSLINE = "statusline"
    CLI = "cli"
    SESSIONS = "sessions"
    """The files in which a program keeps its sessions."""
    DEMO = "demo"
    AMOUNTS = "amounts"
    """A percentage that Brim worked out from two amounts of the server: what is used, and the limit."""


class Doubt(StrEnum):
    """Why a figure counts as unconfirmed until a second reading agrees with it."""

    JUMP = "jump"
    """It rose to the limit in one step."""
    FALL = "fall"
    """It fell before the reset."""
    MOVED = "moved"
    """It has another reset time, although the earlier one has not passed."""
    GONE = "gone"
    """The percentage disappeared before the reset."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one source reported about one limit at one time."""

    percent: float | None
    """Percent used; None when the window has not started."""
    resets_at: datetime | None
    source: Source
    read_at: datetime
    """The time that the figure is from."""
    reset_moves: bool = field(default=False, compare=False)
    """The vendor moves the reset of a running window; it is not stored, as every new figure says it."""


@dataclass(frozen=True, slots=True)
class EarlyReset:
    """A limit was reset before its time: a grant was used, or the provider gave it as a gift."""

    at: datetime
    """When the first figure after it was read."""
    before: Figure
    """The last confirmed figure before it."""


@dataclass(frozen=True, slots=True)
class Window:
    """One limit, and how much of it is used."""

    id: str
    """`kind`, or `kind:scope name`."""
    kind: str
    """`session`, `daily`, `weekly_all`, `weekly_scoped`, `monthly`, or the server's own word."""
    label: str
    """The name for the user, for example `Session`."""
    percent: float | None
    """Percent used; None when the window has not started, or was not read since its reset."""
    resets_at: datetime | None
    length_seconds: int | None
    """18000, 604800, or any other length; None when unknown."""
    source: Source
    read_at: datetime
    """The time that the figure is from."""
    active: bool = False
    """The server marks this limit as its headline."""
    confirmed: bool = True
    """False until a second reading agrees with an implausible figure."""
    doubt: Doubt | None = None
    """Why the figure is not confirmed."""
    last_confirmed: Figure | None = None
    """The last confirmed figure of the same window, while this one is not confirmed."""
    refused: bool = False
    """The vendor refuses requests under this limit now, whatever the percentage says."""
    unknown: bool = False
    """Without a percentage: it is not known how much is used; else the window has not started."""
    reset_moves: bool = False
    """The vendor moves the reset of a running window, so that a later one alone does not mean that it was reset."""
    early_reset: EarlyReset | None = None
    """The early reset with which the running window began."""
    level: Level = Level.UNKNOWN
    headline: bool = False
    """This window is the headline figure of its account."""
    forecast: Forecast | None = None


def is_outdated(figure: Figure | Window) -> bool:
    """Whether a figure is of a window that was over when the figure was read: its source has missed the reset."""
    return figure.resets_at is not None and figure.resets_at + CLOCK_SLACK < figure.read_at


@dataclass(frozen=True, slots=True)
class Spend:
    """Usage in money, in major units of the currency: beyond a plan, or without one."""

    enabled: bool
    used: Decimal | None
    limit: Decimal | None
    """None when there is no cap."""
    currency: str | None
    """ISO 4217 code."""
    percent: float | None
    """Percent of the cap; None without a cap."""
    level: Level = Level.UNKNOWN
    disabled_reason: str | None = None
    """Why it does not pay, in the server's word; None while it does, or where the server does not say why."""
    balance: Decimal | None = None
    """What is left of the amount paid in advance; None when the server does not say."""
    balance_currency: str | None = None
    """ISO 4217 code."""
    beyond_plan: bool = True
    """It is paid beyond a plan; False where there is no plan and money is all there is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source reported about one account at one time."""

    fetched_at: datetime
    source: Source
    windows: tuple[Window, ...]
    spend: Spend | None = None
    plan: str | None = None
    """For example `Ultra`."""
    saved_resets: int | None = None
    """How many resets the vendor keeps for the person to use at any time; None where it does not say."""
