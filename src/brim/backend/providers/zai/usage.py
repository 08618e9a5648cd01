"""Makes a Reading from the body of z.ai's quota endpoint.

Facts (peers' code, and the vendor's plug-in): a limit is known by `unit` (3 hours, 4 days, 5 months, 6 weeks) and
`number`; its `type` was renamed more than once. `usage` is the ceiling, `currentValue` what is used, `percentage`
percent used, rounded down. `nextResetTime` is absent until a 5-hour limit begins.

This module must not know HTTP or settings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers import windows
from brim.backend.providers.answers import error
from brim.backend.providers.valueparsing import Amount, Number, Percent, Text, Time, parse_text
from brim.backend.providers.zai import words
from brim.errors import BadAnswerError, NoLimitsError
from brim.model.numbers import MAX_PERCENT
from brim.model.usage import Reading, Source
from brim.words import apikeys, fetcherrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Window

_UNITS = {3: 3600, 4: windows.DAY, 5: windows.DAYS_30, 6: windows.WEEK}
_MONTHS = 5
_TOOLS, _TOOLS_NAME = "TIME_LIMIT", "web_tools"
_FULL = 100.0
_MAX_WINDOWS, _MAX_NUMBER = 20, 1000


class LimitJson(BaseModel):
    """One limit."""

    model_config = ConfigDict(extra="ignore")

    type: Text = Field(default=None, description="CREDIT_LIMIT, before TOKENS_LIMIT; TIME_LIMIT for web tools")
    unit: Number = Field(default=None, description="3 hours, 4 days, 5 months, 6 weeks")
    number: Number = Field(default=None, description="how many of them")
    ceiling: Amount = Field(default=None, alias="usage", description="the limit, not what is used")
    used: Amount = Field(default=None, alias="currentValue", description="what is used")
    remaining: Number = Field(default=None, description="what is left")
    percentage: Percent = Field(default=None, description="percent used, rounded down")
    resets_at: Time = Field(default=None, alias="nextResetTime", description="absent while it has not begun")

    @property
    def share(self) -> tuple[float | None, Source]:
        """Percent used and where it comes from: the vendor's, or worked out where it is missing or cannot be true.

        It is rounded down, so it is 0 only below 1%, and 99 at most while something is left.
        """
        used = self.used
        if used is None and self.ceiling is not None and self.remaining is not None:
            used = max(self.ceiling - self.remaining, 0.0)
        if self.ceiling == 0 and not self.percentage:
            return None, Source.API  # nothing of nothing says nothing
        if self.ceiling is None or self.ceiling <= 0 or used is None:
            return self.percentage, Source.API
        worked_out = min(used / self.ceiling * 100, MAX_PERCENT)
        if self.percentage is None or self.percentage < _FULL <= worked_out or self.percentage < 1 <= worked_out:
            return worked_out, Source.AMOUNTS
        return self.percentage, Source.API


def parse(body: Json, now: datetime) -> Reading:
    """The reading in a body that was received at `now`; raises NoLimitsError without a limit, BadAnswerError."""
    data = body.get("data")
    if not isinstance(data, dict):
        raise BadAnswerError(*fetcherrors.no_known_part())
    given, plan = data.get("limits"), _plan(data)
    if "limits" not in data and plan is None:
        raise BadAnswerError(*fetcherrors.no_known_part())
    items = list(given.values()) if isinstance(given, dict) else given
    found: dict[str, Window] = {}
    for limit in _limits(items if isinstance(items, list) else []):
        made = _window(limit, now)
        if made.id in found:  # another kind of use with the same length
            made = _window(limit, now, _words_of(limit.type) or str(len(found) + 1))
        if made.id in found:
            made = _window(limit, now, str(len(found) + 1))
        found[made.id] = made
    if not found and items:
        raise BadAnswerError(*fetcherrors.no_known_part())
    if not found:
        raise error(NoLimitsError, words.no_plan() if plan is None else apikeys.no_limits(words.vendor().company))
    return Reading(now, Source.API, tuple(found.values()), plan=plan)


def _limits(items: list[object]) -> Iterator[LimitJson]:
    for item in items[:_MAX_WINDOWS]:
        if not isinstance(item, dict):
            continue
        limit = LimitJson.model_validate(item)
        if limit.share[0] is not None or limit.resets_at is not None or limit.unit is not None:
            yield limit


def _window(limit: LimitJson, now: datetime, scope: str | None = None) -> Window:
    percent, source = limit.share
    seconds = _UNITS.get(int(limit.unit)) if limit.unit is not None else None
    count = int(limit.number) if limit.number is not None and 1 <= limit.number <= _MAX_NUMBER else None
    for_tools = scope is None and limit.type == _TOOLS
    if for_tools:
        scope = words.web_tools()
    if limit.unit == _MONTHS and count == 1:
        made = windows.month_window(percent, limit.resets_at, now, scope)
    else:
        length = None if seconds is None or count is None else seconds * count
        made = windows.window(percent, limit.resets_at, length, now, scope)
    return replace(made, source=source, id=f"{made.kind}:{_TOOLS_NAME}" if for_tools else made.id)


def _words_of(kind: str | None) -> str | None:
    """A kind of use by the name of its type: `SEARCH_LIMIT` is `search`."""
    return None if kind is None else parse_text(kind.removesuffix("_LIMIT").replace("_", " ").lower())


def _plan(data: Json) -> str | None:
    name, level = parse_text(data.get("planName")), parse_text(data.get("level"))
    return name or (None if level is None else words.plan_name(level.capitalize()))
