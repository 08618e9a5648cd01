"""Makes a Reading from Cursor's `usage/summary`, which tells the limits of companies.

Facts (peers' code, 2026): times are ISO 8601, amounts cents. `individualUsage` has `overall` and for some plans
`plan`, `teamUsage` has `pooled` and `onDemand`, each with `enabled`, `used`, `limit`, `remaining`. `breakdown.total` is
used, not a limit. Whether the server gives it to this login is not known. This module must not know HTTP or settings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers.cursor import words
from brim.backend.providers.cursor.usage import Cycle, money
from brim.backend.providers.valueparsing import Amount, Flag, Percent, parse_text
from brim.model.numbers import MAX_PERCENT
from brim.model.usage import Reading, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Spend, Window


class SummaryPartJson(BaseModel):
    """One amount and its limit."""

    model_config = ConfigDict(extra="ignore")

    enabled: Flag = Field(default=None, description="whether it applies")
    used: Amount = Field(default=None, description="cents")
    limit: Amount = Field(default=None, description="cents")
    total: Percent = Field(default=None, alias="totalPercentUsed", description="percent used")

    @property
    def share(self) -> tuple[float, Source] | None:
        """Percent used and where it comes from; None where there is no limit."""
        if self.enabled is False:
            return None
        if self.total is not None:
            return self.total, Source.API
        if not self.limit or self.used is None:
            return None
        return min(self.used / self.limit * 100, MAX_PERCENT), Source.AMOUNTS


def parse(body: Json, now: datetime) -> Reading | None:
    """The reading in a body that was received at `now`; None without any limit."""
    own, team = _parts(body, "individualUsage"), _parts(body, "teamUsage")
    found = tuple(_windows(own, team, Cycle.model_validate(body), now)) if body.get("isUnlimited") is not True else ()
    spend = _on_demand(own.get("onDemand")) or _on_demand(team.get("onDemand"))
    kind = parse_text(body.get("membershipType"))
    if not found and spend is None:
        return None
    return Reading(now, Source.API, found, spend, None if kind is None else words.plan(kind))


def _parts(body: Json, name: str) -> dict[str, SummaryPartJson]:
    found = body.get(name)
    items = found.items() if isinstance(found, dict) else ()
    return {key: SummaryPartJson.model_validate(item) for key, item in items if isinstance(item, dict)}


def _windows(
    own: dict[str, SummaryPartJson], team: dict[str, SummaryPartJson], cycle: Cycle, now: datetime
) -> Iterator[Window]:
    shares = [part.share for part in (own.get("overall"), own.get("plan")) if part is not None]
    first = next((share for share in shares if share is not None), None)
    if first is not None:
        yield replace(cycle.window(first[0], now), source=first[1])
    pooled = team.get("pooled")
    if pooled is not None and pooled.share is not None:
        yield replace(cycle.window(pooled.share[0], now, ("team", words.team_use())), source=pooled.share[1])


def _on_demand(part: SummaryPartJson | None) -> Spend | None:
    if part is None or part.enabled is not True or part.used is None:
        return None
    return money(part.used, part.limit)
