"""Decides which alerts are due for one account, and writes them: pure rules over detected events.

An alert is sent at most once per account, rule, limit, reset and threshold. Events of the same time share one alert,
and a later alert of the same group replaces it. While a rule is snoozed, in quiet hours and while a window fills the
screen, nothing is sent and nothing counts as sent: the events that still hold afterwards share one alert then. This
module must not know how an alert is stored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.backend.alerts.combining import alerts_of, without_redundant
from brim.backend.alerts.detection import detect_events, with_current_usage
from brim.backend.alerts.memory import AlertMemory, HeldEvent
from brim.backend.alerts.rules import AlertRules
from brim.backend.fetching.attempts import LOGIN_FAULTS
from brim.backend.readings.evaluation import FULL
from brim.model.account import Health
from brim.model.alert import ALL_RULES, WELCOME, Alert, Rule, Urgency
from brim.words import alertoutcomes, formatting, incidents, notifications
from brim.words import welcome as welcome_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from brim.backend.alerts.event import AlertEvent
    from brim.errors import ConfigError
    from brim.model.account import Account, AccountView
    from brim.model.snapshot import SnoozedRule

_MAX_HOLD = timedelta(hours=12)
"""A one-time event that was held back for longer is dropped."""
_NEAR_RESET = timedelta(minutes=15)
"""A limit that is not full leads to no alert this shortly before its reset."""


class AlertOutcome(StrEnum):
    """What became of an event."""

    SENT = "sent"
    HELD = "held"
    """Held back: the event gets its alert later, if it still holds."""
    MUTED = "muted"
    SKIPPED = "skipped"
    """The reset comes first."""
    DROPPED = "dropped"
    """It was held back for too long."""
    FAILED = "failed"
    """The desktop did not show the alert."""


@dataclass(frozen=True, slots=True)
class AlertContext:
    """What decides about alerts besides the state of the account."""

    rules: AlertRules = field(default_factory=AlertRules)
    snoozed: tuple[SnoozedRule, ...] = ()
    full_screen: bool = False
    """A window fills the screen."""
    awake_since: datetime | None = None
    """When the machine last woke; None when it has not slept."""
    zone: tzinfo | None = None
    """The time zone of the quiet hours; None is the machine's own."""


@dataclass(frozen=True, slots=True)
class AlertDecision:
    """One event, and why an alert was or was not sent for it."""

    event: AlertEvent
    outcome: AlertOutcome
    reason: str


@dataclass(frozen=True, slots=True)
class AlertDecisions:
    """The alerts to send, the memory after them, and the decision for each event."""

    alerts: tuple[Alert, ...]
    memory: AlertMemory
    decisions: tuple[AlertDecision, ...] = ()


def decide(view: AccountView, memory: AlertMemory, context: AlertContext, now: datetime) -> AlertDecisions:
    """The alerts that are due for one account. Deciding again with the returned memory sends nothing."""
    account, before = view.account.id, memory
    memory, detected = detect_events(view, memory, context.rules, now, context.awake_since)
    memory, released, dropped = _released(memory, view, context.rules, now)
    events = [event for event in (*released, *detected) if event.one_time or not _was_sent(event, memory, account, now)]
    decisions = [_decision(event, context, now) for event in events]
    done = [decision.event for decision in decisions if decision.outcome is not AlertOutcome.HELD]
    held = [decision.event for decision in decisions if decision.outcome is AlertOutcome.HELD]
    due = without_redundant(tuple(decision.event for decision in decisions if decision.outcome is AlertOutcome.SENT))
    reports_outage = any(event.rule is Rule.LOST for event in due)
    memory = replace(
        memory,
        sent=(
            *memory.sent,
            *(sent for event in done if not event.one_time for sent in event.sent_records(account, now)),
        ),
        held=(*memory.held, *(_held_event(event, account, now) for event in held if event.one_time)),
        failing=tuple(
            replace(failure, alerted=True) if failure.account == account and reports_outage else failure
            for failure in memory.failing
        ),
    )
    memory = before if memory.same_records(before) else memory
    return AlertDecisions(alerts_of(view, due), memory, (*decisions, *dropped))


def _was_sent(event: AlertEvent, memory: AlertMemory, account: str, now: datetime) -> bool:
    *_, own = event.sent_records(account, now)
    return any(own.matches(sent) for sent in memory.sent)


def _held_event(event: AlertEvent, account: str, now: datetime) -> HeldEvent:
    return HeldEvent(account, event.rule, event.window, event.title, event.text, event.happened_at or now)


def _released(
    memory: AlertMemory, view: AccountView, rules: AlertRules, now: datetime
) -> tuple[AlertMemory, tuple[AlertEvent, ...], tuple[AlertDecision, ...]]:
    """The memory without the held events of an account, those to decide again, and those that are too old."""
    account = view.account.id
    again, dropped = [], []
    for held in memory.held:
        if held.account != account:
            continue
        event = with_current_usage(held, view, rules, now)
        if now - held.at < _MAX_HOLD:
            again.append(event)
        else:
            dropped.append(AlertDecision(event, AlertOutcome.DROPPED, alertoutcomes.held_too_long()))
    others = tuple(held for held in memory.held if held.account != account)
    return replace(memory, held=others), tuple(again), tuple(dropped)


def _decision(event: AlertEvent, context: AlertContext, now: datetime) -> AlertDecision:
    rules = context.rules
    if event.rule in rules.muted:
        return AlertDecision(event, AlertOutcome.MUTED, alertoutcomes.rule_off(event.rule))
    if event.rule is Rule.LIMIT and event.threshold < FULL and _resets_soon(event, rules, now):
        return AlertDecision(event, AlertOutcome.SKIPPED, alertoutcomes.resets_first())
    names = {ALL_RULES, event.rule, event.window}
    snoozes = [snoozed.until for snoozed in context.snoozed if snoozed.rule in names and snoozed.until > now]
    if snoozes:
        return AlertDecision(event, AlertOutcome.HELD, alertoutcomes.snoozed_until(max(snoozes), now, context.zone))
    if rules.in_quiet_hours(now, context.zone):
        return AlertDecision(event, AlertOutcome.HELD, alertoutcomes.in_quiet_hours())
    if context.full_screen and not rules.full_screen:
        return AlertDecision(event, AlertOutcome.HELD, alertoutcomes.full_screen())
    return AlertDecision(event, AlertOutcome.SENT, alertoutcomes.is_due())


def _resets_soon(event: AlertEvent, rules: AlertRules, now: datetime) -> bool:
    """Whether the reset is near. A reset that has passed does not count: the server's clock may be wrong."""
    return event.reset is not None and now < event.reset <= now + _NEAR_RESET / rules.speed


def welcome(view: AccountView, products: Sequence[str], *, network: bool, several: bool = False) -> Alert | None:
    """The alert of the very first start: where the usage is, or how to see it; None before the first attempt.

    `products` are those whose usage is shown once somebody signs in; `several`: this is one of several accounts.
    """
    if network and view.fetched_at is None and view.problem is None:
        return None
    if network and not view.login_found and len(products) > 1:
        return Alert(WELCOME, *welcome_words.without_login(products))
    signed_out = view.problem if view.health in LOGIN_FAULTS else None
    if network and several and signed_out is None:
        return Alert(WELCOME, *welcome_words.of_several())
    return Alert(WELCOME, *welcome_words.welcome(view.account.vendor, signed_out, network=network))


def introduction(accounts: Sequence[Account], *, first: bool) -> Alert:
    """The alert before the first request to the providers of these accounts; `first` at the very first start."""
    vendors = tuple(dict.fromkeys(account.vendor for account in accounts))
    return Alert(WELCOME, *welcome_words.introduction(vendors, first=first))


def settings_errors(errors: tuple[ConfigError, ...]) -> Alert | None:
    """An alert about settings that could not be used; None without any."""
    if not errors:
        return None
    return Alert("settings", notifications.unusable_setting_title(), "\n".join(map(str, errors)))


def refresh_refused(view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool = True) -> Alert:
    """The answer to a click on Refresh that sent no request."""
    title, body = _refusal(view, tried_at, now, network=network)
    return Alert("refresh", title, body, Urgency.LOW, transient=True)


def _refusal(view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool) -> tuple[str, str]:
    if view.problem is not None and (not network or view.health in LOGIN_FAULTS):
        return view.problem.title, view.problem.message
    at = formatting.precise_clock_text(view.refresh_available_from) if view.refresh_available_from is not None else ""
    if view.problem is not None and incidents.explains(view):
        return view.problem.title, incidents.message_with_next_update(view.problem, at)
    if view.blocked_until is not None:
        return notifications.refresh_blocked(at, view.account.vendor)
    ago = (now - tried_at).total_seconds() if tried_at is not None else None
    return notifications.refresh_too_soon(succeeded=view.health is Health.OK, seconds_ago=ago, possible_at=at)
