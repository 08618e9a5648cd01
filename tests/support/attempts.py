"""Earlier attempts and present states of an account, with usual values, so that a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.fetching.attempts import AttemptHistory
from brim.backend.fetching.cadence import PollContext
from brim.backend.fetching.presence import Presence
from brim.backend.providers.pollingpolicy import PollingPolicy
from brim.model.account import Health
from tests.support.samples import NOW

if TYPE_CHECKING:
    from datetime import datetime

POLICY = PollingPolicy(server_name="Anthropic", program_name="Claude Code")
WHILE_WORKING, WHILE_QUIET = "every 5 min while Claude Code is active", "every 15 min, Claude Code is idle"
LOCKED, IDLE = Presence(locked=True), Presence(idle=True)


def seconds_ago(seconds: float) -> datetime:
    """The time so many seconds before NOW."""
    return NOW - timedelta(seconds=seconds)


def attempted(
    seconds: float,
    health: Health = Health.OK,
    failures: int = 0,
    blocked_until: datetime | None = None,
    refused: str | None = None,
) -> AttemptHistory:
    """An account whose last attempt was so many seconds ago, with this outcome."""
    at = seconds_ago(seconds)
    return AttemptHistory(at, at, health, failures, blocked_until=blocked_until, refused=refused)


WORKING = PollContext("a", active_at=NOW)
"""Claude Code works, and the login has not changed."""


def with_presence(presence: Presence) -> PollContext:
    """Claude Code works, on a machine with this presence."""
    return replace(WORKING, presence=presence)


def with_resets(*seconds: float) -> PollContext:
    """Claude Code works, and the limits reset after so many seconds."""
    return replace(WORKING, resets=tuple(seconds_ago(-after) for after in seconds))
