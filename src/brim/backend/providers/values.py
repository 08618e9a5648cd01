"""Lenient values out of foreign JSON: numbers, percentages, times and short texts; what cannot be used is None.

For every provider. This module must not know which body a value came from.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator

_LONGEST = 60

_LARGEST = 1e15

_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?")

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9})\d*)?\s*([Zz]|[+-]\d\d:?\d\d)?")

_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC).timestamp(), datetime(2200, 1, 1, tzinfo=UTC).timestamp()

MILLISECONDS_FROM = 1e11
"""A larger epoch is in milliseconds."""


def number(value: object) -> float | None:
    """A finite number, also from a numeric string; a bool is none."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _LARGEST else None


def percent(value: object) -> float | None:
    """Percent used, over 100 kept; a negative number is none."""
    found = number(value)
    return found if found is not None and found >= 0 else None


def time(value: object) -> datetime | None:
    """A time in UTC from ISO 8601 (without offset: UTC) or an epoch in seconds or milliseconds, 2000 to 2199."""
    seconds = number(value)
    if seconds is not None:
        seconds = seconds / 1000 if abs(seconds) > MILLISECONDS_FROM else seconds
    elif isinstance(value, str) and (parts := _TIME.fullmatch(value.strip())):
        day, clock, fraction, offset = parts.groups()
        micros = (fraction or "0")[:6].ljust(6, "0")
        clock = clock if clock.count(":") > 1 else f"{clock}:00"
        try:
            found = datetime.fromisoformat(f"{day}T{clock}.{micros}{(offset or 'Z').upper()}")
            seconds = found.timestamp()
        except (ValueError, OverflowError):
            return None
        return found.astimezone(UTC) if _FIRST <= seconds < _LAST else None
    if seconds is None or not _FIRST <= seconds < _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def text(value: object, longest: int = _LONGEST) -> str | None:
    """A short line for a person: no control characters, nothing that cannot be written to a file."""
    if not isinstance(value, str):
        return None
    clean = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(clean.split())[:longest].strip() or None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


type Text = Annotated[str | None, BeforeValidator(text)]


type Percent = Annotated[float | None, BeforeValidator(percent)]


type Number = Annotated[float | None, BeforeValidator(number)]


type Time = Annotated[datetime | None, BeforeValidator(time)]


type Flag = Annotated[bool | None, BeforeValidator(_flag)]
