"""Owner of the alerts that are due: decisions are stored first, then their alerts wait here to be published.

This module must not know how a rule decides, nor how an alert is shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.alerts import policy
from brim.backend.alerts.combining import labelled, summarised
from brim.backend.alerts.hookevents import hook_batch
from brim.backend.alerts.log import AlertLog, LogEntry
from brim.backend.alerts.policy import AlertContext, AlertDecision, AlertOutcome
from brim.backend.alerts.rules import AlertRules, alert_rules
from brim.backend.fetching.attempts import LOGIN_FAULTS
from brim.backend.providerlist.selection import chosen_providers, without_network
from brim.model.alert import WELCOME, Alert, Urgency
from brim.model.options import IconShow
from brim.words import alertoutcomes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from brim.backend.alerts.democaptions import DemoCaptions
    from brim.backend.alerts.introduction import Introduction
    from brim.backend.alerts.memorystore import AlertMemoryStore
    from brim.backend.hooks.runner import Hooks
    from brim.backend.settings.appsettings import AppSettings
    from brim.errors import BrimError
    from brim.model.account import Account, AccountView, Problem
    from brim.model.snapshot import SnoozedRule

_MAX_LOGGED = 64
"""Number of last decisions that are remembered, so that a lasting decision is logged once."""


class Notifier:
    """The alerts of one tray."""

    def __init__(
        self,
        store: AlertMemoryStore,
        log: AlertLog | None = None,
        hooks: Hooks | None = None,
        *,
        speed: float = 1.0,
        captions: DemoCaptions | None = None,
    ) -> None:
        """Start without due alerts; `store` has what was sent before.

        In a demo, windows pass `speed` times faster, and `captions` say what begins.
        """
        self._store = store
        self._log = log or AlertLog(None)
        self._hooks = hooks
        self._captions = captions
        self.introduction: Introduction | None = None
        """Of which providers the user was told; with None all of them count as such."""
        self._due: list[Alert] = []
        self._shown: dict[str, list[LogEntry]] = {}
        """What each alert is about, by its key."""
        self._logged: dict[tuple[object, ...], str] = {}
        self._deciding = asyncio.Lock()
        self._speed = speed
        self._network_off: Mapping[str, Problem] = {}
        self._products: tuple[str, ...] = ()
        """Whose usage is shown once there is a login."""
        self._to_welcome = False
        self.rules = AlertRules(speed=speed)
        """The rules as the settings define them now."""

    @property
    def snoozed(self) -> tuple[SnoozedRule, ...]:
        """The rules that were snoozed before this start."""
        return self._store.snoozed

    async def start(self, settings: AppSettings | None) -> None:
        """Load what was sent, report settings that could not be used, and prepare to welcome a user who starts first.

        `settings` are None for a simulated account; then nothing is reported and nobody is welcomed.
        """
        await asyncio.to_thread(self._store.load)
        if settings is None:
            return
        self.apply_settings(settings)
        settings_alert = policy.settings_errors(settings.errors)
        if settings_alert is not None:
            self._due.append(settings_alert)
        if not self._store.welcomed:
            self._to_welcome = True
        if self.introduction is not None:
            await self.introduction.load(welcomed=self._store.welcomed)

    def must_introduce(self, account: Account) -> bool:
        """Whether nothing may be sent to the provider of an account yet, because the user was not told of it."""
        return self.introduction is not None and self.introduction.needs(account)

    async def introduce(self, accounts: Sequence[Account], ticks: float) -> bool:
        """Tell of the providers of these accounts, at `ticks` in monotonic seconds.

        They may be asked once that was shown; returns whether that was waited for long enough.
        """
        pending = self.introduction
        if pending is None:
            return False
        alert = pending.begin(accounts, ticks, first=self._to_welcome)
        if alert is not None:
            self._due.append(alert)
            self._to_welcome = False
        elif pending.ends_at is not None and ticks >= pending.ends_at:
            await pending.finish(shown=False)
            return True
        return False

    @property
    def introduction_ends_at(self) -> float | None:
        """So long, in monotonic seconds, providers wait for their introduction; None while none does."""
        return None if self.introduction is None else self.introduction.ends_at

    def awaits(self, key: str) -> bool:
        """Whether providers may be asked as soon as the notification with this key was shown."""
        return key == WELCOME and self.introduction_ends_at is not None

    async def note_outcome(self, key: str, now: datetime, *, failed: bool) -> None:
        """Take in that the desktop has shown a notification, or has not."""
        if self.introduction is not None and self.awaits(key):
            first = await self.introduction.finish(shown=not failed)
            if first and not failed:
                await asyncio.to_thread(self._store.mark_welcomed, now)
        elif failed:
            await self._record_failure(key, now)

    def apply_settings(self, settings: AppSettings) -> None:
        """Take the rules from settings that may have changed."""
        self.rules = replace(alert_rules(settings.alerts), speed=self._speed, show=IconShow(settings.icon.show))
        self._network_off = without_network(settings)
        self._products = tuple(one.vendor().product for one in chosen_providers(settings))

    async def evaluate(
        self, view: AccountView, context: AlertContext, now: datetime, *, with_label: bool = False
    ) -> None:
        """Apply the rules to an account; `with_label` puts the account's label into the titles."""
        if (
            self._to_welcome
            and not (self.must_introduce(view.account) and view.health not in LOGIN_FAULTS)
            and (welcome := self._welcome(view, several=with_label)) is not None
        ):
            self._to_welcome = False
            await asyncio.to_thread(self._store.mark_welcomed, now)
            self._due.append(welcome)
        if self._captions is not None and (caption := self._captions.begun(view, context.snoozed, now)) is not None:
            self._due.append(labelled(caption, view) if with_label else caption)
        async with self._deciding:  # several accounts may be evaluated at the same time
            memory = self._store.memory
            result = policy.decide(view, memory, context, now)
            if result.memory != memory:
                await asyncio.to_thread(self._store.save, result.memory, now)  # stored before it is published
            changed = [decision for decision in result.decisions if self._has_changed(view, decision)]
        entries = [_log_entry(view, decision, now) for decision in changed]
        for alert in result.alerts:
            self._due.append(labelled(alert, view) if with_label else alert)
            self._shown[alert.key] = [next(entry for entry in entries if entry.verdict == AlertOutcome.SENT)]
        if entries:
            await asyncio.to_thread(self._log.append, entries)
        sent = [decision.event for decision in changed if decision.outcome is AlertOutcome.SENT]
        if sent and self._hooks is not None:
            self._hooks.send(hook_batch(view, sent, now, with_label=with_label))

    def _welcome(self, view: AccountView, *, several: bool) -> Alert | None:
        network = view.account.provider not in self._network_off
        return policy.welcome(view, self._products, network=network, several=several)

    async def _record_failure(self, key: str, now: datetime) -> None:
        """Log that the desktop did not show the alert with this key."""
        failure = {"at": now, "verdict": AlertOutcome.FAILED, "why": alertoutcomes.not_shown_by_desktop()}
        failed = [entry.model_copy(update=failure) for entry in self._shown.pop(key, ())]
        if failed:
            await asyncio.to_thread(self._log.append, failed)

    async def save_snoozed(self, snoozed: tuple[SnoozedRule, ...]) -> None:
        """Store the snoozed rules, so that they outlive a restart."""
        await asyncio.to_thread(self._store.save_snoozed, snoozed)

    def answer_refresh(
        self, view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool, with_label: bool = False
    ) -> None:
        """Answer a click on Refresh that sent no request; `with_label` puts the account's label into the title."""
        alert = policy.refresh_refused(view, tried_at, now, network=network)
        self._due.append(labelled(alert, view) if with_label else alert)

    def show_problem(self, problem: Problem) -> None:
        """Answer a click that had no effect."""
        self._due.append(Alert("answer", problem.title, problem.message, Urgency.LOW, transient=True))

    def show_settings_error(self, error: BrimError) -> None:
        """Report a setting that could not be stored or used."""
        logger.bind(file="settings").warning("{}", error)
        self._due.append(Alert("settings", error.title, error.message))

    def take_due(self) -> tuple[Alert, ...]:
        """The alerts that are due. Each is returned once."""
        due, self._due = self._due, []
        alerts = summarised(due)
        for summary in alerts:
            if summary not in due:
                entries = [entry for alert in due if alert not in alerts for entry in self._shown.pop(alert.key, ())]
                self._shown[summary.key] = entries
        return alerts

    def _has_changed(self, view: AccountView, decision: AlertDecision) -> bool:
        """Whether a decision differs from the last one for the same event: a held event is held at each evaluation."""
        event = decision.event
        key = (view.account.id, event.rule, event.window, event.threshold, event.one_time)
        content = f"{decision.outcome} {decision.reason} {event.reset and event.reset.timestamp() // 600}"
        if self._logged.get(key) == content and decision.outcome is not AlertOutcome.SENT:
            return False
        self._logged.pop(key, None)
        self._logged[key] = content
        while len(self._logged) > _MAX_LOGGED:
            del self._logged[next(iter(self._logged))]
        return True


def _log_entry(view: AccountView, decision: AlertDecision, now: datetime) -> LogEntry:
    return LogEntry(
        at=now,
        account=view.account.id,
        label=view.account.name,
        provider=view.account.provider,
        rule=decision.event.rule,
        window=decision.event.window,
        verdict=decision.outcome,
        why=decision.reason,
        title=decision.event.title,
    )
