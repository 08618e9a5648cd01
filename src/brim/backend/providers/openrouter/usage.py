"""Makes a Reading from what OpenRouter says of a key, and from its credits.

Facts (openrouter.ai/docs, "Limits" and "Get current API key"): amounts are in USD. `limit` is that of the key, or null;
it starts again by `limit_reset`, in UTC, weeks from Monday. `limit_remaining` is negative for an overdrawn key. `usage`
is that of the key's whole life and says nothing about the limit. `/credits` answers management keys only; others get a
403, or zeros. `rate_limit` is deprecated. This module must not know HTTP or settings.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers import windows
from brim.backend.providers.answers import error
from brim.backend.providers.openrouter import words
from brim.backend.providers.valueparsing import Amount, Flag, Number, Text, parse_time
from brim.errors import BadAnswerError, NoLimitsError
from brim.model.numbers import MAX_PERCENT, parse_amount
from brim.model.usage import Reading, Source, Spend
from brim.words import apikeys, fetcherrors

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Window

_CURRENCY = "USD"
_CENTS = 2


class KeyJson(BaseModel):
    """What is said of a key."""

    model_config = ConfigDict(extra="ignore")

    limit: Amount = Field(default=None, description="USD; null without a limit")
    limit_reset: Text = Field(default=None, description="daily, weekly, monthly, or null for a limit that never resets")
    limit_remaining: Number = Field(default=None, description="USD; negative when overdrawn")
    usage: Amount = Field(default=None, description="USD in the life of the key")
    usage_daily: Amount = Field(default=None, description="USD since midnight UTC")
    usage_weekly: Amount = Field(default=None, description="USD since Monday UTC")
    usage_monthly: Amount = Field(default=None, description="USD since the first of the month UTC")
    is_free_tier: Flag = Field(default=None, description="the account never bought credits")

    @property
    def period(self) -> str | None:
        """After what the limit starts again; None for a limit that never does."""
        return None if self.limit_reset is None else self.limit_reset.lower()

    @property
    def used(self) -> float | None:
        """USD that count for the limit; None when that is not known."""
        if self.limit is not None and self.limit_remaining is not None and self.limit_remaining <= self.limit:
            return self.limit - self.limit_remaining
        of_period = {"daily": self.usage_daily, "weekly": self.usage_weekly, "monthly": self.usage_monthly}
        return of_period.get(self.period or "", self.usage if self.period is None else None)


def parse(body: Json, now: datetime) -> Reading:
    """The reading in a body that was received at `now`; raises NoLimitsError without any amount, BadAnswerError."""
    data = body.get("data")
    if not isinstance(data, dict):
        raise BadAnswerError(*fetcherrors.no_known_part())
    key = KeyJson.model_validate(data)
    has_limit = key.limit is not None or data.get("limit") is not None
    found = (_window(key, key.limit, now, odd_period=key.period is None and bool(data.get("limit_reset"))),) * has_limit
    used = key.used if has_limit else key.usage_monthly
    if not found and used is None and credits_path(body) is None:
        raise error(NoLimitsError, apikeys.no_limits(words.vendor().company))
    spend = Spend(
        enabled=True,
        used=_money(used),
        limit=_money(key.limit),
        currency=_CURRENCY,
        percent=found[0].percent if found else None,
        beyond_plan=False,
    )
    return Reading(now, Source.API, found, spend, words.free_tier() if key.is_free_tier else None)


def ends_at(body: Json) -> datetime | None:
    """When the key expires."""
    data = body.get("data")
    return parse_time(data.get("expires_at")) if isinstance(data, dict) else None


def credits_path(body: Json) -> str | None:
    """Where the balance is, for a key that may ask for it."""
    data = body.get("data")
    return "/api/v1/credits" if isinstance(data, dict) and data.get("is_management_key") is True else None


def with_credits(reading: Reading, body: Json) -> Reading:
    """The reading with the balance; without one where an answer of zeros says that the key may not know it."""
    data = body.get("data")
    total, used = (
        (parse_amount(data.get(name)) for name in ("total_credits", "total_usage"))
        if isinstance(data, dict)
        else (None, None)
    )
    if reading.spend is None or total is None or used is None or (total == 0 and used == 0):
        return reading
    balance = _money(total - used)
    return replace(reading, spend=replace(reading.spend, balance=balance, balance_currency=_CURRENCY))


def _window(key: KeyJson, limit: float | None, now: datetime, *, odd_period: bool) -> Window:
    """The limit of a key; without a known one nobody knows how much of it is used."""
    resets_at = _resets_at(key.period, now)
    percent = None if key.used is None or limit is None or limit <= 0 else min(key.used / limit * 100, MAX_PERCENT)
    if key.period == "monthly":
        made = windows.month_window(percent, resets_at, now)
    else:
        length = {"daily": windows.DAY, "weekly": windows.WEEK}.get(key.period or "")
        made = windows.window(percent, resets_at, length, now, key.period if length is None else None)
        if key.period is None and not odd_period:
            made = replace(made, label=words.total_label())
    return replace(made, source=Source.AMOUNTS, refused=limit is not None and limit <= 0)


def _resets_at(period: str | None, now: datetime) -> datetime | None:
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match period:
        case "daily":
            return day + timedelta(days=1)
        case "weekly":
            return day + timedelta(days=7 - day.weekday())
        case "monthly":
            return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        case _:
            return None


def _money(amount: float | None) -> Decimal | None:
    return None if amount is None else round(Decimal(str(amount)), _CENTS)
