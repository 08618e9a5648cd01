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
from brim.backend.providers.valueparsing import Amount, Number, Percent, Text, Time, parse_object, parse_text
from brim.errors import BadAnswerError
from brim.model.numbers import MAX_PERCENT, parse_percent
from brim.model.usage import Reading, Source, Spend
from brim.words import fetcherrors, limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Window

CURRENCY = "USD"
_CENTS = 100
_PARTS, _CYCLE = ("planUsage", "spendLimitUsage"), "billingCycle"
_SUFFIX, _MAX_EXTRA = "PercentUsed", 20


class PlanUsageJson(BaseModel):
    """What a plan includes."""

    model_config = ConfigDict(extra="allow")

    limit: Amount = Field(default=None, description="cents that are included")
    included: Amount = Field(default=None, alias="includedSpend", description="cents of them that are used")
    remaining: Number = Field(default=None, description="cents of them that are left; negative when overdrawn")
    spent: Amount = Field(default=None, alias="totalSpend", description="cents that are used, of the bonus, too")
    total: Percent = Field(default=None, alias="totalPercentUsed", description="percent used")
    auto: Percent = Field(default=None, alias="autoPercentUsed", description="the same where Cursor chose the model")
    api: Percent = Field(default=None, alias="apiPercentUsed", description="the same where the model was chosen")

    @property
    def others(self) -> list[tuple[str, float]]:
        """Percentages of uses that nobody knows yet, each with its name: `bugbotPercentUsed` is `Bugbot`."""
        found = []
        for key, value in list((self.model_extra or {}).items())[:_MAX_EXTRA]:
            percent = parse_percent(value) if key.endswith(_SUFFIX) else None
            name = parse_text(key.removesuffix(_SUFFIX))
            if percent is not None and name is not None:
                found.append((name[:1].upper() + name[1:], percent))
        return found

    @property
    def share(self) -> tuple[float | None, Source]:
        """Percent used and where it comes from; worked out only where the vendor has none and something is used.

        What is left out is 0, and nothing else is: not what is null or no number, nor a total beside parts. Where all
        that says what the spending counted for is left out, nobody knows whether nothing is used or nothing remains.
        """
        if self.total is not None or not self.limit:
            return self.total, Source.API
        used = self.included
        if used is None and self.remaining is not None:
            used = self.limit - self.remaining
        if used is not None and used > 0:
            return min(used / self.limit * 100, MAX_PERCENT), Source.AMOUNTS
        if used is None and self.spent:
            return None, Source.API
        unusable = any(getattr(self, name) is None for name in self.model_fields_set - {"auto", "api"})
        return None if unusable or self.auto or self.api else 0.0, Source.API

    def part(self, name: str) -> float | None:
        """A percentage of one kind of use; one that is left out is 0 where the vendor sends that of another kind."""
        percent: float | None = getattr(self, name)
        sent = self.auto is not None or self.api is not None
        return 0.0 if name not in self.model_fields_set and self.limit and sent else percent


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
    def shares(self) -> tuple[float | None, float]:
        """Used and limit, of the person where that has a limit, else of the team; a limit of 0 where there is none.

        What is left out is 0; what is null or no number is not known.
        """
        limit, used, remaining = self.own_limit, self.own_used, self.own_remaining
        if not limit and self.pooled_limit:
            limit, used, remaining = self.pooled_limit, self.pooled_used, self.pooled_remaining
        if used is None and limit and remaining is not None:
            used = max(limit - remaining, 0.0)
        if used is None and not any(getattr(self, name) is None for name in self.model_fields_set - {"kind"}):
            used = self.total or 0.0
        return self.total if used is None else used, limit or 0.0


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
    """The reading in a body that was received at `now`; None when it says nothing of a plan.

    Raises BadAnswerError for what is of something else: of usage every part may be left out, but not replaced.
    """
    if body and not any(name.startswith(_CYCLE) or name in _PARTS for name in body):
        raise BadAnswerError(*fetcherrors.no_known_part())
    cycle = Cycle.model_validate(body)
    plan, spent = (body.get(name) for name in _PARTS)
    stated = parse_object(plan)
    found = tuple(_windows(PlanUsageJson.model_validate(stated), cycle, now)) if stated or plan == {} else ()
    limit = parse_object(spent)
    spend = on_demand(SpendLimitJson.model_validate(limit)) if limit else None
    return Reading(now, Source.API, found, spend) if found or spend is not None else None


def plan_name(body: Json) -> str | None:
    """The plan in an answer of `GetPlanInfo`, by the vendor's own name."""
    found = body.get("planInfo")
    return parse_text(found.get("planName")) if isinstance(found, dict) else None


def on_demand(usage: SpendLimitJson) -> Spend | None:
    """On-demand usage in dollars; None where it is off and nothing was spent."""
    used, limit = usage.shares
    return None if not used and limit <= 0 else money(used, limit or None)


def money(used: float | None, limit: float | None) -> Spend:
    """Cents beyond a plan, with an optional cap."""
    percent = None if not limit or used is None else min(used / limit * 100, MAX_PERCENT)
    return Spend(
        enabled=True,
        used=None if used is None else _dollars(used),
        limit=None if limit is None else _dollars(limit),
        currency=CURRENCY,
        percent=percent,
    )


def _dollars(cents: float) -> Decimal:
    return round(Decimal(str(cents)) / _CENTS, 2)


def _windows(plan: PlanUsageJson, cycle: Cycle, now: datetime) -> Iterator[Window]:
    percent, source = plan.share
    auto, api = plan.part("auto"), plan.part("api")
    if percent is not None or (auto is None and api is None):
        yield replace(cycle.window(percent, now), source=source)
    if auto is not None:
        yield cycle.window(auto, now, ("auto", words.auto_use()))
    if api is not None:
        yield cycle.window(api, now, ("api", words.api_use()))
    for name, used in plan.others:
        yield cycle.window(used, now, (name.lower(), name))
