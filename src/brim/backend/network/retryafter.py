"""The header `retry-after`, in either of its forms. Pure. This module must not know who was asked."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_SECONDS_FORM = re.compile(r"\d+(\.\d*)?", re.ASCII)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from either form of the header `retry-after`; None when it names no time in the future."""
    if value is None:
        return None
    value = value.strip()
    parts = [part.strip() for part in value.split(",")]  # of a header that was sent more than once
    seconds = None
    if all(_SECONDS_FORM.fullmatch(part) for part in parts):
        seconds = max(map(float, parts))  # infinity, when it is that long
    if seconds is None:
        try:
            when = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        seconds = (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds()
    return seconds if seconds > 0 else None
