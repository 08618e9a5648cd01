"""How long to wait after a failed attempt. Pure.

Fact: a `retry-after` of 0 was seen while the limit was still in force. This module must not know which server failed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.fetching.attempts import LOGIN_FAULTS, AttemptHistory
from brim.model.account import Health
from brim.words import pollreasons

if TYPE_CHECKING:
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.errors import ReadError


def backoff(health: Health, failures: int, retry_after: float | None, policy: PollingPolicy) -> float:
    """Seconds to wait after the `failures`-th outcome of this kind in a row.

    `retry_after` are the seconds that the server asked for, which count up to `max_server_wait`; None, zero, negative
    and NaN mean that it named none.
    """
    asked = retry_after if retry_after is not None and retry_after > 0 else 0.0
    doubled = float(1 << min(max(failures, 1) - 1, 20))
    match health:
        case Health.BLOCKED:
            seconds = (policy.min_request_gap if asked else policy.block_backoff) * doubled
        case Health.OFFLINE:
            seconds = min(policy.connect_backoff * doubled, policy.interval)
        case Health.ERROR:
            seconds = policy.interval * doubled
        case Health.EXPIRED | Health.SIGNED_OUT | Health.NO_SCOPE:
            seconds, asked = policy.max_wait, 0.0
        case _:
            seconds, asked = policy.interval, 0.0
    return max(min(seconds, policy.max_wait), min(asked, policy.max_server_wait))


def after_failure(
    history: AttemptHistory, error: ReadError, login_version: str, now: datetime, policy: PollingPolicy
) -> AttemptHistory:
    """The history after an attempt that failed at `now`; `history` has the times of that attempt."""
    failures = history.failures + 1 if history.health is error.health else 1
    until, problem = None, error.problem
    if error.health is Health.BLOCKED or (error.retry_after or 0) > 0:
        until = now + timedelta(seconds=backoff(error.health, failures, error.retry_after, policy))
    if error.retry_after is not None and error.retry_after > policy.max_server_wait:
        sentence = pollreasons.longer_wait_asked(policy.server, policy.max_server_wait)
        problem = replace(problem, message=f"{problem.message} {sentence}")
    return AttemptHistory(
        tried_at=history.tried_at,
        asked_at=history.asked_at,
        health=error.health,
        failures=failures,
        problem=problem,
        blocked_until=until,
        refused=login_version if error.health in LOGIN_FAULTS else None,
        theirs=error.incident_possible,
        asked_before=history.asked_before,
    )
