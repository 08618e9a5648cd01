"""The wall clock and the monotonic clock. This module must not know what waits for a time."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def utc() -> datetime:
    """The present time of the wall clock, in UTC."""
    return datetime.now(UTC)


def since_boot() -> float:
    """Seconds since the machine started, also those that it slept; nobody can set this clock."""
    if sys.platform == "win32":
        return time.monotonic()
    else:  # noqa: RET505 - mypy knows platforms by branches
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock, which people can set, and the monotonic clock, which only goes forward."""

    now: Callable[[], datetime] = utc
    monotonic: Callable[[], float] = time.monotonic
    """Seconds; whether it counts while the machine sleeps depends on the system."""
