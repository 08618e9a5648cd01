"""Pasts and presents of an account, with sensible values, so that a test of the cadence names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.fetching.attempts import AttemptHistory
from brim.backend.fetching.cadence import PollContext
from brim.backend.fetching.presence import Presence
from brim.backend.providers.base import PollingPolicy
from brim.model.account import Health
from tests.support.samples import NOW

if TYPE_CHECKING:
    from datetime import datetime

POLICY = PollingPolicy(server_name="Anthropic", program_name="Claude Code")
WHILE_WORKING, WHILE_QUIET = "every 5 min while Claude Code works", "every 15 min, Claude Code is quiet"
LOCKED, IDLE = Presence(locked=True), Presence(idle=True)


def seconds_ago(seconds: float) -> datetime:
    """A time before now."""
    return NOW - timedelta(seconds=seconds)


def attempted(
    seconds: float,
    health: Health = Health.OK,
    failures: int = 0,
    blocked_until: datetime | None = None,
    refused: str | None = None,
) -> AttemptHistory:
    """An account that was asked so long ago, with that outcome."""
    at = seconds_ago(seconds)
    return AttemptHistory(at, at, health, failures, blocked_until=blocked_until, refused=refused)


WORKING = PollContext("a", active_at=NOW)
"""The agent is at work, and the login is the one that was."""


def with_presence(presence: Presence) -> PollContext:
    """The agent at work, on a machine of which this holds."""
    return replace(WORKING, presence=presence)


def with_resets(*seconds: float) -> PollContext:
    """The agent at work, and shown resets so many seconds ahead."""
    return replace(WORKING, resets=tuple(seconds_ago(-each) for each in seconds))
