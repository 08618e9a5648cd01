"""The wall clock and the monotonic clock. This module must not know what waits for a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def utc() -> datetime:
    """The present time of the wall clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock, which people can set, and the monotonic clock, which only goes forward."""

    now: Callable[[], datetime] = utc
    monotonic: Callable[[], float] = time.monotonic
    """Seconds; whether it counts while the machine sleeps depends on the system."""
