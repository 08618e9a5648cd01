"""What the simulated account does: a session of ninety seconds that meets every state of a real account.

A pure function of the seconds since the start. This module must not know the provider's interface or any clock.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

SESSION_SECONDS = 90.0
"""From one reset of the simulated session to the next."""

_CURVE = ((0.0, 3.0), (14.0, 46.0), (30.0, 74.0), (44.0, 89.0), (58.0, 99.4), (60.0, 100.0), (SESSION_SECONDS, 100.0))
"""Seconds into the session, and percent used then; straight lines between."""
_UNCONFIRMED = (8.0, 12.0)
_PAYING_FROM = 68.0
_BLOCKED = (77.0, 83.0)
_NO_SESSION_FROM = 83.0
"""From then on the account has no 5-hour limit, like those of the largest plan."""
_WEEK_START, _WEEK_STEP, _WEEK_SESSIONS = 22.0, 9.0, 8
"""Percent at the start of the week, percent for each session, and sessions until the week starts again."""
_SCOPED_START, _SCOPED_STEP = 31.0, 8.0
_SPEND_PER_SECOND = 0.35


@dataclass(frozen=True, slots=True)
class DemoScene:
    """The account at one moment."""

    session: float
    """Percent used of the session."""
    has_session: bool
    """False while the account has no such limit."""
    week: float
    """Percent used of the week, all models."""
    scoped: float
    """Percent used of the week of one model."""
    elapsed: float
    """Seconds since the session began."""
    confirmed: bool
    """False while the figure of the session is doubtful."""
    paying: bool
    """Extra usage is on."""
    blocked_for: float
    """Seconds for which the simulated server refuses requests; 0 when it answers."""
    spent: float
    """Extra usage, in dollars."""


def scene(seconds: float) -> DemoScene:
    """The account this many seconds after the start of the demo; `seconds` must not be negative."""
    sessions, elapsed = divmod(seconds, SESSION_SECONDS)
    sessions_of_week = (sessions % _WEEK_SESSIONS) + elapsed / SESSION_SECONDS
    blocked_from, blocked_until = _BLOCKED
    return DemoScene(
        session=_session_percent(elapsed),
        has_session=elapsed < _NO_SESSION_FROM,
        week=_WEEK_START + _WEEK_STEP * sessions_of_week,
        scoped=_SCOPED_START + _SCOPED_STEP * sessions_of_week,
        elapsed=elapsed,
        confirmed=not _UNCONFIRMED[0] <= elapsed < _UNCONFIRMED[1],
        paying=elapsed >= _PAYING_FROM,
        blocked_for=blocked_until - elapsed if blocked_from <= elapsed < blocked_until else 0.0,
        spent=max(0.0, elapsed - _PAYING_FROM) * _SPEND_PER_SECOND,
    )


def _session_percent(elapsed: float) -> float:
    index = bisect_right(_CURVE, elapsed, key=lambda point: point[0])
    (start, low), (end, high) = _CURVE[index - 1 : index + 1]
    return low + (high - low) * (elapsed - start) / (end - start)
