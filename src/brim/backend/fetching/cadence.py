"""When to send the next request: a pure policy of earlier attempts, of the present situation and of the time.

Facts: a usage endpoint allows so many requests for each account, shared with the vendor's own and every other tool
(`PollingPolicy.hourly_allowance`). This module reads no clock, no file and no setting, and must not know which server
gets the request.

All seconds are real seconds; no wait is longer than `PollingPolicy.max_wait`, unless the server asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from brim.backend.fetching.attempts import EPOCH, LOGIN_FAULTS
from brim.backend.fetching.backoff import backoff
from brim.backend.fetching.presence import Presence
from brim.model.account import Health
from brim.words import pollreasons

if TYPE_CHECKING:
    from brim.backend.fetching.attempts import AttemptHistory
    from brim.backend.providers.pollingpolicy import PollingPolicy

_FAULTS = {
    Health.BLOCKED: pollreasons.after_refusal,
    Health.OFFLINE: pollreasons.after_connection_failure,
    Health.ERROR: pollreasons.after_server_failure,
}


@dataclass(frozen=True, slots=True)
class PollContext:
    """The present situation of one account."""

    login_version: str | None = None
    """Changes with the login."""
    resets: tuple[datetime, ...] = ()
    """Resets of the present windows that were still to come when they were read."""
    active_at: datetime | None = None
    """When the agent was last active on this machine."""
    presence: Presence = field(default_factory=Presence)
    read_at: datetime | None = None
    """When another program on this machine last read the same usage and stored it where Brim can see it.

    It saves a request for half the interval, so that the same usage is not requested twice."""
    watched: bool = False
    """The system reports every change of the files that are read."""
    unconfirmed: int = 0
    """Unconfirmed readings in a row that one more reading may settle."""


@dataclass(frozen=True, slots=True)
class PollingInterval:
    """How often an account is read at present."""

    seconds: float
    """Seconds between two readings."""
    reason: str
    longest_rest: float
    """Longest seconds without a look at the files."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long until the next attempt, and why."""

    seconds: float
    reason: str
    """A phrase for people."""
    at: datetime
    """The time of the attempt: the same in every process, and in the past when an attempt is due."""
    interval: float
    """Planned seconds between two readings, if none fails."""
    longest_rest: float = 60.0
    """Longest seconds without a look at the files until then."""

    def no_sooner(self, than: datetime | None, now: datetime) -> Wait:
        """The same wait, but not before another time."""
        if than is None or than <= self.at:
            return self
        return replace(self, at=than, seconds=max(0.0, (than - now).total_seconds()))


def polling_interval(context: PollContext, now: datetime, policy: PollingPolicy) -> PollingInterval:
    """How often to read: while the agent is active, while a person is present, or while nobody is."""
    presence, active_at = context.presence, context.active_at
    if presence.locked:
        seconds, reason = policy.away_interval, pollreasons.while_locked
    elif presence.idle:
        seconds, reason = policy.away_interval, pollreasons.while_away
    elif active_at is not None and now - active_at <= timedelta(seconds=policy.activity_timeout):
        seconds, reason = policy.interval, partial(pollreasons.while_active, program=policy.program)
    elif policy.sees_activity:
        seconds, reason = policy.quiet_interval, partial(pollreasons.while_idle, program=policy.program)
    else:
        seconds, reason = policy.quiet_interval, pollreasons.at_intervals
    seconds = max(seconds, policy.interval) * (2 if presence.battery_low else 1)
    seconds = min(seconds, policy.max_wait)
    words = pollreasons.on_low_battery(reason(seconds)) if presence.battery_low else reason(seconds)
    rest = policy.watched_check_interval if context.watched else policy.check_interval
    return PollingInterval(seconds, words, rest)


def plan(history: AttemptHistory, context: PollContext, now: datetime, policy: PollingPolicy) -> Wait:
    """The wait until the next automatic attempt. `history` must have no impossible times."""
    found = polling_interval(context, now, policy)
    due = _due_at_once(history, context, now, policy) or _due_by_interval(history, context, policy, found)
    if history.pending:
        due = max(due[0], _floor(history, policy)), due[1]
    due = _after_near_resets(due, history, context, now, policy)
    when, reason = _after_sleep_and_outage(due, history, context.presence, now, policy)
    when = min(when, max(now, history.blocked_until or now) + timedelta(seconds=policy.max_wait))
    return Wait(max(0.0, (when - now).total_seconds()), reason, when, found.seconds, found.longest_rest)


type _Due = tuple[datetime, str]


def _due_at_once(history: AttemptHistory, context: PollContext, now: datetime, policy: PollingPolicy) -> _Due | None:
    """The time of an attempt that no interval delays: after a block, the first one, after a changed login."""
    if history.blocked_until is not None and (history.blocked_until > now or history.health is Health.BLOCKED):
        return history.blocked_until, pollreasons.rate_limited(policy.server)
    if _first(history):
        return _floor(history, policy), pollreasons.first_update()
    if history.health in LOGIN_FAULTS and context.login_version != history.refused:
        return _floor(history, policy), pollreasons.login_changed()
    return None


def _due_by_interval(
    history: AttemptHistory, context: PollContext, policy: PollingPolicy, found: PollingInterval
) -> _Due:
    health, tried_at = history.health or Health.OK, history.tried_at or EPOCH
    seconds = backoff(health, history.failures, None, replace(policy, interval=found.seconds))
    if health in LOGIN_FAULTS:
        return tried_at + timedelta(seconds=seconds), pollreasons.waiting_for_login()
    presence = context.presence
    if health in _FAULTS:
        due = tried_at + timedelta(seconds=seconds), _FAULTS[health]()
        if health is Health.OFFLINE and presence.online_at is not None and presence.online_at > tried_at:
            due = min(
                due,
                (
                    max(presence.online_at, tried_at + timedelta(seconds=policy.connect_backoff)),
                    pollreasons.connection_restored(),
                ),
            )
        return due
    since = max(tried_at, context.read_at or EPOCH)
    half = (context.read_at or EPOCH) + timedelta(seconds=seconds / 2)
    due = max(tried_at + timedelta(seconds=seconds), half) + timedelta(seconds=history.jitter), found.reason
    if presence.back_at is not None and presence.back_at > since and not presence.away:
        enough = since + timedelta(seconds=policy.interval + history.jitter)
        due = min(due, (max(presence.back_at, enough), pollreasons.user_returned()))
    if context.unconfirmed:
        again = tried_at + timedelta(seconds=policy.confirm_delay * (1 << min(context.unconfirmed, 20) - 1))
        due = min(due, (max(again, _floor(history, policy)), pollreasons.rechecking()))
    ahead = [reset for reset in context.resets if reset > since]
    if ahead:
        due = min(due, (max(_after(min(ahead), history, policy), _floor(history, policy)), pollreasons.after_reset()))
    return due


def _after_near_resets(
    due: _Due, history: AttemptHistory, context: PollContext, now: datetime, policy: PollingPolicy
) -> _Due:
    """An attempt just before a reset is moved to just after it; the very first reading does not wait."""
    for reset in sorted(context.resets) if not _first(history) else ():
        after = _after(reset, history, policy)
        before = reset - timedelta(seconds=policy.before_reset)
        if before <= max(due[0], now) < after and reset > (history.tried_at or EPOCH):
            due = after, pollreasons.after_reset()
    return due


def _after_sleep_and_outage(
    due: _Due, history: AttemptHistory, presence: Presence, now: datetime, policy: PollingPolicy
) -> _Due:
    """No request while the machine sleeps or has no network, nor in the first seconds after that.

    Both end after an hour even without an event: an event may get lost, and a desktop may not know every network.
    """
    hour = timedelta(seconds=policy.max_wait)
    if presence.asleep_since is not None:
        return max(due[0], _elapsed(presence.asleep_since, now) + hour), pollreasons.computer_sleeps()
    if presence.offline_since is not None:
        since = max(_elapsed(presence.offline_since, now), history.tried_at or EPOCH)
        return max(due[0], since + hour), pollreasons.no_connection()
    moment = timedelta(seconds=policy.after_wake + presence.spread * policy.jitter)
    online_at = (
        None if _first(history) else presence.online_at
    )  # reported at every start: the first reading does not wait
    for at, why in ((presence.woke_at, pollreasons.computer_woke()), (online_at, pollreasons.connection_restored())):
        if at is not None and due[0] < _elapsed(at, now) + moment:
            due = at + moment, why
    return due


def _elapsed(at: datetime, now: datetime) -> datetime:
    """A time in the past; one in the future, after the clock was set back, counts as long ago."""
    return at if at <= now else EPOCH


def _first(history: AttemptHistory) -> bool:
    return history.tried_at is None or history.health is None


def _after(reset: datetime, history: AttemptHistory, policy: PollingPolicy) -> datetime:
    return reset + timedelta(seconds=policy.after_reset + history.jitter)


def _floor(history: AttemptHistory, policy: PollingPolicy) -> datetime:
    """The earliest time of the next request after the last two."""
    floor = (history.asked_at or EPOCH) + timedelta(seconds=policy.min_request_gap)
    return max(floor, (history.asked_before or EPOCH) + timedelta(seconds=policy.burst_window))


def refresh_allowed_at(
    history: AttemptHistory, now: datetime, policy: PollingPolicy, *, login_version: str | None
) -> datetime | None:
    """The time before which a click on Refresh sends no request; None when it sends one now.

    `history` must have no impossible times.
    """
    waits = [history.blocked_until] if history.blocked_until is not None else []
    if history.asked_at is not None:
        waits.append(history.asked_at + timedelta(seconds=policy.min_request_gap))
        if history.health in LOGIN_FAULTS and login_version == history.refused and history.asked_at == history.tried_at:
            waits.append(history.asked_at + timedelta(seconds=policy.max_wait))
    latest = max(waits, default=now)
    return latest if latest > now else None
