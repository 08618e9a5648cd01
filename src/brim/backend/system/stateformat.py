"""How the files of state write times and money, and how their models are configured.

Times are UTC, ISO 8601, `Z`. Money is a decimal string in major units. This module must not know any one file.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, PlainSerializer

from brim.backend.system.times import clamp_time, utc_text
from brim.model.numbers import MAX_NUMBER, parse_percent
from brim.printing import one_line
from brim.words import statefiles as words

type Time = Annotated[datetime, AfterValidator(clamp_time), PlainSerializer(utc_text, when_used="json")]


type Money = Annotated[Decimal, AfterValidator(_money), PlainSerializer(str, when_used="json")]


def _money(amount: Decimal) -> Decimal:
    """An amount that can be printed and calculated with; raises ValueError for any other one."""
    if not -_MAX_DIGITS < amount.adjusted() < _MAX_DIGITS or len(amount.as_tuple().digits) > _MAX_DIGITS:
        raise ValueError(words.unusable_number())
    return amount


def _length(seconds: int | None) -> int | None:
    """The length of a window; None for one that no window has."""
    return seconds if seconds is not None and 0 < seconds < _MAX_LENGTH else None


_MAX_DIGITS = 24
"""Digits of an amount, before and behind the point; no currency needs as many."""
_MAX_LENGTH = 10**9
"""Seconds: 31 years."""


type Percent = Annotated[float | None, AfterValidator(parse_percent)]
"""Percent used; one outside the range that a percentage can have is not known."""


type Length = Annotated[int | None, AfterValidator(_length)]


type Duration = Annotated[float, Field(ge=0, lt=MAX_NUMBER)]
"""Seconds."""


type Line = Annotated[str, AfterValidator(one_line)]
"""A name or a sentence, from which anything is taken that could steer a terminal or fake a line."""


FORMAT = ConfigDict(extra="ignore", from_attributes=True, allow_inf_nan=False, use_enum_values=True)
