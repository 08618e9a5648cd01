"""What is known of earlier attempts to read one account. Pure. This module must not know which server was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.model.account import Health

if TYPE_CHECKING:
    from brim.backend.providers.pollingpolicy import PollingPolicy
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
    return replace(
        history,
        tried_at=_no_later(history.tried_at, now),
        asked_at=_no_later(history.asked_at, now),
        asked_before=_no_later(history.asked_before, now),
        blocked_until=_possible_block(history, now, policy),
        jitter=min(max(history.jitter, 0.0), policy.jitter),
    )


def _possible_block(history: AttemptHistory, now: datetime, policy: PollingPolicy) -> datetime | None:
    """The end of the server's wait; one that began in the future, by a clock that was wrong, begins now instead."""
    until, began = history.blocked_until, history.tried_at or now
    if until is None:
        return None
    longest = timedelta(seconds=policy.max_server_wait)
    if began <= now:
        return min(until, now + longest)
    return now + min(max(until - began, timedelta(seconds=policy.block_backoff)), longest)


def _no_later(when: datetime | None, latest: datetime) -> datetime | None:
    return None if when is None else min(when, latest)
