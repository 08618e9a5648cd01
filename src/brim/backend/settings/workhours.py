"""Parses work days, hours and holidays as a person writes them, and makes the calendar of a forecast from them.

This module must not know where a setting comes from, nor what is calculated with the calendar.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING

from brim.backend.forecast.calendar import MIDNIGHT, WEEK, WorkCalendar
from brim.words import valuefaults as words

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_RANGE = re.compile(r"([a-z]+)(?:\s*-\s*([a-z]+))?")
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)")
_MAX_HOLIDAY_DAYS = 1_000
"""Longer holidays are a typing error."""


def parse_week_days(text: str) -> frozenset[int]:
    """Days of the week, 0 is Monday, from a text such as `mon-fri` or `mon, wed, sat-sun`; all days for an empty text.

    Raises ValueError for anything else.
    """
    days: set[int] = set()
    for part in filter(None, re.split(r"\s*,\s*|(?<![-\s])\s+(?![-\s])", text.strip().lower())):
        match = _DAY_RANGE.fullmatch(part)
        first, last = (_day(match[1]), _day(match[2] or match[1])) if match else (None, None)
        if first is None or last is None:
            raise ValueError(words.not_days())
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return frozenset(days) or WEEK


def parse_hours(text: str) -> tuple[time, time]:
    """Begin and end from a text such as `09:00-18:00`, also over midnight.

    An empty text gives midnight twice, which means all day. Raises ValueError for anything else.
    """
    if not text.strip():
        return MIDNIGHT, MIDNIGHT
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(words.not_hours())
    return time(int(match[1]), int(match[2])), time(int(match[3] or 0), int(match[4] or 0))


def parse_holiday(text: str) -> tuple[date, date]:
    """First and last day of `2026-12-24` or `2026-12-24..2027-01-02`; raises ValueError for anything else."""
    first, _, last = text.strip().partition("..")
    try:
        days = date.fromisoformat(first.strip()), date.fromisoformat(last.strip() or first.strip())
    except ValueError:
        days = None
    if days is None or not 0 <= (days[1] - days[0]).days < _MAX_HOLIDAY_DAYS:
        raise ValueError(words.not_a_holiday())
    return days


def make_calendar(days: str, hours: str, off: Sequence[str]) -> WorkCalendar:
    """The calendar in this machine's time zone; raises ValueError when one of the texts cannot be parsed."""
    return WorkCalendar(days=parse_week_days(days), hours=parse_hours(hours), holidays=tuple(map(parse_holiday, off)))


def _day(word: str) -> int | None:
    """The day for `mon`, `Monday` or anything between; None for another word."""
    return next((index for index, name in enumerate(_DAY_NAMES) if word.startswith(name)), None)
