"""Parses the value of `--since`. Pure; this module must not know what is shown since then."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from brim.localzone import local_time

_AGO = re.compile(r"(\d{1,6})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

ALL = datetime(2000, 1, 1, tzinfo=UTC)
"""Before every value: the meaning of `all`."""


def parse_since(text: str, now: datetime) -> datetime:
    """The time of a text; days begin in the machine's own time zone. Raises ValueError for an invalid text.

    Also raises OverflowError for a time that is too long ago to compute.
    """
    word = text.strip().lower()
    today = local_time(now).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    if word == "all":
        return ALL
    if word in {"today", "yesterday"}:
        return (today - timedelta(days=word == "yesterday")).astimezone(UTC)
    if (ago := _AGO.fullmatch(word)) is not None:
        return max(now - timedelta(**{_UNITS[ago[2]]: int(ago[1])}), ALL)
    return max(datetime.fromisoformat(text.strip()).astimezone(UTC), ALL)
