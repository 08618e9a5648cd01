"""What is known of earlier attempts at one account, and how long to back off after a failure. Pure.

Fact: a `retry-after` of 0 was seen while the limit was still in force. This module must not know who is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.model.account import Health

if TYPE_CHECKING:
    from brim.backend.providers.base import PollingPolicy
    from brim.errors import ReadError
    from brim.model.account import Problem

EPOCH = datetime.fromtimestamp(0, UTC)


LOGIN_FAULTS = frozenset({Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE})
"""Failures that only a changed login can end."""


@dataclass(frozen=True, slots=True)
class AttemptHistory:
    """Earlier attempts to read one account. The fields are those of `gate.json`."""

    tried_at: datetime | None = None
    """The last attempt that came to an outcome; the time of its request, if one was sent."""
    asked_at: datetime | None = None
    """The last request sent."""
    health: Health | None = None
    """The outcome of the last attempt; None before the first."""
    failures: int = 0
    """Attempts in a row with this outcome, when it is a failure."""
    problem: Problem | None = None
    blocked_until: datetime | None = None
    """The server asked for no request before this time."""
    refused: str | None = None
    """Version of the login that did not work."""
    theirs: bool = False
    """The last attempt failed, perhaps through a fault of the server."""
    jitter: float = 0.0
    """Seconds added to the next interval; drawn once, so that every process plans the same time."""
    asked_before: datetime | None = None
    """The request before the last one."""

    @property
    def pending(self) -> bool:
        """A request was sent and has no outcome: it is under way, or the process that sent it has ended."""
        return self.asked_at is not None and (self.tried_at is None or self.asked_at > self.tried_at)


def without_impossible_times(history: AttemptHistory, now: datetime, policy: PollingPolicy) -> AttemptHistory:
    """The history without times that a changed clock or an edited file made impossible.

    Store the result: a wait that is only cut short at each load never ends.
    """
    latest = now + timedelta(seconds=policy.max_wait)
    return replace(
        history,
        tried_at=_no_later(history.tried_at, now),
        asked_at=_no_later(history.asked_at, now),
        asked_before=_no_later(history.asked_before, now),
        blocked_until=_no_later(history.blocked_until, latest),
        jitter=min(max(history.jitter, 0.0), policy.jitter),
    )


def backoff(health: Health, failures: int, retry_after: float | None, policy: PollingPolicy) -> float:
    """Seconds to wait after the `failures`-th outcome of this kind in a row.

    `retry_after` are the seconds that the server asked for; None, zero, negative and NaN mean that it named none.
    """
    asked = max(retry_after or 0.0, 0.0)
    doubled = float(1 << min(max(failures, 1) - 1, 20))
    match health:
        case Health.BLOCKED:
            seconds = max(asked, policy.min_request_gap * doubled) if asked else policy.block_backoff * doubled
        case Health.OFFLINE:
            seconds = max(min(policy.connect_backoff * doubled, policy.interval), asked)
        case Health.ERROR:
            seconds = max(policy.interval * doubled, asked)
        case Health.EXPIRED | Health.SIGNED_OUT | Health.NO_SCOPE:
            seconds = policy.max_wait
        case _:
            seconds = policy.interval
    return min(seconds, policy.max_wait)


def after_failure(
    history: AttemptHistory, error: ReadError, login_version: str, now: datetime, policy: PollingPolicy
) -> AttemptHistory:
    """The history after an attempt that failed at `now`; `history` has the times of that attempt."""
    failures = history.failures + 1 if history.health is error.health else 1
    until = None
    if error.health is Health.BLOCKED or (error.retry_after or 0) > 0:
        until = now + timedelta(seconds=backoff(error.health, failures, error.retry_after, policy))
    return AttemptHistory(
        tried_at=history.tried_at,
        asked_at=history.asked_at,
        health=error.health,
        failures=failures,
        problem=error.problem,
        blocked_until=until,
        refused=login_version if error.health in LOGIN_FAULTS else None,
        theirs=error.incident_possible,
        asked_before=history.asked_before,
    )


def _no_later(when: datetime | None, latest: datetime) -> datetime | None:
    return None if when is None else min(when, latest)
