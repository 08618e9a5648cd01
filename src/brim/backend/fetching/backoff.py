"""How long to wait after a failed attempt. Pure.

Fact: a `retry-after` of 0 was seen while the limit was still in force. This module must not know which server failed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.fetching.attempts import LOGIN_FAULTS, AttemptHistory
from brim.model.account import Health

if TYPE_CHECKING:
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.errors import ReadError


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
