"""Makes a Reading from Cursor's `usage/summary`, which has the limits of companies.

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
from brim.backend.providers.valueparsing import Amount, Flag, Number, Percent, parse_flag, parse_object, parse_text
from brim.model.numbers import MAX_PERCENT
from brim.model.usage import Reading, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Spend, Window


_ON_DEMAND, _POOL, _PERSON = "onDemand", "pooled", ("overall", "plan")
_ORDER, _IDS = (*_PERSON, f"team_{_POOL}"), {f"team_{_POOL}": "team", "plan": "included"}
_MAX_PARTS = 20


class SummaryPartJson(BaseModel):
    """One amount and its limit."""

    model_config = ConfigDict(extra="ignore")

    enabled: Flag = Field(default=None, description="whether it applies")
    used: Amount = Field(default=None, description="cents")
    limit: Amount = Field(default=None, description="cents")
    remaining: Number = Field(default=None, description="cents")
    total: Percent = Field(default=None, alias="totalPercentUsed", description="percent used")

    @property
    def share(self) -> tuple[float | None, Source] | None:
        """Percent used, if that is known, and where it comes from; None where there is no limit."""
        if self.enabled is False:
            return None
        if self.total is not None:
            return self.total, Source.API
        if not self.limit:
            return None
        used = self.used
        if used is None and self.remaining is not None and self.remaining <= self.limit:
            used = self.limit - self.remaining
        return (None if used is None else min(used / self.limit * 100, MAX_PERCENT)), Source.AMOUNTS


def parse(body: Json, now: datetime) -> Reading | None:
    """The reading in a body that was received at `now`; None without any limit."""
    own, team = _parts(body, "individualUsage"), _parts(body, "teamUsage")
    found = (
        tuple(_windows(own, team, Cycle.model_validate(body), now))
        if parse_flag(body.get("isUnlimited")) is not True
        else ()
    )
    spend = _on_demand(own.get("onDemand")) or _on_demand(team.get("onDemand"))
    kind = parse_text(body.get("membershipType"))
    if not found and spend is None:
        return None
    return Reading(now, Source.API, found, spend, None if kind is None else words.plan(kind))


def _parts(body: Json, name: str) -> dict[str, SummaryPartJson]:
    items = list(parse_object(body.get(name)).items())[:_MAX_PARTS]
    return {key: SummaryPartJson.model_validate(item) for key, item in items if isinstance(item, dict)}


def _windows(
    own: dict[str, SummaryPartJson], team: dict[str, SummaryPartJson], cycle: Cycle, now: datetime
) -> Iterator[Window]:
    limits = {
        **{key: (part, None if key in _PERSON else _name(key)) for key, part in own.items()},
        **{
            f"team_{key}": (part, words.team_use() if key == _POOL else _name(f"team {key}"))
            for key, part in team.items()
        },
    }
    has_main = False
    for key in sorted(limits, key=lambda key: _ORDER.index(key) if key in _ORDER else len(_ORDER)):
        part, name = limits[key]
        if part.share is None or key in {_ON_DEMAND, f"team_{_ON_DEMAND}"}:
            continue
        if name is None:
            name = words.included_use() if has_main else None
            has_main = True
        use = None if name is None else (_IDS.get(key, key.lower()), name)
        yield replace(cycle.window(part.share[0], now, use), source=part.share[1])


def _name(key: str) -> str:
    """A part that nobody knows yet, by its own name."""
    return key[:1].upper() + key[1:]


def _on_demand(part: SummaryPartJson | None) -> Spend | None:
    if part is None or part.enabled is not True or part.used is None:
        return None
    return money(part.used, part.limit)
