"""Lenient parsing of values in foreign JSON: numbers, percentages, times and short texts. A bad value becomes None.

All providers use it. This module must not know which answer a value came from.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator

from brim.model.numbers import parse_amount, parse_number, parse_percent

_MAX_TEXT_LENGTH = 60

_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9})\d*)?\s*([Zz]|[+-]\d\d:?\d\d)?")

_FLAGS = {"true": True, "false": False}
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp(), datetime(2200, 1, 1, tzinfo=UTC).timestamp()

MILLISECONDS_FROM = 1e11
"""A larger epoch is in milliseconds, a smaller one in seconds."""


def parse_time(value: object) -> datetime | None:
    """A time in UTC from ISO 8601 (without offset: UTC) or an epoch in seconds or milliseconds, 2000 to 2199."""
    seconds = parse_number(value)
    if seconds is not None:
        seconds = seconds / 1000 if abs(seconds) > MILLISECONDS_FROM else seconds
    elif isinstance(value, str) and (parts := _ISO_TIME.fullmatch(value.strip())):
        day, clock, fraction, offset = parts.groups()
        micros = (fraction or "0")[:6].ljust(6, "0")
        clock = clock if clock.count(":") > 1 else f"{clock}:00"
        try:
            when = datetime.fromisoformat(f"{day}T{clock}.{micros}{(offset or 'Z').upper()}")
            seconds = when.timestamp()
        except (ValueError, OverflowError):
            return None
        return when.astimezone(UTC) if _EARLIEST <= seconds < _LATEST else None
    if seconds is None or not _EARLIEST <= seconds < _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def parse_text(value: object, max_length: int = _MAX_TEXT_LENGTH) -> str | None:
    """One line for a person, without control characters and without anything that cannot be written to a file."""
    if not isinstance(value, str):
        return None
    printable = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(printable.split())[:max_length].strip() or None


def parse_object(value: object) -> dict[str, object]:
    """A JSON object, also as the only one in a list; empty for anything else."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else {}


def parse_flag(value: object) -> bool | None:
    """A JSON boolean, also as the text or the number for it."""
    if isinstance(value, str):
        return _FLAGS.get(value.lower())
    return bool(value) if isinstance(value, int | float) and value in {0, 1} else None


type Text = Annotated[str | None, BeforeValidator(parse_text)]


type Percent = Annotated[float | None, BeforeValidator(parse_percent)]


type Amount = Annotated[float | None, BeforeValidator(parse_amount)]


type Number = Annotated[float | None, BeforeValidator(parse_number)]


type Time = Annotated[datetime | None, BeforeValidator(parse_time)]


type Flag = Annotated[bool | None, BeforeValidator(parse_flag)]
