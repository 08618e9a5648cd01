"""What `--since` may say. Pure; this module must not know what is looked at since then."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_AGO = re.compile(r"(\d{1,6})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Before everything."""


def parse_since(text: str, now: datetime) -> datetime:
    """The time that is meant; days begin in the machine's own time zone. Raises ValueError when nobody can tell."""
    word = text.strip().lower()
    today = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    if word == "all":
        return BEGINNING
    if word in {"today", "yesterday"}:
        return (today - timedelta(days=word == "yesterday")).astimezone(UTC)
    if (ago := _AGO.fullmatch(word)) is not None:
        return max(now - timedelta(**{_UNITS[ago[2]]: int(ago[1])}), BEGINNING)
    return max(datetime.fromisoformat(text.strip()).astimezone(UTC), BEGINNING)
