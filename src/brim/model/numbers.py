"""Which foreign numbers can be used: one rule for every answer, file and input. Anything else is not known.

Little is imported, because the status line waits for it. This module must not know where a number comes from.
"""

from __future__ import annotations

import re

MAX_NUMBER = 1e15
"""No amount, time or count is as large."""
MAX_PERCENT = 1000.0
"""No limit is exceeded by more."""
_MILLISECONDS_FROM = 1e11
"""A greater time is in milliseconds."""
_MAX_EPOCH = 7_258_118_400
"""The year 2200: no reset is later, and some systems support no year after 3000."""
_MAX_TEXT = 64
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?")


def parse_number(value: object) -> float | None:
    """A finite number below 1e15, also from a numeric string; None for a bool and for anything else."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < MAX_NUMBER else None


def parse_amount(value: object) -> float | None:
    """A number that is not negative."""
    number = parse_number(value)
    return number if number is not None and number >= 0 else None


def parse_percent(value: object) -> float | None:
    """Percent used, from 0 to 1000."""
    number = parse_amount(value)
    return number if number is not None and number <= MAX_PERCENT else None


def parse_epoch(value: object) -> float | None:
    """A time in seconds since 1970, from seconds, milliseconds (recognised by their size) or ISO 8601."""
    number = parse_number(value)
    if number is None and isinstance(value, str) and len(value) <= _MAX_TEXT:
        number = _iso_seconds(value)
    if number is None or number <= 0:
        return None
    number = number / 1000 if number > _MILLISECONDS_FROM else number
    return number if number <= _MAX_EPOCH else None


def _iso_seconds(value: str) -> float | None:
    from datetime import UTC, datetime  # the usual form needs none of it

    try:
        when = datetime.fromisoformat(value)
        return when.replace(tzinfo=when.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None
