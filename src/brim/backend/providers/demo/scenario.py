"""What the simulated account does: two minutes that meet every state of a real account once, in order.

A session fills, from OK over each level to its limit, and resets. In the next session the connection is lost, requests
are rate limited, a percentage is unconfirmed, and nobody is signed in. Then the story begins again. A pure function of
the seconds since the start. This module must not know the provider's interface or any clock.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

SESSION_SECONDS = 60.0
"""From one reset of the simulated session to the next."""
SPEED = 300.0
"""How many times faster than a real session of five hours it passes."""
PACE_ALERT_FROM = 75
"""Percent used; the alert about the pace comes together with that of the first threshold."""
STORY_SECONDS = 2 * SESSION_SECONDS

_FIRST_CURVE = (
    (0.0, 14.0),
    (12.0, 49.0),
    (13.0, 51.0),
    (23.0, 73.0),
    (24.0, 76.0),
    (34.0, 88.5),
    (36.0, 91.0),
    (45.0, 99.0),
    (46.0, 100.0),
    (SESSION_SECONDS, 100.0),
)
"""Seconds into the session, and percent used then; straight lines between."""
_SECOND_CURVE = ((0.0, 6.0), (SESSION_SECONDS, 30.0))
_WEEK_START, _WEEK_STEP, _STORIES_OF_WEEK = 2.0, 0.5, 6
"""Percent at the start of the week, percent for each story, and stories until the week starts again."""
_SCOPED_START, _SCOPED_STEP = 1.0, 0.5
_OFFLINE, _RATE_LIMITED, _UNCONFIRMED, _SIGNED_OUT = 72.0, 84.0, 96.0, 108.0
"""Seconds into the story at which each of these states begins."""


class DemoState(StrEnum):
    """What a read meets."""

    ANSWERED = "answered"
    OFFLINE = "offline"
    RATE_LIMITED = "rate limited"
    UNCONFIRMED = "unconfirmed"
    SIGNED_OUT = "signed out"


@dataclass(frozen=True, slots=True)
class DemoScene:
    """The account at one moment."""

    state: DemoState
    session: float
    """Percent used of the session."""
    week: float
    """Percent used of the week, all models."""
    scoped: float
    """Percent used of the week of one model."""
    elapsed: float
    """Seconds since the session began."""
    lasts: float
    """Seconds until the state after this one begins."""
    first_session: bool
    """Whether this is the session that reaches its limit."""


def scene(seconds: float) -> DemoScene:
    """The account this many seconds after the start of the demo; `seconds` must not be negative."""
    stories, at = divmod(seconds, STORY_SECONDS)
    first, elapsed = at < SESSION_SECONDS, at % SESSION_SECONDS
    stories_of_week = stories % _STORIES_OF_WEEK
    state, until = _state(at)
    return DemoScene(
        state=state,
        session=session_percent(elapsed, first_session=first),
        week=_WEEK_START + _WEEK_STEP * stories_of_week,
        scoped=_SCOPED_START + _SCOPED_STEP * stories_of_week,
        elapsed=elapsed,
        lasts=until - at,
        first_session=first,
    )


def session_percent(elapsed: float, *, first_session: bool = True) -> float:
    """Percent used of a session after so many seconds of it."""
    curve = _FIRST_CURVE if first_session else _SECOND_CURVE
    index = min(bisect_right(curve, elapsed, key=lambda point: point[0]), len(curve) - 1)
    (start, low), (end, high) = curve[index - 1 : index + 1]
    return low + (high - low) * (elapsed - start) / (end - start)


def _state(at: float) -> tuple[DemoState, float]:
    """The state at a moment of the story, and when it ends."""
    if at < _OFFLINE:
        return DemoState.ANSWERED, _OFFLINE
    if at < _RATE_LIMITED:
        return DemoState.OFFLINE, _RATE_LIMITED
    if at < _UNCONFIRMED:
        return DemoState.RATE_LIMITED, _UNCONFIRMED
    if at < _SIGNED_OUT:
        return DemoState.UNCONFIRMED, _SIGNED_OUT
    return DemoState.SIGNED_OUT, STORY_SECONDS
