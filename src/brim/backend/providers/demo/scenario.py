"""What the simulated account does: a session of ninety seconds that meets every state a real one can be in.

A pure function of the seconds since the start. This module must not know the provider door or any clock.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

SESSION_SECONDS = 90.0
"""From one reset of the simulated session to the next."""

_CLIMB = ((0.0, 3.0), (14.0, 46.0), (30.0, 74.0), (44.0, 89.0), (58.0, 99.4), (60.0, 100.0), (SESSION_SECONDS, 100.0))
"""Seconds into the session, and the percentage used then; straight lines between."""
_UNCONFIRMED = (8.0, 12.0)
_PAYING_FROM = 68.0
_BLOCKED = (77.0, 83.0)
_WEEK_START, _WEEK_STEP, _WEEK_SESSIONS = 22.0, 9.0, 8
_SCOPED_START, _SCOPED_STEP = 31.0, 8.0
_SPEND_PER_SECOND = 0.35


@dataclass(frozen=True, slots=True)
class Scene:
    """The account at one moment."""

    session: float
    """Percent used."""
    week: float
    scoped: float
    elapsed: float
    """Seconds since the session began."""
    confirmed: bool
    paying: bool
    blocked_for: float
    """Seconds for which the simulated server wants peace; 0 when it answers."""
    spent: float
    """Extra usage, in dollars."""


def scene(seconds: float) -> Scene:
    """The account so many seconds after the start of the demo; seconds must not be negative."""
    sessions, elapsed = divmod(seconds, SESSION_SECONDS)
    through = (sessions % _WEEK_SESSIONS) + elapsed / SESSION_SECONDS
    begin, end = _BLOCKED
    return Scene(
        session=_between(elapsed),
        week=_WEEK_START + _WEEK_STEP * through,
        scoped=_SCOPED_START + _SCOPED_STEP * through,
        elapsed=elapsed,
        confirmed=not _UNCONFIRMED[0] <= elapsed < _UNCONFIRMED[1],
        paying=elapsed >= _PAYING_FROM,
        blocked_for=end - elapsed if begin <= elapsed < end else 0.0,
        spent=max(0.0, elapsed - _PAYING_FROM) * _SPEND_PER_SECOND,
    )


def _between(elapsed: float) -> float:
    index = bisect_right(_CLIMB, elapsed, key=lambda point: point[0])
    (start, low), (end, high) = _CLIMB[index - 1 : index + 1]
    return low + (high - low) * (elapsed - start) / (end - start)
