"""Detects the events of an account that may lead to an alert: pure, from the account's state and the rules' memory.

Some events are states, such as a limit past a threshold: they are detected again at each evaluation, and the caller
remembers that an alert was sent. Other events happen once, such as a reset: they are detected once, and the caller
stores those whose alert is held back. Only confirmed figures of a current reading lead to events. This module must not
know whether an alert is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from brim.backend.alerts.event import LOGIN, AlertEvent
from brim.backend.alerts.outages import detect_outage, has_current_figures
from brim.backend.alerts.resets import detect_resets
from brim.backend.alerts.spending import detect_amounts, detect_day_costs, detect_spending_start
from brim.backend.readings.evaluation import FULL, SPEND
from brim.backend.readings.figures import same_reset
from brim.model.alert import Rule
from brim.words import formatting, notifications
from brim.words.extrausage import money_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.alerts.memory import AlertMemory, HeldEvent, SentAlert
    from brim.backend.alerts.rules import AlertRules
    from brim.model.account import AccountView
    from brim.model.usage import Spend, Window

_RESET_MARGIN = timedelta(minutes=5)
"""A limit that is reached this shortly before its reset leads to no pace alert."""


def detect_events(
    view: AccountView, memory: AlertMemory, rules: AlertRules, now: datetime, awake_since: datetime | None = None
) -> tuple[AlertMemory, tuple[AlertEvent, ...]]:
    """The events of an account, and the memory after them. A failure counts from `awake_since` at the earliest."""
    events: list[AlertEvent] = []
    if has_current_figures(view):
        memory, resets = detect_resets(view, memory, rules, now)
        memory, spending = detect_spending_start(view, memory, now)
        memory = _without_undercut_thresholds(view, memory)
        events += [*resets, *spending, *_limits(view, rules, now), *_paces(view, rules, now)]
        events += detect_amounts(view, rules)
    events += [*detect_day_costs(view, rules, now), *_login(view, rules, now)]
    memory, outage = detect_outage(view, memory, rules, now, awake_since)
    return memory, (*events, *outage)


def with_current_usage(held: HeldEvent, view: AccountView, rules: AlertRules, now: datetime) -> AlertEvent:
    """A held event with the figures of now, because its own figures may be long outdated."""
    title, text = held.title, held.text
    window = next((window for window in view.windows if window.id == held.window and window.confirmed), None)
    if held.rule is Rule.RESET and window is not None:
        title, text = notifications.window_reset(window, now, rules.show)
    elif held.rule is Rule.SPEND and view.spend is not None:
        title, text = notifications.spend_started(view.spend)
    elif held.rule is Rule.BACK and has_current_figures(view):
        title, text = notifications.readings_back(view, now, rules.show)
    return AlertEvent(held.rule, held.window, title, text, one_time=True, happened_at=held.at)


def _limits(view: AccountView, rules: AlertRules, now: datetime) -> Iterator[AlertEvent]:
    """An event for each limit that is past a threshold; the highest threshold covers the lower ones."""
    for window in view.windows:
        if window.refused:
            yield from _refusal(window, rules, now)
        elif window.confirmed and window.percent is not None:
            yield from _limit(rules, window.id, _UsageTexts.of(window, window.percent, rules, now), window.resets_at)
    spend = view.spend
    repeats_limit = spend is not None and not spend.beyond_plan and view.windows
    if spend is not None and spend.enabled and spend.percent is not None and not repeats_limit:
        yield from _limit(rules, SPEND, _UsageTexts.of_spend(spend, spend.percent, rules), None)


@dataclass(frozen=True, slots=True)
class _UsageTexts:
    """The texts of an event about how much of a limit is used."""

    percent: float
    title: str
    text: str
    line: str

    @classmethod
    def of(cls, window: Window, percent: float, rules: AlertRules, now: datetime) -> Self:
        """Those of a window."""
        return cls(
            percent,
            notifications.usage_title(window.label, percent, rules.show),
            notifications.usage_text(window, now),
            notifications.usage_line(window.label, percent, formatting.reset_text(window, now), rules.show),
        )

    @classmethod
    def of_spend(cls, spend: Spend, percent: float, rules: AlertRules) -> Self:
        """Those of extra usage."""
        label, money = money_label(spend), formatting.money_text(spend)
        return cls(
            percent,
            notifications.usage_title(label, percent, rules.show),
            notifications.spend_text(spend),
            notifications.usage_line(label, percent, money, rules.show),
        )


def _limit(rules: AlertRules, window: str, texts: _UsageTexts, reset: datetime | None) -> Iterator[AlertEvent]:
    passed = [threshold for threshold in rules.thresholds_for(window) if texts.percent >= threshold]
    if not passed or not passed[-1]:
        return
    lower = tuple(threshold for threshold in passed[:-1] if threshold)
    yield AlertEvent(
        Rule.LIMIT, window, texts.title, texts.text, texts.percent, reset, passed[-1], lower, own_line=texts.line
    )


def _refusal(window: Window, rules: AlertRules, now: datetime) -> Iterator[AlertEvent]:
    """An event for a limit that the vendor refuses: as if it were reached, whatever its percentage says."""
    thresholds = rules.thresholds_for(window.id)
    if not thresholds or not thresholds[-1]:
        return
    yield AlertEvent(
        Rule.LIMIT,
        window.id,
        notifications.refused_title(window.label),
        notifications.refused_text(window, now, rules.show),
        max(window.percent or 0.0, FULL),  # it comes first among several
        window.resets_at,
        FULL,
        tuple(threshold for threshold in thresholds if 0 < threshold < FULL),
        own_line=notifications.refused_line(window, now, rules.show),
    )


def _paces(view: AccountView, rules: AlertRules, now: datetime) -> Iterator[AlertEvent]:
    for window in view.windows:
        forecast, used = window.forecast, window.percent or 0
        if forecast is None or forecast.runs_out_at is None or not window.confirmed or used >= FULL:
            continue
        reset = window.resets_at
        before_reset = reset is not None and now < forecast.runs_out_at < reset - _RESET_MARGIN / rules.speed
        likely = forecast.enough_data and (forecast.chance or 0) >= rules.pace_chance
        if before_reset and likely and used >= rules.pace_from:
            texts = _UsageTexts.of(window, used, rules, now)
            yield AlertEvent(Rule.PACE, window.id, texts.title, texts.text, used, reset, own_line=texts.line)


def _login(view: AccountView, rules: AlertRules, now: datetime) -> Iterator[AlertEvent]:
    ends = view.sign_in_before
    if ends is None or ends <= now:
        return
    passed = sorted(days for days in rules.login_days if now >= ends - timedelta(days=days))
    if passed:
        nearest, *further = passed
        title, text = notifications.login_ending(view.account.vendor, ends, now)
        yield AlertEvent(Rule.LOGIN, LOGIN, title, text, 0, ends, nearest, tuple(further))


def _without_undercut_thresholds(view: AccountView, memory: AlertMemory) -> AlertMemory:
    """Drop the records of alerts that count again: the figure has fallen below them, or the window began again early.

    Within a window that has a reset, the figure must fall below half of the threshold.
    """
    current = {
        (Rule.LIMIT, window.id): (FULL if window.refused else window.percent, window.resets_at)
        for window in view.windows
        if window.confirmed or window.refused
    }
    if (spend := view.spend) is not None:
        used = float(spend.used) if spend.used is not None else None
        current |= {(Rule.LIMIT, SPEND): (spend.percent, None), (Rule.SPEND, SPEND): (used, None)}
    begun = {window.id: (window, window.early_reset.at) for window in view.windows if window.early_reset is not None}

    def undercut(sent: SentAlert) -> bool:
        if sent.account != view.account.id:
            return False
        value, reset = current.get((sent.rule, sent.window), (None, None))
        if value is None or not same_reset(sent.reset, reset):
            return False
        return value < (sent.threshold if reset is None else sent.threshold / 2)

    def of_window_before(sent: SentAlert) -> bool:
        window, begun_at = begun.get(sent.window, (None, None))
        if window is None or begun_at is None or not window.confirmed or sent.account != view.account.id:
            return False
        if sent.sent_at >= begun_at or not same_reset(sent.reset, window.resets_at):
            return False
        if sent.rule is Rule.LIMIT:
            return not window.refused and (window.percent or 0.0) < sent.threshold
        return sent.rule is Rule.PACE

    return replace(
        memory, sent=tuple(sent for sent in memory.sent if not undercut(sent) and not of_window_before(sent))
    )
