"""Which foreign numbers can be used: one rule for every answer, file and input. Anything else is not known.

Little is imported, because the status line waits for it. This module must not know where a number comes from.
"""

from __future__ import annotations

import re

MAX_NUMBER = 1e15
"""No amount, time or count is as large."""
MAX_PERCENT = 1000.0
"""No limit is exceeded by more."""
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
