"""The times that rows of transcripts have, read quickly: thousands of rows are of the same hour.

This module must not know what else a row says.
"""

from __future__ import annotations

from datetime import UTC, datetime

_EARLIEST, _LATEST = 1_577_836_800, 4_102_444_800
"""Seconds since the epoch: 2020 and 2100."""
_hours: dict[str, int] = {}
"""Hours of time stamps, as seconds since the epoch."""
_MOST_HOURS = 10_000


def seconds_of(stamp: str | None) -> int | None:
    """Seconds since the epoch of a time in ISO 8601; without a zone it is UTC. None for anything else."""
    if stamp is None:
        return None
    try:
        if stamp[-1:] == "Z" and stamp[10:11] == "T" and stamp[16:17] == ":":
            hour = stamp[:13]
            start = _hours.get(hour)
            if start is None:
                if len(_hours) > _MOST_HOURS:
                    _hours.clear()
                start = _hours[hour] = int(datetime.fromisoformat(f"{hour}:00:00+00:00").timestamp())
            seconds = start + 60 * int(stamp[14:16]) + int(stamp[17:19])
        else:
            when = datetime.fromisoformat(stamp.upper())
            seconds = int((when if when.tzinfo is not None else when.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None
    return seconds if _EARLIEST <= seconds < _LATEST else None
