"""When to ask next: a pure policy of what happened and of the time.

Facts it rests on: the usage endpoint allows about 5 requests per 300 s and account, shared with Claude Code and every
other tool; a `retry-after` of 0 was seen while the limit was still in force. This module reads no clock, no file and no
setting, and must not know who is asked.

All seconds are real seconds; no wait is longer than `Manners.ceiling`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.model import Health
from brim.words import figures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.model import Problem

EPOCH = datetime.fromtimestamp(0, UTC)
LOGIN_FAULTS = frozenset({Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE})
"""Only a changed login can help against these."""
_REASONS = {
    Health.BLOCKED: "a refusal, trying again after {}",
    Health.OFFLINE: "no connection, trying again after {}",
    Health.ERROR: "a fault, trying again after {}",
    Health.EXPIRED: "waiting for the login to change",
    Health.SIGNED_OUT: "waiting for the login to change",
    Health.NO_SCOPE: "waiting for the login to change",
}


@dataclass(frozen=True, slots=True)
class Manners:
    """How an account may be asked. Seconds throughout."""

    interval: float = 300.0
    """Between two readings when all is well."""
    jitter: float = 10.0
    """At most so much is added to the interval, so that machines do not ask in step."""
    click_floor: float = 60.0
    """No request follows another sooner, whoever asks for it."""
    block: float = 300.0
    """First wait after a refusal that names no usable time; doubles."""
    connect: float = 15.0
    """First wait after a connection fault; doubles up to the interval."""
    after_reset: float = 5.0
    """A shown reset is followed by one reading this much later."""
    look: float = 60.0
    """Longest sleep: a changed login, clock or shared reading is seen this soon."""
    ceiling: float = 3600.0
    """No wait is longer."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of earlier attempts at one account."""

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
    """The other side asked for peace until then."""
    refused: str | None = None
    """Stamp of the login that did not work."""
    jitter: float = 0.0
    """Seconds added to the next interval; drawn once, so that every process plans the same time."""

    @property
    def pending(self) -> bool:
        """A request was sent and has no outcome: it is under way, or whoever sent it was ended."""
        return self.asked_at is not None and (self.tried_at is None or self.asked_at > self.tried_at)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long until the next attempt, and why."""

    seconds: float
    reason: str
    """A phrase that a person can read."""
    at: datetime
    """When that is; the same time in every process, and in the past when an attempt is due."""


def settle(past: Past, now: datetime, manners: Manners) -> Past:
    """The past without times that a changed clock or a foreign hand made impossible.

    Keep the result: a wait that is only cut short each time it is looked at never ends.
    """
    latest = now + timedelta(seconds=manners.ceiling)
    return replace(
        past,
        tried_at=_no_later(past.tried_at, now),
        asked_at=_no_later(past.asked_at, now),
        blocked_until=_no_later(past.blocked_until, latest),
        jitter=min(max(past.jitter, 0.0), manners.jitter),
    )


def pause(health: Health, failures: int, retry_after: float | None, manners: Manners) -> float:
    """Seconds to wait after the `failures`-th outcome of this kind in a row.

    `retry_after` is what the other side asked for; None, zero, negative and not-a-number mean that it did not say.
    """
    asked = max(retry_after or 0.0, 0.0)
    doubled = float(1 << min(max(failures, 1) - 1, 20))
    match health:
        case Health.BLOCKED:
            seconds = max(asked, manners.click_floor * doubled) if asked else manners.block * doubled
        case Health.OFFLINE:
            seconds = max(min(manners.connect * doubled, manners.interval), asked)
        case Health.ERROR:
            seconds = max(manners.interval * doubled, asked)
        case Health.EXPIRED | Health.SIGNED_OUT | Health.NO_SCOPE:
            seconds = manners.ceiling
        case _:
            seconds = manners.interval
    return min(seconds, manners.ceiling)


def plan(past: Past, now: datetime, manners: Manners, *, stamp: str | None, resets: Iterable[datetime] = ()) -> Wait:
    """The wait until the next attempt that nobody has to ask for.

    `past` must be settled. `stamp` is that of the login as it is now; `resets` are the resets that the present figures
    name and that were still ahead when they were read.
    """
    when, reason = _promised(past, now, manners, stamp) or _regular(past, manners, resets)
    if past.pending:
        when = max(when, _polite(past, manners))
    when = min(when, now + timedelta(seconds=manners.ceiling))
    return Wait(max(0.0, (when - now).total_seconds()), reason, when)


def _promised(past: Past, now: datetime, manners: Manners, stamp: str | None) -> tuple[datetime, str] | None:
    """The times that come before any interval."""
    if past.blocked_until is not None and (past.blocked_until > now or past.health is Health.BLOCKED):
        return past.blocked_until, "Anthropic asked to wait"
    polite = _polite(past, manners)
    if past.tried_at is None or past.health is None:
        return polite, "first reading"
    if past.health in LOGIN_FAULTS and stamp != past.refused:
        return polite, "the login changed"
    return None


def _regular(past: Past, manners: Manners, resets: Iterable[datetime]) -> tuple[datetime, str]:
    health, tried_at = past.health or Health.OK, past.tried_at or EPOCH
    seconds = pause(health, past.failures, None, manners)
    regular = tried_at + timedelta(seconds=seconds)
    if health in _REASONS:
        return regular, _REASONS[health].format(figures.duration(seconds))
    regular += timedelta(seconds=past.jitter)
    ahead = [reset + timedelta(seconds=manners.after_reset) for reset in resets if reset > tried_at]
    after_reset = max(min(ahead), _polite(past, manners)) if ahead else regular
    if after_reset < regular:
        return after_reset, "just after a reset"
    return regular, f"every {figures.duration(manners.interval)}"


def _polite(past: Past, manners: Manners) -> datetime:
    """No request follows another sooner."""
    return (past.asked_at or EPOCH) + timedelta(seconds=manners.click_floor)


def click(past: Past, now: datetime, manners: Manners, *, stamp: str | None) -> datetime | None:
    """Before this time a person's wish to read asks nobody; None when it asks at once. `past` must be settled."""
    waits = [past.blocked_until] if past.blocked_until is not None else []
    if past.asked_at is not None:
        waits.append(past.asked_at + timedelta(seconds=manners.click_floor))
        if past.health in LOGIN_FAULTS and stamp == past.refused and past.asked_at == past.tried_at:
            waits.append(past.asked_at + timedelta(seconds=manners.ceiling))
    latest = max(waits, default=now)
    return latest if latest > now else None


def _no_later(when: datetime | None, latest: datetime) -> datetime | None:
    return None if when is None else min(when, latest)
