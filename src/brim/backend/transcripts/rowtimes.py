"""The times that rows of transcripts have, read quickly: thousands of rows are of the same hour.

This module must not know what else a row says.
"""

from __future__ import annotations

from datetime import UTC, datetime

_EARLIEST, _LATEST = 1_577_836_800, 4_102_444_800
"""Seconds since the epoch: 2020 and 2100."""
_hours: dict[str, int] = {}
"""Hours of time stamps, `2026-11-22T10`, as seconds since the epoch."""
_within_hour: dict[str, int] = {}
"""What stands behind the hour, `:00:03`, in seconds."""
_MOST_HOURS = 10_000
_HOUR_END, _SECOND_END = 13, 19


def seconds_of(stamp: str | None) -> int | None:
    """Seconds since the epoch of a time in ISO 8601; without a zone it is UTC. None for anything else."""
    if stamp is None:
        return None
    if stamp[-1:] == "Z":
        hour, rest = _hours.get(stamp[:_HOUR_END]), _within_hour.get(stamp[_HOUR_END:_SECOND_END])
        if hour is not None and rest is not None:
            return hour + rest
    is_usual = stamp[-1:] == "Z" and stamp[10:11] == "T" and stamp[16:17] == ":"
    seconds = _parsed(f"{stamp[:_SECOND_END]}+00:00" if is_usual else stamp.upper())
    if is_usual and seconds is not None:
        _remember(stamp, seconds)
    return seconds


def _parsed(stamp: str) -> int | None:
    try:
        when = datetime.fromisoformat(stamp)
        seconds = int((when if when.tzinfo is not None else when.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None
    return seconds if _EARLIEST <= seconds < _LATEST else None


def _remember(stamp: str, seconds: int) -> None:
    if len(_hours) > _MOST_HOURS:
        _hours.clear()
    _hours[stamp[:_HOUR_END]] = seconds - seconds % 3600
    _within_hour[stamp[_HOUR_END:_SECOND_END]] = seconds % 3600
