"""Which notices are due, and in what words: pure rules over what has happened.

Each event is told at most once per account, rule, limit, reset and step. What happens at the same time shares one
notice, and a later notice about the same replaces it. While a rule is put off, in quiet hours and while a window fills
the screen nothing is told and nothing counts as told: what still holds afterwards comes then, in one notice. This
module must not know how a notice is stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.backend.alerts import events
from brim.backend.alerts.rules import Rules
from brim.backend.alerts.sent import AlertMemory, HeldEvent
from brim.backend.fetching.cadence import LOGIN_FAULTS
from brim.backend.readings.levels import FULL
from brim.model.account import Health
from brim.model.alert import ALL_RULES, Alert, AlertButton, Rule, Urgency
from brim.words import alertoutcomes, formatting, incidents, notifications

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from brim.backend.alerts.events import Event
    from brim.errors import ConfigError
    from brim.model.account import AccountView
    from brim.model.snapshot import SnoozedRule

_STILL_NEWS = timedelta(hours=12)
"""What happened once and was held back for longer is told no more."""
_TOO_LATE = timedelta(minutes=15)
"""So shortly before its reset, a limit that is not reached worries nobody."""
_GROUPS = {Rule.LOGIN: "login", Rule.LOST: "reading", Rule.BACK: "reading"}
"""Rules whose notices do not share that of the limits."""
_LIMITS = "limits"


class AlertOutcome(StrEnum):
    """What became of an event."""

    SENT = "sent"
    HELD = "held"
    MUTED = "muted"
    SKIPPED = "skipped"
    """It was too late to matter."""
    DROPPED = "dropped"
    FAILED = "failed"
    """The desktop did not show it."""


@dataclass(frozen=True, slots=True)
class AlertContext:
    """What notices have to respect, besides what is known of the account."""

    rules: Rules = field(default_factory=Rules)
    snoozed: tuple[SnoozedRule, ...] = ()
    """The rules that are put off now."""
    full_screen: bool = False
    """A window fills the screen."""
    awake_since: datetime | None = None
    """When the machine last woke; None when it has not slept."""
    zone: tzinfo | None = None
    """For the quiet hours; None is the machine's own."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One event, and why it was or was not told."""

    event: Event
    verdict: AlertOutcome
    why: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to send, what is remembered from then on, and why."""

    alerts: tuple[Alert, ...]
    memory: AlertMemory
    judgements: tuple[Decision, ...] = ()


def decide(view: AccountView, memory: AlertMemory, situation: AlertContext, now: datetime) -> Decisions:
    """The notices that are due for one account; deciding again with the memory that it gives sends nothing."""
    me = view.account.id
    memory, found = events.observe(view, memory, situation.rules, now, situation.awake_since)
    memory, waiting, dropped = _taken(memory, view, now)
    judged = [_judged(one, situation, now) for one in (*waiting, *found) if one.once or not _told(one, memory, me, now)]
    done = [one.event for one in judged if one.verdict is not AlertOutcome.HELD]
    due = _without_idle(tuple(one.event for one in judged if one.verdict is AlertOutcome.SENT))
    held = tuple(one.event for one in judged if one.verdict is AlertOutcome.HELD and one.event.once)
    memory = replace(
        memory,
        sent=(*memory.sent, *(episode for one in done if not one.once for episode in one.episodes(me, now))),
        held=(*memory.held, *(HeldEvent(me, one.rule, one.window, one.title, one.text, one.at or now) for one in held)),
        failing=tuple(
            replace(one, told=True) if one.account == me and any(event.rule is Rule.LOST for event in due) else one
            for one in memory.failing
        ),
    )
    return Decisions(tuple(_alerts(view, due)), memory, (*judged, *dropped))


def _told(event: Event, memory: AlertMemory, account: str, now: datetime) -> bool:
    *_, mine = event.episodes(account, now)
    return any(mine.matches(old) for old in memory.sent)


def _taken(
    memory: AlertMemory, view: AccountView, now: datetime
) -> tuple[AlertMemory, tuple[Event, ...], tuple[Decision, ...]]:
    """What was held back for an account comes up again, unless it is no news any more."""
    account = view.account.id
    again, late = [], []
    for one in memory.held:
        if one.account != account:
            continue
        event = events.with_current_usage(one, view, now)
        if now - one.at < _STILL_NEWS:
            again.append(event)
        else:
            late.append(Decision(event, AlertOutcome.DROPPED, alertoutcomes.HELD_TOO_LONG))
    others = tuple(one for one in memory.held if one.account != account)
    return replace(memory, held=others), tuple(again), tuple(late)


def _judged(event: Event, situation: AlertContext, now: datetime) -> Decision:
    rules = situation.rules
    if event.rule in rules.muted:
        return Decision(event, AlertOutcome.MUTED, alertoutcomes.rule_off(event.rule))
    if event.rule is Rule.LIMIT and event.step < FULL and _about_to_reset(event, now):
        return Decision(event, AlertOutcome.SKIPPED, alertoutcomes.RESET_COMES_FIRST)
    names = {ALL_RULES, event.rule, event.window}
    snoozed = [one.until for one in situation.snoozed if one.rule in names and one.until > now]
    if snoozed:
        return Decision(event, AlertOutcome.HELD, alertoutcomes.snoozed_until(max(snoozed), now, situation.zone))
    if rules.quiet_at(now, situation.zone):
        return Decision(event, AlertOutcome.HELD, alertoutcomes.IN_QUIET_HOURS)
    if situation.full_screen and not rules.full_screen:
        return Decision(event, AlertOutcome.HELD, alertoutcomes.FULL_SCREEN)
    return Decision(event, AlertOutcome.SENT, alertoutcomes.IS_DUE)


def _about_to_reset(event: Event, now: datetime) -> bool:
    """A reset that has passed is none: the other side's clock may be wrong."""
    return event.reset is not None and now < event.reset <= now + _TOO_LATE


def _without_idle(due: tuple[Event, ...]) -> tuple[Event, ...]:
    """A limit that is told as reached needs no word about the pace to it, and one that is past a step none of a reset.

    That comes after a pause in which nothing was told: the window that has begun is well used already.
    """
    past = {one.window: one.weight for one in due if one.rule is Rule.LIMIT}
    idle = {Rule.PACE: FULL, Rule.RESET: 0.0}
    return tuple(one for one in due if past.get(one.window, -1.0) < idle.get(one.rule, float("inf")))


def _alerts(view: AccountView, due: tuple[Event, ...]) -> Iterable[Alert]:
    groups: dict[str, list[Event]] = {}
    for one in due:
        groups.setdefault(_GROUPS.get(one.rule, _LIMITS), []).append(one)
    for name, members in groups.items():
        yield _alert(f"{name}-{view.account.id}", sorted(members, key=lambda one: -one.weight))


def _alert(key: str, members: list[Event]) -> Alert:
    first, *rest = members
    lines = [one.listed for one in members] if rest else [first.text]
    return Alert(
        key,
        notifications.joined_title([one.title for one in members]),
        "\n".join(map(notifications.as_sentence, lines)),
        Urgency.LOW if all(one.rule is Rule.BACK for one in members) else Urgency.NORMAL,
        (AlertButton.REFRESH, AlertButton.OPEN, AlertButton.SNOOZE),
        rule=ALL_RULES if rest else first.window,
    )


def welcome() -> Alert:
    """The notice of the very first start: what Brim reads and asks, and where to switch it off."""
    return Alert("welcome", *notifications.WELCOME)


def complaints(found: tuple[ConfigError, ...]) -> Alert | None:
    """A notice about settings that could not be used."""
    if not found:
        return None
    return Alert("settings", notifications.SETTING_CANNOT_BE_USED, "\n".join(str(one) for one in found))


def refresh_refused(view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool = True) -> Alert:
    """The answer to a click on Refresh that asked nobody."""
    title, body = _answer(view, tried_at, now, network=network)
    return Alert("refresh", title, body, Urgency.LOW, transient=True)


def _answer(view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool) -> tuple[str, str]:
    if view.problem is not None and (not network or view.health in LOGIN_FAULTS):
        return view.problem.title, view.problem.message
    at = formatting.precise_clock_text(view.refresh_available_from) if view.refresh_available_from is not None else ""
    if view.problem is not None and incidents.explains(view.problem, view.incident):
        return view.problem.title, incidents.message_with_next_read(view.problem, at)
    if view.blocked_until is not None:
        return notifications.refresh_blocked(at)
    ago = (now - tried_at).total_seconds() if tried_at is not None else None
    return notifications.refresh_too_soon(good=view.health is Health.OK, seconds_ago=ago, at=at)
