"""How the files of state write times and money, and how their models are configured.

Times are UTC, ISO 8601, `Z`. Money is a decimal string in major units. This module must not know any one file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, PlainSerializer

from brim.printing import one_line


def utc_text(when: datetime) -> str:
    """A time as our files and outputs write it: UTC, ISO 8601, `Z`."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def clamp_time(when: datetime) -> datetime:
    """The nearest time from 2000 to 2200, so that it can be calculated with; a time without an offset is UTC."""
    return min(max(when.replace(tzinfo=when.tzinfo or UTC), _EARLIEST), _LATEST).astimezone(UTC)


_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


type Time = Annotated[datetime, AfterValidator(clamp_time), PlainSerializer(utc_text, when_used="json")]


type Money = Annotated[Decimal, PlainSerializer(str, when_used="json")]


type Line = Annotated[str, AfterValidator(one_line)]
"""A name or a sentence, from which anything is taken that could steer a terminal or fake a line."""


FORMAT = ConfigDict(extra="ignore", from_attributes=True, allow_inf_nan=False, use_enum_values=True)
