"""What metrics are made of: the values of one moment, and families of samples.

This module must not know where a value comes from, nor in which form a family is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN_TYPES = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h")
"""The label `type`, in the order in which tokens are counted here."""


@dataclass(frozen=True, slots=True)
class LimitValues:
    """One limit."""

    id: str
    percent: float | None = None
    """Percent used; None when not known, also because its reset has passed unread."""
    resets_at: float | None = None
    """Seconds since the epoch, like every time here."""
    chance: float | None = None
    """That it runs out before its reset, 0 to 1."""
    points: Mapping[str, float] | None = None
    """Percent that each project used, by its folder; None when not known."""
    elsewhere: float = 0.0
    """Percent that nothing on this machine explains."""
    refused: bool = False
    """The vendor refuses now, whatever the percentage says."""


@dataclass(frozen=True, slots=True)
class MoneyValues:
    """Usage in money."""

    spent: float | None = None
    spent_currency: str = ""
    balance: float | None = None
    balance_currency: str = ""


@dataclass(frozen=True, slots=True)
class AccountValues:
    """One account."""

    id: str
    label: str
    read_at: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """When its usage was last known, by source."""
    limits: tuple[LimitValues, ...] = ()
    provider: str = ""
    """Its name in the settings."""
    money: MoneyValues = MoneyValues()


@dataclass(frozen=True, slots=True)
class CountedUse:
    """What one project used of one model since counting began. Never falls."""

    project: str
    """Name of its folder."""
    model: str
    tokens: tuple[int, ...]
    """As `TOKEN_TYPES` has them."""
    cost: float | None = None
    """USD at list price; None where none of it had a price."""


@dataclass(frozen=True, slots=True)
class MetricValues:
    """Everything at one moment."""

    version: str
    accounts: tuple[AccountValues, ...] = ()
    uses: tuple[CountedUse, ...] = ()
    unpriced: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Tokens without a price, by model."""
    sent: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Requests sent, by id of the account."""


class Kind(StrEnum):
    """What a metric is."""

    GAUGE = "gauge"
    COUNTER = "counter"


type Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """One metric with all its samples; no two have the same labels."""

    name: str
    kind: Kind
    help: str
    samples: Mapping[Labels, float]
