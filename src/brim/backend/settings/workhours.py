"""What a person writes of work days, hours and holidays, as the calendar that a forecast reckons with.

This module must not know where a setting comes from, nor what is reckoned.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING

from brim.backend.forecast.calendar import MIDNIGHT, WEEK, Calendar
from brim.words import settings as words

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE = re.compile(r"([a-z]+)(?:\s*-\s*([a-z]+))?")
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)")
_MOST_DAYS = 1_000
"""Longer holidays are a slip of the pen."""


def week_days(text: str) -> frozenset[int]:
    """Days of the week, 0 is Monday, from words such as `mon-fri` or `mon, wed, sat-sun`; all of them for no word.

    Raises ValueError for anything else.
    """
    found: set[int] = set()
    for part in filter(None, re.split(r"\s*,\s*|(?<![-\s])\s+(?![-\s])", text.strip().lower())):
        match = _RANGE.fullmatch(part)
        first, last = (_day(match[1]), _day(match[2] or match[1])) if match else (None, None)
        if first is None or last is None:
            raise ValueError(words.MUST_BE_DAYS)
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return frozenset(found) or WEEK


def hours(text: str) -> tuple[time, time]:
    """From and until, such as `09:00-18:00`, also over midnight; midnight twice, which is all day, for no word.

    Raises ValueError for anything else.
    """
    if not text.strip():
        return MIDNIGHT, MIDNIGHT
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(words.MUST_BE_HOURS)
    return time(int(match[1]), int(match[2])), time(int(match[3] or 0), int(match[4] or 0))


def holiday(text: str) -> tuple[date, date]:
    """First and last day of `2026-12-24` or `2026-12-24..2027-01-02`; raises ValueError for anything else."""
    first, _, last = text.strip().partition("..")
    try:
        found = date.fromisoformat(first.strip()), date.fromisoformat(last.strip() or first.strip())
    except ValueError:
        found = None
    if found is None or not 0 <= (found[1] - found[0]).days < _MOST_DAYS:
        raise ValueError(words.MUST_BE_HOLIDAYS)
    return found


def calendar(days: str, daily: str, off: Sequence[str]) -> Calendar:
    """The calendar in this machine's zone; raises ValueError as the parts do."""
    return Calendar(days=week_days(days), hours=hours(daily), holidays=tuple(holiday(text) for text in off))


def _day(word: str) -> int | None:
    """`mon`, `Monday` and what is between."""
    return next((index for index, name in enumerate(_NAMES) if word.startswith(name)), None)
