"""Makes a Reading from Cursor's `GetCurrentPeriodUsage`.

Facts (peers' code and captures, 2026): amounts are cents, times epoch milliseconds as text. Percentages are used, and
the vendor's own; amounts may say another one, as there is a bonus beyond what is included. Zeros are left out: a
percentage that is absent beside a limit is 0. Companies get no `planUsage`, and a cycle that ends as it starts.

This module must not know HTTP or settings.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers import windows
from brim.backend.providers.cursor import words
from brim.backend.providers.valueparsing import Amount, Number, Percent, Text, Time, parse_text
from brim.model.numbers import MAX_PERCENT
from brim.model.usage import Reading, Source, Spend
from brim.words import limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Window

CURRENCY = "USD"
_CENTS = 100


class PlanUsageJson(BaseModel):
    """What a plan includes."""

    model_config = ConfigDict(extra="ignore")

    limit: Amount = Field(default=None, description="cents that are included")
    included: Amount = Field(default=None, alias="includedSpend", description="cents of them that are used")
    remaining: Number = Field(default=None, description="cents of them that are left; negative when overdrawn")
    total: Percent = Field(default=None, alias="totalPercentUsed", description="percent used")
    auto: Percent = Field(default=None, alias="autoPercentUsed", description="the same where Cursor chose the model")
    api: Percent = Field(default=None, alias="apiPercentUsed", description="the same where the model was chosen")

    @property
    def share(self) -> tuple[float | None, Source]:
        """Percent used and where it comes from; worked out only where the vendor has none and something is used."""
        if self.total is not None or not self.limit:
            return self.total, Source.API
        left = self.limit if self.remaining is None else self.remaining
        used = self.included if self.included is not None else self.limit - left
        return (min(used / self.limit * 100, MAX_PERCENT), Source.AMOUNTS) if used > 0 else (0.0, Source.API)

    def part(self, percent: float | None) -> float | None:
        """A percentage of one kind of use; one that is left out is 0 where the vendor sends others of a limit."""
        sent = any(one is not None for one in (self.total, self.auto, self.api))
        return 0.0 if percent is None and self.limit and sent else percent


class SpendLimitJson(BaseModel):
    """On-demand usage in cents, of a person or of a team."""

    model_config = ConfigDict(extra="ignore")

    kind: Text = Field(default=None, alias="limitType", description="user or team")
    total: Amount = Field(default=None, alias="totalSpend", description="used")
    own_limit: Amount = Field(default=None, alias="individualLimit", description="of the person")
    own_used: Amount = Field(default=None, alias="individualUsed", description="of the person")
    own_remaining: Number = Field(default=None, alias="individualRemaining", description="of the person")
    pooled_limit: Amount = Field(default=None, alias="pooledLimit", description="of the team")
    pooled_used: Amount = Field(default=None, alias="pooledUsed", description="of the team")
    pooled_remaining: Number = Field(default=None, alias="pooledRemaining", description="of the team")

    @property
    def shares(self) -> tuple[float, float]:
        """Used and limit, of the person where that has a limit, else of the team; a limit of 0 where there is none."""
        limit, used, remaining = self.own_limit, self.own_used, self.own_remaining
        if not limit and self.pooled_limit:
            limit, used, remaining = self.pooled_limit, self.pooled_used, self.pooled_remaining
        if used is None and limit and remaining is not None:
            used = max(limit - remaining, 0.0)
        return used if used is not None else self.total or 0.0, limit or 0.0


class Cycle(BaseModel):
    """A billing cycle."""

    model_config = ConfigDict(extra="ignore")

    start: Time = Field(default=None, alias="billingCycleStart", description="when it began")
    end: Time = Field(default=None, alias="billingCycleEnd", description="when it ends")

    def window(self, percent: float | None, now: datetime, use: tuple[str, str] | None = None) -> Window:
        """A limit that lasts as long as the cycle; `use` is the id and the name of what it is for."""
        end = self.end if self.start is None or self.end is None or self.start < self.end else None
        length = (end - self.start) / timedelta(seconds=1) if end is not None and self.start is not None else None
        seconds = None if length is None else round(length)
        name = None if use is None else use[1]
        made = windows.window(percent, end, seconds, now, name)
        if use is not None:
            made = replace(made, id=f"{made.kind}:{use[0]}")
        elif seconds is None:
            made = replace(made, label=words.included_use())
        return replace(made, label=limits.month_label(name)) if made.kind.startswith("monthly") else made


def parse(body: Json, now: datetime) -> Reading | None:
    """The reading in a body that was received at `now`; None when it says nothing of a plan."""
    cycle = Cycle.model_validate(body)
    plan, spent = body.get("planUsage"), body.get("spendLimitUsage")
    found = () if not isinstance(plan, dict) else tuple(_windows(PlanUsageJson.model_validate(plan), cycle, now))
    spend = on_demand(SpendLimitJson.model_validate(spent)) if isinstance(spent, dict) else None
    return Reading(now, Source.API, found, spend) if found or spend is not None else None


def plan_name(body: Json) -> str | None:
    """The plan in an answer of `GetPlanInfo`, by the vendor's own name."""
    found = body.get("planInfo")
    return parse_text(found.get("planName")) if isinstance(found, dict) else None


def on_demand(usage: SpendLimitJson) -> Spend | None:
    """On-demand usage in dollars; None where it is off and nothing was spent."""
    used, limit = usage.shares
    return None if used <= 0 and limit <= 0 else money(used, limit or None)


def money(used: float, limit: float | None) -> Spend:
    """Cents beyond a plan, with an optional cap."""
    percent = None if not limit else min(used / limit * 100, MAX_PERCENT)
    return Spend(
        enabled=True,
        used=_dollars(used),
        limit=None if limit is None else _dollars(limit),
        currency=CURRENCY,
        percent=percent,
    )


def _dollars(cents: float) -> Decimal:
    return round(Decimal(str(cents)) / _CENTS, 2)


def _windows(plan: PlanUsageJson, cycle: Cycle, now: datetime) -> Iterator[Window]:
    percent, source = plan.share
    auto, api = plan.part(plan.auto), plan.part(plan.api)
    if percent is not None or (auto is None and api is None):
        yield replace(cycle.window(percent, now), source=source)
    if auto is not None:
        yield cycle.window(auto, now, ("auto", words.auto_use()))
    if api is not None:
        yield cycle.window(api, now, ("api", words.api_use()))
