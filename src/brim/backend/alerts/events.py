"""What has happened to an account that a person may want to hear: pure, from what is known and what was seen before.

Some events are states (a limit is past a threshold): they are found again at each look, and whoever tells them
remembers that. Others happen once (a window has started anew): they are found once, and whoever may not tell them now
must keep them. Only confirmed figures of a reading that counts lead to anything. This module must not know whether an
event is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.alerts.sent import (
    TOLERANCE,
    AlertMemory,
    FailureState,
    SeenSpend,
    SeenWindow,
    SentAlert,
    same_reset,
    to_minute,
)
from brim.backend.readings.levels import FULL, SPEND
from brim.model.account import Health
from brim.model.alert import Rule
from brim.model.usage import Source
from brim.words import formatting, notifications

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.alerts.rules import Rules
    from brim.backend.alerts.sent import HeldEvent
    from brim.model.account import AccountView
    from brim.model.usage import Spend, Window

LOGIN, READING = "login", "reading"
"""What events are about that are not about a limit."""

_FAULTS = frozenset({Health.BLOCKED, Health.ERROR, Health.OFFLINE})
SESSION_SECONDS = 18_000
_PAUSE = timedelta(seconds=SESSION_SECONDS)
"""Extra usage that has not risen for as long as a session begins anew."""
_EARLY = 1.0
"""In place of a threshold: the window started anew before its time."""
_MOVED_A_LITTLE = timedelta(minutes=15)
"""No window is so short. A run-out that was told is news again when the reset was moved by more."""
_MARGIN = timedelta(minutes=5)
"""A run-out so shortly before the reset is none."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a person may want to hear."""

    rule: Rule
    window: str
    """Id of the limit, or what else it is about."""
    title: str
    text: str
    """What it means: no capital letter, no full stop."""
    listed: str
    """The same among others, with its name."""
    weight: float = 0.0
    """Percent: of several, the heavier comes first."""
    reset: datetime | None = None
    step: float = 0.0
    """The threshold, amount or days that make it another event than the one before."""
    below: tuple[float, ...] = ()
    """Lower steps that it stands for."""
    once: bool = False
    """It is found only once."""
    at: datetime | None = None
    """When it happened, if that was before now."""

    def episodes(self, account: str, now: datetime) -> tuple[SentAlert, ...]:
        """What counts as told once this is; the event itself last."""
        reset = to_minute(self.reset) if self.reset is not None else None
        return tuple(SentAlert(account, self.window, reset, one, now, self.rule) for one in (*self.below, self.step))


def is_usable(view: AccountView) -> bool:
    """Whether the figures are those of a reading that succeeded, or that Claude Code has just told."""
    return view.health is Health.OK or (view.source is Source.STATUSLINE and not view.stale)


def observe(
    view: AccountView, memory: AlertMemory, rules: Rules, now: datetime, awake_since: datetime | None = None
) -> tuple[AlertMemory, tuple[Event, ...]]:
    """What has happened, and what is to be remembered of it. A failure counts from `awake_since` at the earliest."""
    found: list[Event] = []
    if is_usable(view):
        memory, resets = _windows(view, memory, rules, now)
        memory, begun = _spending(view, memory, now)
        memory = _forgotten(view, memory)
        found += [*resets, *begun, *_limits(view, rules, now), *_paces(view, rules, now), *_amounts(view, rules)]
    found += _login(view, rules, now)
    memory, reading = _reading(view, memory, rules, now, awake_since)
    return memory, (*found, *reading)


def with_current_usage(held: HeldEvent, view: AccountView, now: datetime) -> Event:
    """What was held back, with the figures of now: those of then may be long past."""
    title, text = held.title, held.text
    window = next((one for one in view.windows if one.id == held.window and one.confirmed), None)
    if held.rule is Rule.RESET and window is not None:
        title, text = notifications.window_reset(window, now)
    elif held.rule is Rule.SPEND and view.spend is not None:
        title, text = notifications.spend_started(view.spend)
    elif held.rule is Rule.BACK and is_usable(view):
        title, text = notifications.readings_back(view, now)
    return Event(held.rule, held.window, title, text, f"{title}, {text}", once=True, at=held.at)


def _limits(view: AccountView, rules: Rules, now: datetime) -> Iterator[Event]:
    """Each limit that is past a threshold: the highest stands for the lower ones."""
    for one in view.windows:
        if one.confirmed and one.percent is not None:
            means = notifications.limit_reached_text(one.level, formatting.reset_text(one, now))
            yield from _limit(rules.steps(one.id), one.id, one.label, one.percent, means, one.resets_at)
    spend = view.spend
    if spend is not None and spend.enabled and spend.percent is not None:
        means = notifications.limit_reached_text(spend.level, formatting.money_text(spend))
        yield from _limit(rules.steps(SPEND), SPEND, notifications.SPEND_LABEL, spend.percent, means, None)


def _limit(  # noqa: PLR0913, PLR0917 - the same of a window and of money
    steps: tuple[float, ...], name: str, label: str, percent: float, means: str, reset: datetime | None
) -> Iterator[Event]:
    *below, step = (0.0, *(one for one in steps if percent >= one))
    if step:
        title, listed = (
            notifications.limit_reached_title(label, percent),
            notifications.named_line(label, percent, means),
        )
        yield Event(Rule.LIMIT, name, title, means, listed, percent, reset, step, tuple(one for one in below if one))


def _paces(view: AccountView, rules: Rules, now: datetime) -> Iterator[Event]:
    for one in view.windows:
        forecast = one.forecast
        if forecast is None or forecast.runs_out_at is None or not one.confirmed or (one.percent or 0) >= FULL:
            continue
        in_time = one.resets_at is not None and now < forecast.runs_out_at < one.resets_at - _MARGIN
        sure = forecast.enough_data and (forecast.chance or 0) >= rules.pace_chance
        if in_time and sure and (one.percent or 0) >= rules.pace_from:
            title, text = notifications.pace_warning(one, forecast.runs_out_at, now)
            yield Event(Rule.PACE, one.id, title, text, f"{title}, {text}", one.percent or 0, one.resets_at)


def _windows(view: AccountView, memory: AlertMemory, rules: Rules, now: datetime) -> tuple[AlertMemory, list[Event]]:
    """The windows as they are seen now, and those that have started anew since they mattered."""
    me, found = view.account.id, []
    for one in view.windows:
        if not one.confirmed:
            continue
        before = next((seen for seen in memory.seen if (seen.account, seen.window) == (me, one.id)), None)
        if before is not None and _replayed(before, one, now):
            continue
        ended = before is not None and _ended(before, one)
        fell = before is not None and _fell(one, rules.reset_from)
        if before is not None and before.mattered and (ended or fell):
            told = SentAlert(me, one.id, before.reset, 0.0 if ended else _EARLY, now, Rule.RESET)
            if not any(told.matches(old) for old in memory.sent):
                memory = replace(memory, sent=(*memory.sent, told))
                title, text = notifications.window_reset(one, now)
                found.append(Event(Rule.RESET, one.id, title, text, f"{title}, {text}", reset=before.reset, once=True))
        if before is not None and not ended and not fell:
            memory = _moved(before, one, memory)
        seen = _seen(me, before, one, far=(one.percent or 0) >= rules.reset_from, over=ended or fell)
        others = (other for other in memory.seen if other is not before)
        memory = replace(memory, seen=(*others, seen) if seen is not None else tuple(others))
    return memory, found


def _seen(account: str, before: SeenWindow | None, window: Window, *, far: bool, over: bool) -> SeenWindow | None:
    """The window as it is seen now; one that does not say its reset is still the one before, until that is over."""
    if window.resets_at is None:
        return None if over else before
    same = before is not None and same_reset(before.reset, window.resets_at)
    reset = before.reset if before is not None and same else to_minute(window.resets_at)
    return SeenWindow(account, window.id, reset, far or (before is not None and before.mattered and not over))


def _ended(before: SeenWindow, window: Window) -> bool:
    """Whether the window that was seen has ended at its time, and was not moved, and was read since."""
    later = window.resets_at is None or window.resets_at > before.reset + _MOVED_A_LITTLE
    return later and window.read_at >= before.reset - TOLERANCE


def _fell(window: Window, threshold: float) -> bool:
    """Whether a figure that had come to a threshold was taken back: no window falls so far by rounding."""
    return window.percent is not None and window.percent < threshold / 2


def _replayed(before: SeenWindow, window: Window, now: datetime) -> bool:
    """Whether this is an older window, that is over: a source was slow, or a clock went back."""
    return window.resets_at is not None and window.resets_at < min(before.reset - TOLERANCE, now)


def _moved(before: SeenWindow, window: Window, memory: AlertMemory) -> AlertMemory:
    """When the reset of a running window was moved, what was told of it stays told."""
    reset, length = window.resets_at, timedelta(seconds=window.length_seconds or 0)
    if reset is None or same_reset(before.reset, reset) or same_reset(before.reset + length, reset):
        return memory

    def follows(one: SentAlert) -> bool:
        mine = (one.account, one.window) == (before.account, before.window) and same_reset(one.reset, before.reset)
        if one.rule is Rule.LIMIT:
            return mine and one.threshold <= (window.percent or 0)
        return mine and one.rule is Rule.PACE and abs(reset - before.reset) <= _MOVED_A_LITTLE

    sent = tuple(replace(one, reset=to_minute(reset)) if follows(one) else one for one in memory.sent)
    return replace(memory, sent=sent)


def _spending(view: AccountView, memory: AlertMemory, now: datetime) -> tuple[AlertMemory, list[Event]]:
    """Extra usage as it is seen now, and whether it has just begun to rise."""
    me, spend = view.account.id, view.spend
    if spend is None or spend.used is None:
        return memory, []
    before = next((one for one in memory.spent if one.account == me), None)
    rises = before is not None and spend.enabled and spend.used > before.used
    others = tuple(one for one in memory.spent if one.account != me)
    rose_at = now if rises or before is None else before.rose_at
    if before is None:
        rose_at = None
    memory = replace(memory, spent=(*others, SeenSpend(me, spend.used, rose_at)))
    if before is None or not rises or (before.rose_at is not None and now - before.rose_at < _PAUSE):
        return memory, []
    title, text = notifications.spend_started(spend)
    return memory, [Event(Rule.SPEND, SPEND, title, text, f"{title}, {text}", once=True)]


def _amounts(view: AccountView, rules: Rules) -> Iterator[Event]:
    spend = view.spend
    if spend is None or not spend.enabled or spend.used is None:
        return
    passed = sorted(one for one in rules.spend_amounts if spend.used >= one)
    if passed:
        title, text = notifications.spend_passed_amount(spend, str(passed[-1]))
        below = tuple(float(one) for one in passed[:-1])
        yield Event(Rule.SPEND, SPEND, title, text, f"{title}, {text}", step=float(passed[-1]), below=below)


def _forgotten(view: AccountView, memory: AlertMemory) -> AlertMemory:
    """A threshold counts anew after the figure fell below it; within a window, after it fell below half of it."""
    known = {(Rule.LIMIT, one.id): (one.percent, one.resets_at) for one in view.windows if one.confirmed}
    if (spend := view.spend) is not None:
        known |= {(Rule.LIMIT, SPEND): (spend.percent, None), (Rule.SPEND, SPEND): (_amount(spend), None)}

    def over(old: SentAlert) -> bool:
        value, reset = known.get((old.rule, old.window), (None, None))
        if old.account != view.account.id or value is None or not same_reset(old.reset, reset):
            return False
        return value < (old.threshold if reset is None else old.threshold / 2)

    return replace(memory, sent=tuple(one for one in memory.sent if not over(one)))


def _amount(spend: Spend) -> float | None:
    return float(spend.used) if spend.used is not None else None


def _login(view: AccountView, rules: Rules, now: datetime) -> Iterator[Event]:
    ends = view.login_ends_at
    if ends is None or ends <= now:
        return
    near = sorted(days for days in rules.login_days if now >= ends - timedelta(days=days))
    if near:
        title, text = notifications.login_ending(ends, now)
        yield Event(Rule.LOGIN, LOGIN, title, text, f"{title}, {text}", 0, ends, near[0], tuple(near[1:]))


def _reading(
    view: AccountView, memory: AlertMemory, rules: Rules, now: datetime, awake_since: datetime | None
) -> tuple[AlertMemory, list[Event]]:
    """Since when nothing can be read; and that readings are back, if their loss was told."""
    me = view.account.id
    before = next((one for one in memory.failing if one.account == me), None)
    others = tuple(one for one in memory.failing if one.account != me)
    if view.health not in _FAULTS or is_usable(view):
        if before is None or (view.health is not Health.OK and not is_usable(view)):
            return memory, []
        memory = replace(memory, failing=others)
        if not before.told:
            return memory, []
        title, text = notifications.readings_back(view, now)
        return memory, [Event(Rule.BACK, READING, title, text, f"{title}, {text}", once=True)]
    if before is None:
        return replace(memory, failing=(*others, FailureState(me, now))), []
    since = before.since if awake_since is None else max(before.since, awake_since)
    if before.told or now - since < rules.lost:
        return memory, []
    title, text = notifications.readings_missing(view.problem, before.since, now)
    return memory, [Event(Rule.LOST, READING, title, text, f"{title}, {text}", reset=before.since)]
