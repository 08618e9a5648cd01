"""How other gauges wait, as pure functions: seconds from the last request to the next one.

Intervals as their users and their code tell; each has the first request at once. Clocks stand still while the machine
sleeps, and what came due then is sent on waking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Seen:
    """What a gauge knows when it plans."""

    refusals: int = 0
    """In a row."""
    retry_after: float | None = None
    """As the last refusal told."""
    still: float = 0.0
    """Seconds for which the agent has not moved."""


type Policy = Callable[[Seen], float]


def every_minute(_: Seen) -> float:
    """A request a minute, whatever comes."""
    return 60.0


def every_five_minutes(_: Seen) -> float:
    """A request every five minutes, whatever comes."""
    return 300.0


def doubling(seen: Seen) -> float:
    """A request a minute; refusals double that to ten minutes, and `retry-after` is not looked at."""
    return min(60.0 * (1 << min(seen.refusals, 10)), 600.0)


def by_activity(seen: Seen) -> float:
    """2, 5, 15 or 30 minutes by how long the agent has been still; a refusal waits as told, else five minutes."""
    if seen.refusals:
        return seen.retry_after or 300.0
    steps = ((300.0, 120.0), (1800.0, 300.0), (7200.0, 900.0))
    return next((wait for limit, wait in steps if seen.still < limit), 1800.0)


def patient(seen: Seen) -> float:
    """A request every five minutes; a refusal waits as told."""
    return max(300.0, seen.retry_after or 0.0) if seen.refusals else 300.0


PEERS: dict[str, Policy] = {
    "every 60 s": every_minute,
    "every 300 s": every_five_minutes,
    "every 300 s, or as told": patient,
    "60 s, doubling to 10 min": doubling,
    "2/5/15/30 min by activity": by_activity,
}
