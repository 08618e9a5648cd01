"""Times as our files and outputs write them: UTC, ISO 8601, `Z`. Standard library only, for quick commands.

This module must not know any one file.
"""

from __future__ import annotations

from datetime import UTC, datetime

_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def utc_text(when: datetime) -> str:
    """A time as our files and outputs write it: UTC, ISO 8601, `Z`."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def clamp_time(when: datetime) -> datetime:
    """The nearest time from 2000 to 2200, so that it can be calculated with; a time without an offset is UTC."""
    return min(max(when.replace(tzinfo=when.tzinfo or UTC), _EARLIEST), _LATEST).astimezone(UTC)
