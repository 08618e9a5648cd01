"""What the claude program says of usage, as a Reading: the answer to a control request, or the text of /usage.

Facts, seen in Claude Code 2.1.330 and in public code of 2026: a control request `get_usage` is answered with one line
of JSON whose `rate_limits` is a body of the usage endpoint with `model_scoped` beside it, or null for a login without
limits. `/usage` prints `Current session: 42% used · resets Oct 1, 1:40pm (Europe/London)` and a line for each week;
older programs spread the same over several lines. Both are experimental: whatever else is said is passed over.
This module must not know how the program is run.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brim.backend.providers.claude import usagejson
from brim.errors import BadAnswerError, NoLimitsError
from brim.model.usage import Source
from brim.words import cliprobe as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from brim.model.usage import Reading

type Json = dict[str, object]

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_HEAD = re.compile(r"current (session|week)\b\s*(?:\(([^()]{1,60})\))?", re.IGNORECASE)
_USED = re.compile(r"\b(\d{1,3}(?:\.\d{1,6})?)\s*%\s*(used|left|remaining)\b", re.IGNORECASE)
_RESETS = re.compile(r"\bresets?\s+(\S.{0,80})", re.IGNORECASE)
_EVERY_MODEL = "all models"
_NEAR = 4
"""Lines below its heading that may belong to a limit."""

_ZONE = re.compile(r"\(([A-Za-z][A-Za-z0-9_+/\-]{0,60})\)\s*$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?\s*([ap])\.?m\b|(\d{1,2}):(\d\d)", re.IGNORECASE)
_DATE = re.compile(r"\b([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:,?\s+(20\d\d))?\b(?!:)", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_AHEAD = re.compile(r"\bin\s+(?:(\d+)\s*d\w*,?\s*)?(?:(\d+)\s*h\w*,?\s*)?(?:(\d+)\s*m\w*)?", re.IGNORECASE)
_BACK, _FORTH = timedelta(days=1), timedelta(days=35)
"""No reset lies further away."""
_NOON = 12


def parse(output: bytes, now: datetime) -> Reading | None:
    """The figures in what the program said at `now`; None when there are none, NoLimitsError when it has no limits."""
    text = output.decode("utf-8-sig", "replace")
    for message in _messages(text):
        if message.get("type") == "control_response":
            answer = _object(_object(message, "response"), "response")
            if "rate_limits" in answer or "rate_limits_available" in answer:
                return _told(answer, now)
        if message.get("type") == "result" and isinstance(said := message.get("result"), str):
            return _read(said, now)
    return _read(text, now)


def _messages(text: str) -> Iterator[Json]:
    """The JSON objects in some text: each on a line of its own, or one over all lines."""
    for part in (text, *text.splitlines()):
        if not part.lstrip().startswith("{"):
            continue
        try:
            found = json.loads(part, parse_int=float)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield found


def _object(value: Json, key: str) -> Json:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _told(answer: Json, now: datetime) -> Reading | None:
    limits = answer.get("rate_limits")
    if not isinstance(limits, dict):
        raise NoLimitsError(*words.NO_LIMITS)
    rows, scoped = limits.get("limits"), limits.get("model_scoped")
    rows = rows if isinstance(rows, list) else []
    for each in scoped if isinstance(scoped, list) else []:
        if isinstance(each, dict):
            model = {"display_name": each.get("display_name")}
            row = {"percent": each.get("utilization"), "resets_at": each.get("resets_at"), "scope": {"model": model}}
            rows = [*rows, {"kind": "weekly_scoped", **row}]
    return _reading(limits | {"limits": rows}, now)


def _reading(body: Json, now: datetime) -> Reading | None:
    try:
        made = usagejson.parse(body, now)
    except BadAnswerError:
        return None
    windows = tuple(replace(window, source=Source.CLI) for window in made.windows)
    return replace(made, source=Source.CLI, windows=windows)


@dataclass(slots=True)
class _Limit:
    """One limit, as far as it was read."""

    week: bool
    scope: str
    line: int
    percent: float | None = None
    resets: str | None = None

    def row(self, now: datetime) -> Json:
        """The same as the usage endpoint would say it."""
        at = None if self.resets is None else reset(self.resets, now)
        made: Json = {"percent": self.percent, "resets_at": None if at is None else at.isoformat()}
        if not self.week:
            return made | {"kind": "session"}
        if self.scope.casefold() in {"", _EVERY_MODEL}:
            return made | {"kind": "weekly_all"}
        return made | {"kind": "weekly_scoped", "scope": {"model": {"display_name": self.scope}}}


def _read(text: str, now: datetime) -> Reading | None:
    found: list[_Limit] = []
    for number, line in enumerate(_ESCAPES.sub("", text).splitlines()):
        if head := _HEAD.search(line):
            scope = (head[2] or "").strip().removesuffix(" only")
            found.append(_Limit(head[1].lower() == "week", scope, number))
        if not found or number - found[-1].line > _NEAR:
            continue
        limit = found[-1]
        if limit.percent is None and (used := _USED.search(line)):
            share = float(used[1])
            limit.percent = share if used[2].lower() == "used" else max(0.0, 100 - share)
        if limit.resets is None and (resets := _RESETS.search(line)):
            limit.resets = resets[1]
    rows = [limit.row(now) for limit in found if limit.percent is not None]
    return _reading({"limits": rows}, now) if rows else None


def reset(text: str, now: datetime) -> datetime | None:
    """The time that a person would read in words such as `Oct 1, 1:40pm (Europe/London)`: the one that is nearest.

    Without a zone, or with one that this system does not know, it is the machine's own, which the program uses.
    """
    ahead = _AHEAD.match(text.strip())
    if ahead is not None and any(ahead.groups()):
        days, hours, minutes = (int(part or 0) for part in ahead.groups())
        return _near(now + timedelta(days=min(days, 99), hours=min(hours, 999), minutes=min(minutes, 9999)), now)
    zone = _zone(text)
    here, clock = now.astimezone(zone), _CLOCK.search(text)
    if clock is None:
        return None
    try:
        at = here.replace(hour=_hour(clock), minute=int(clock[2] or clock[5] or 0), second=0, microsecond=0)
        candidates = list(_days(text, at, now))
    except ValueError:  # the 30th of February, the 25th hour
        return None
    if zone is None:  # the offset of today need not be that of another day
        candidates = [each.replace(tzinfo=None).astimezone() for each in candidates]
    return next((found for each in candidates if (found := _near(each, now)) is not None), None)


def _days(text: str, at: datetime, now: datetime) -> Iterator[datetime]:
    """That time of day on each day that may be meant, the likeliest first."""
    date, weekday = _DATE.search(text), _WEEKDAY.search(text)
    if date is not None and date[1].lower() in _MONTHS:
        month, day = _MONTHS.index(date[1].lower()) + 1, int(date[2])
        years = (int(date[3]),) if date[3] else (at.year, at.year + 1, at.year - 1)
        yield from (at.replace(year=year, month=month, day=day) for year in years)
        return
    if weekday is not None:
        at += timedelta(days=(_DAYS.index(weekday[1].lower()) - at.weekday()) % 7)
        step = timedelta(days=7)
    else:
        step = timedelta(days=1)
    yield from (at, at + step) if at > now - timedelta(minutes=5) else (at + step, at)


def _hour(clock: re.Match[str]) -> int:
    if clock[3] is None:
        return int(clock[4])
    hour = int(clock[1])
    if not 1 <= hour <= _NOON:
        raise ValueError(clock[0])
    return hour % _NOON + (_NOON if clock[3].lower() == "p" else 0)


def _zone(text: str) -> tzinfo | None:
    named = _ZONE.search(text)
    try:
        return ZoneInfo(named[1]) if named is not None else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _near(when: datetime, now: datetime) -> datetime | None:
    return when if -_BACK <= when - now <= _FORTH else None
