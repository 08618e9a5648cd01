"""Makes a Reading from the body of opencode Go's usage endpoint.

Facts (vendor's page and CodexBar 0.54): `usage` holds `rolling` (5 hours), `weekly` and `monthly`, each with `percent`
used and `resetsAt`. A limit of another name is kept, without a length. This module must not know HTTP or settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers import windows
from brim.backend.providers.answers import error
from brim.backend.providers.opencode import words
from brim.backend.providers.valueparsing import Percent, Time, parse_object, parse_text
from brim.errors import BadAnswerError, NoLimitsError
from brim.model.usage import Reading, Source
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.providers.answers import Json
    from brim.model.usage import Window

_LENGTHS = {"daily": windows.DAY, "rolling": windows.HOURS_5, "weekly": windows.WEEK}
_MONTH = "monthly"
_MAX_WINDOWS = 20


class LimitJson(BaseModel):
    """One limit."""

    model_config = ConfigDict(extra="ignore")

    percent: Percent = Field(default=None, description="percent used")
    resets_at: Time = Field(default=None, alias="resetsAt", description="when it resets")


def parse(body: Json, now: datetime) -> Reading:
    """The reading in a body that was received at `now`; raises NoLimitsError without a limit, BadAnswerError."""
    usage = body.get("usage")
    if not isinstance(usage, dict):
        raise BadAnswerError(*fetcherrors.no_known_part())
    found = windows.distinct(_windows(usage, now))
    if not found:
        raise error(NoLimitsError, words.no_plan())
    return Reading(now, Source.API, found)


def _limit(item: object) -> LimitJson:
    """One limit, which may be a percentage alone."""
    return LimitJson.model_validate(parse_object(item) or {"percent": item})


def _windows(usage: Json, now: datetime) -> Iterator[Window]:
    for name, item in list(usage.items())[:_MAX_WINDOWS]:
        key = name.lower()
        limit = _limit(item)
        is_known = item not in (None, {}) and (key in _LENGTHS or key == _MONTH)  # it is kept although it says nothing
        if limit.percent is None and limit.resets_at is None and not is_known:
            continue
        if key == _MONTH:
            yield windows.month_window(limit.percent, limit.resets_at, now)
        else:
            scope = None if key in _LENGTHS else parse_text(name.replace("_", " "))
            yield windows.window(limit.percent, limit.resets_at, _LENGTHS.get(key), now, scope)
