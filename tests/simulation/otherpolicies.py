"""The polling of other gauges, as pure functions: seconds from the last request to the next one.

The intervals are those that their users report and their code shows; each sends its first request at once. Their clocks
stop while the machine sleeps, and a request that became due then is sent on waking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class PolicyState:
    """What a gauge knows when it plans its next request."""

    refusals: int = 0
    """The number of refusals in a row."""
    retry_after: float | None = None
    """The `retry-after` of the last refusal in seconds."""
    idle_seconds: float = 0.0
    """Seconds since Claude Code last worked."""


type Policy = Callable[[PolicyState], float]


def every_minute(_: PolicyState) -> float:
    """A request every minute, also after a refusal."""
    return 60.0


def every_five_minutes(_: PolicyState) -> float:
    """A request every five minutes, also after a refusal."""
    return 300.0


def doubling_after_refusal(state: PolicyState) -> float:
    """A request every minute; refusals double the wait up to ten minutes, and `retry-after` is ignored."""
    return min(60.0 * (1 << min(state.refusals, 10)), 600.0)


def by_activity(state: PolicyState) -> float:
    """A wait of 2, 5, 15 or 30 minutes by the idle time; a refusal waits for `retry-after`, else five minutes."""
    if state.refusals:
        return state.retry_after or 300.0
    steps = ((300.0, 120.0), (1800.0, 300.0), (7200.0, 900.0))
    return next((wait for limit, wait in steps if state.idle_seconds < limit), 1800.0)


def respecting_retry_after(state: PolicyState) -> float:
    """A request every five minutes; a refusal waits for `retry-after` if that is longer."""
    return max(300.0, state.retry_after or 0.0) if state.refusals else 300.0


OTHER_POLICIES: dict[str, Policy] = {
    "every 60 s": every_minute,
    "every 300 s": every_five_minutes,
    "every 300 s, or retry-after": respecting_retry_after,
    "60 s, doubling to 10 min": doubling_after_refusal,
    "2/5/15/30 min by activity": by_activity,
}
