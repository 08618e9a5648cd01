"""The clocks. This module must not know what anybody waits for."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def utc() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks: one that people set, and one that only goes on."""

    now: Callable[[], datetime] = utc
    monotonic: Callable[[], float] = time.monotonic
    """Seconds; whether it goes on in sleep depends on the system."""
