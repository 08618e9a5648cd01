"""When to ask next: a pure policy of what happened, of what holds now, and of the time.

Facts it rests on: the usage endpoint allows about 5 requests per 300 s and account, shared with Claude Code and every
other tool; a `retry-after` of 0 was seen while the limit was still in force. This module reads no clock, no file and no
setting, and must not know who is asked.

All seconds are real seconds; no wait is longer than `Manners.ceiling`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from brim.backend.fetching.presence import Presence
from brim.model.account import Health
from brim.words import pollreasons

if TYPE_CHECKING:
    from brim.backend.providers.base import PollingPolicy
    from brim.model.account import Problem

EPOCH = datetime.fromtimestamp(0, UTC)
LOGIN_FAULTS = frozenset({Health.EXPIRED, Health.SIGNED_OUT, Health.NO_SCOPE})
"""Only a changed login can help against these."""
_FAULTS = {
    Health.BLOCKED: pollreasons.after_refusal,
    Health.OFFLINE: pollreasons.after_connection_failure,
    Health.ERROR: pollreasons.after_server_failure,
}


@dataclass(frozen=True, slots=True)
class AttemptHistory:
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
    theirs: bool = False
    """The last attempt failed by what may be the other side's fault."""
    jitter: float = 0.0
    """Seconds added to the next interval; drawn once, so that every process plans the same time."""
    asked_before: datetime | None = None
    """The request before the last one."""

    @property
    def pending(self) -> bool:
        """A request was sent and has no outcome: it is under way, or whoever sent it was ended."""
        return self.asked_at is not None and (self.tried_at is None or self.asked_at > self.tried_at)


@dataclass(frozen=True, slots=True)
class PollContext:
    """What holds now for one account."""

    stamp: str | None = None
    """That of the login as it is."""
    resets: tuple[datetime, ...] = ()
    """Those that the present figures name and that were still ahead when they were read."""
    active_at: datetime | None = None
    """When the agent was last seen at work on this machine."""
    presence: Presence = field(default_factory=Presence)
    read_at: datetime | None = None
    """When another program on this machine read all of the same figures, and left them for us: that is good for half
    the interval, so that nobody is asked twice for the same, and whoever asks often is left alone."""
    odd: int = 0
    """Doubtful readings in a row that one more may settle."""


@dataclass(frozen=True, slots=True)
class PollingInterval:
    """How often an account is read now."""

    seconds: float
    """Between two readings."""
    reason: str
    look: float
    """Longest rest in between."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long until the next attempt, and why."""

    seconds: float
    reason: str
    """A phrase that a person can read."""
    at: datetime
    """When that is; the same time in every process, and in the past when an attempt is due."""
    interval: float
    """The seconds between two readings that are planned now, if all goes well."""
    look: float = 60.0
    """The longest rest until then."""

    def no_sooner(self, than: datetime | None, now: datetime) -> Wait:
        """The same, but not before a time that something else demands."""
        if than is None or than <= self.at:
            return self
        return replace(self, at=than, seconds=max(0.0, (than - now).total_seconds()))


def without_impossible_times(past: AttemptHistory, now: datetime, manners: PollingPolicy) -> AttemptHistory:
    """The past without times that a changed clock or a foreign hand made impossible.

    Keep the result: a wait that is only cut short each time it is looked at never ends.
    """
    latest = now + timedelta(seconds=manners.max_wait)
    return replace(
        past,
        tried_at=_no_later(past.tried_at, now),
        asked_at=_no_later(past.asked_at, now),
        asked_before=_no_later(past.asked_before, now),
        blocked_until=_no_later(past.blocked_until, latest),
        jitter=min(max(past.jitter, 0.0), manners.jitter),
    )


def backoff(health: Health, failures: int, retry_after: float | None, manners: PollingPolicy) -> float:
    """Seconds to wait after the `failures`-th outcome of this kind in a row.

    `retry_after` is what the other side asked for; None, zero, negative and not-a-number mean that it did not say.
    """
    asked = max(retry_after or 0.0, 0.0)
    doubled = float(1 << min(max(failures, 1) - 1, 20))
    match health:
        case Health.BLOCKED:
            seconds = max(asked, manners.min_request_gap * doubled) if asked else manners.block_backoff * doubled
        case Health.OFFLINE:
            seconds = max(min(manners.connect_backoff * doubled, manners.interval), asked)
        case Health.ERROR:
            seconds = max(manners.interval * doubled, asked)
        case Health.EXPIRED | Health.SIGNED_OUT | Health.NO_SCOPE:
            seconds = manners.max_wait
        case _:
            seconds = manners.interval
    return min(seconds, manners.max_wait)


def polling_interval(present: PollContext, now: datetime, manners: PollingPolicy) -> PollingInterval:
    """How often to read, by who is there: the agent at work, a person, or nobody."""
    presence, active_at = present.presence, present.active_at
    if presence.locked:
        seconds, reason = manners.away_interval, pollreasons.while_locked
    elif presence.idle:
        seconds, reason = manners.away_interval, pollreasons.while_idle
    elif active_at is not None and now - active_at <= timedelta(seconds=manners.activity_timeout):
        seconds, reason = manners.interval, partial(pollreasons.while_working, agent=manners.program_name)
    else:
        seconds, reason = manners.quiet_interval, partial(pollreasons.while_quiet, agent=manners.program_name)
    seconds = max(seconds, manners.interval) * (2 if presence.battery_low else 1)
    seconds = min(seconds, manners.max_wait)
    words = reason(seconds)
    if presence.battery_low:
        return PollingInterval(seconds, pollreasons.on_low_battery(words), manners.away_check_interval)
    return PollingInterval(seconds, words, manners.away_check_interval if presence.away else manners.check_interval)


def plan(past: AttemptHistory, present: PollContext, now: datetime, manners: PollingPolicy) -> Wait:
    """The wait until the next attempt that nobody has to ask for. `past` must be settled."""
    found = polling_interval(present, now, manners)
    due = _promised(past, present, now, manners) or _regular(past, present, manners, found)
    if past.pending:
        due = max(due[0], _polite(past, manners)), due[1]
    due = _clear_of_resets(due, past, present, now, manners)
    when, reason = _held(due, past, present.presence, now, manners)
    when = min(when, now + timedelta(seconds=manners.max_wait))
    return Wait(max(0.0, (when - now).total_seconds()), reason, when, found.seconds, found.look)


type _Due = tuple[datetime, str]


def _promised(past: AttemptHistory, present: PollContext, now: datetime, manners: PollingPolicy) -> _Due | None:
    """The times that come before any interval."""
    if past.blocked_until is not None and (past.blocked_until > now or past.health is Health.BLOCKED):
        return past.blocked_until, pollreasons.asked_to_wait(manners.server_name)
    if _first(past):
        return _polite(past, manners), pollreasons.FIRST_READING
    if past.health in LOGIN_FAULTS and present.stamp != past.refused:
        return _polite(past, manners), pollreasons.LOGIN_CHANGED
    return None


def _regular(past: AttemptHistory, present: PollContext, manners: PollingPolicy, found: PollingInterval) -> _Due:
    health, tried_at = past.health or Health.OK, past.tried_at or EPOCH
    seconds = backoff(health, past.failures, None, replace(manners, interval=found.seconds))
    if health in LOGIN_FAULTS:
        return tried_at + timedelta(seconds=seconds), pollreasons.WAITING_FOR_LOGIN
    presence = present.presence
    if health in _FAULTS:
        due = tried_at + timedelta(seconds=seconds), _FAULTS[health](seconds)
        if health is Health.OFFLINE and presence.online_at is not None and presence.online_at > tried_at:
            due = min(
                due,
                (
                    max(presence.online_at, tried_at + timedelta(seconds=manners.connect_backoff)),
                    pollreasons.CONNECTION_BACK,
                ),
            )
        return due
    since = max(tried_at, present.read_at or EPOCH)
    half = (present.read_at or EPOCH) + timedelta(seconds=seconds / 2)
    due = max(tried_at + timedelta(seconds=seconds), half) + timedelta(seconds=past.jitter), found.reason
    if presence.back_at is not None and presence.back_at > since and not presence.away:
        enough = since + timedelta(seconds=manners.interval + past.jitter)
        due = min(due, (max(presence.back_at, enough), pollreasons.USER_RETURNED))
    if present.odd:
        again = tried_at + timedelta(seconds=manners.confirm_delay * (1 << min(present.odd, 20) - 1))
        due = min(due, (max(again, _polite(past, manners)), pollreasons.TO_CONFIRM))
    ahead = [reset for reset in present.resets if reset > since]
    if ahead:
        due = min(due, (max(_after(min(ahead), past, manners), _polite(past, manners)), pollreasons.AFTER_RESET))
    return due


def _clear_of_resets(
    due: _Due, past: AttemptHistory, present: PollContext, now: datetime, manners: PollingPolicy
) -> _Due:
    """What would come just before a shown reset comes just after it; nobody waits so for the very first reading."""
    for reset in sorted(present.resets) if not _first(past) else ():
        after = _after(reset, past, manners)
        before = reset - timedelta(seconds=manners.before_reset)
        if before <= max(due[0], now) < after and reset > (past.tried_at or EPOCH):
            due = after, pollreasons.AFTER_RESET
    return due


def _held(due: _Due, past: AttemptHistory, presence: Presence, now: datetime, manners: PollingPolicy) -> _Due:
    """Nobody is asked while the machine sleeps or has no network, nor in the first moments after that.

    Both end within an hour though nobody says so: a word may get lost, and a desktop may not know every network.
    """
    hour = timedelta(seconds=manners.max_wait)
    if presence.asleep_since is not None:
        return max(due[0], _past(presence.asleep_since, now) + hour), pollreasons.COMPUTER_SLEEPS
    if presence.offline_since is not None:
        since = max(_past(presence.offline_since, now), past.tried_at or EPOCH)
        return max(due[0], since + hour), pollreasons.NO_CONNECTION
    moment = timedelta(seconds=manners.after_wake + presence.spread * manners.jitter)
    online_at = None if _first(past) else presence.online_at  # said at every start: the first reading need not wait
    for at, why in ((presence.woke_at, pollreasons.COMPUTER_WOKE), (online_at, pollreasons.CONNECTION_BACK)):
        if at is not None and due[0] < _past(at, now) + moment:
            due = at + moment, why
    return due


def _past(at: datetime, now: datetime) -> datetime:
    """A time that has passed; one that a clock set back has made a future one counts as long ago."""
    return at if at <= now else EPOCH


def _first(past: AttemptHistory) -> bool:
    return past.tried_at is None or past.health is None


def _after(reset: datetime, past: AttemptHistory, manners: PollingPolicy) -> datetime:
    return reset + timedelta(seconds=manners.after_reset + past.jitter)


def _polite(past: AttemptHistory, manners: PollingPolicy) -> datetime:
    """No request follows another sooner."""
    floor = (past.asked_at or EPOCH) + timedelta(seconds=manners.min_request_gap)
    return max(floor, (past.asked_before or EPOCH) + timedelta(seconds=manners.burst_window))


def refresh_allowed_at(
    past: AttemptHistory, now: datetime, manners: PollingPolicy, *, stamp: str | None
) -> datetime | None:
    """Before this time a person's wish to read asks nobody; None when it asks at once. `past` must be settled."""
    waits = [past.blocked_until] if past.blocked_until is not None else []
    if past.asked_at is not None:
        waits.append(past.asked_at + timedelta(seconds=manners.min_request_gap))
        if past.health in LOGIN_FAULTS and stamp == past.refused and past.asked_at == past.tried_at:
            waits.append(past.asked_at + timedelta(seconds=manners.max_wait))
    latest = max(waits, default=now)
    return latest if latest > now else None


def _no_later(when: datetime | None, latest: datetime) -> datetime | None:
    return None if when is None else min(when, latest)
