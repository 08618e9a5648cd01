"""Owner of the notices that are due: what the rules decide is stored first and then waits here to be published.

This module must not know how a rule decides, nor how a notice is shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.alerts import policy
from brim.backend.alerts.hooks import HookAccount, HookEvent, Hooks
from brim.backend.alerts.log import AlertLog, LogEntry
from brim.backend.alerts.policy import AlertContext, AlertOutcome, Decision
from brim.backend.alerts.rules import Rules, rules
from brim.model.alert import Alert, Urgency
from brim.words import accounts, alertoutcomes

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.alerts.sent import SentAlertStore
    from brim.backend.settings.appsettings import AppSettings
    from brim.errors import BrimError
    from brim.model.account import AccountView, Problem
    from brim.model.snapshot import SnoozedRule

_WORTH_NOTING = 64
"""Verdicts that are remembered, so that one that lasts is noted once."""


class Notifier:
    """The notices of one tray."""

    def __init__(self, episodes: SentAlertStore, log: AlertLog | None = None, hooks: Hooks | None = None) -> None:
        """Nothing is due; what was sent before is in `episodes`."""
        self._episodes = episodes
        self._log = log or AlertLog(None)
        self._hooks = hooks
        self._due: list[Alert] = []
        self._shown: dict[str, LogEntry] = {}
        self._noted: dict[tuple[object, ...], str] = {}
        self._deciding = asyncio.Lock()
        self.rules = Rules()
        """What is told, as the settings have it now."""

    @property
    def snoozed(self) -> tuple[SnoozedRule, ...]:
        """The rules that were put off before this start."""
        return self._episodes.snoozed

    async def start(self, settings: AppSettings | None, now: datetime) -> None:
        """Remember what was sent, name what in the settings could not be used, and greet on the very first start.

        `settings` are None for a simulated account, which greets nobody.
        """
        await asyncio.to_thread(self._episodes.load)
        if settings is None:
            return
        self.apply(settings)
        complaint = policy.complaints(settings.errors)
        if complaint is not None:
            self._due.append(complaint)
        if not self._episodes.welcomed:
            await asyncio.to_thread(self._episodes.welcome, now)
            self._due.append(policy.welcome())

    def apply(self, settings: AppSettings) -> None:
        """Take the rules from settings that may have changed."""
        self.rules = rules(settings.alerts)

    async def consider(self, view: AccountView, situation: AlertContext, now: datetime, *, named: bool = False) -> None:
        """Let the rules look at an account; `named` says which of several it is."""
        async with self._deciding:  # several accounts may come at once
            memory = self._episodes.memory
            decision = policy.decide(view, memory, situation, now)
            if decision.memory != memory:
                await asyncio.to_thread(self._episodes.keep, decision.memory, now)  # stored before it is published
            news = [one for one in decision.judgements if self._is_news(view, one)]
        entries = [_entry(view, one, now) for one in news]
        for alert in decision.alerts:
            self._due.append(_named(alert, view) if named else alert)
            self._shown[alert.key] = next(entry for entry in entries if entry.verdict == AlertOutcome.SENT)
        if entries:
            await asyncio.to_thread(self._log.add, entries)
        for one in news:
            if one.verdict is AlertOutcome.SENT and self._hooks is not None:
                self._hooks.send(_news(view, one, now))

    async def failed(self, key: str, now: datetime) -> None:
        """The desktop did not show a notice."""
        entry = self._shown.pop(key, None)
        if entry is not None:
            failed = entry.model_copy(
                update={"at": now, "verdict": AlertOutcome.FAILED, "why": alertoutcomes.NOT_SHOWN_BY_DESKTOP}
            )
            await asyncio.to_thread(self._log.add, [failed])

    async def snooze(self, snoozed: tuple[SnoozedRule, ...]) -> None:
        """Keep what is put off across restarts."""
        await asyncio.to_thread(self._episodes.snooze, snoozed)

    def answer(
        self, view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool, named: bool = False
    ) -> None:
        """Answer a click on Refresh that asked nobody; `named` says which of several accounts is meant."""
        alert = policy.refresh_refused(view, tried_at, now, network=network)
        self._due.append(_named(alert, view) if named else alert)

    def explain(self, problem: Problem) -> None:
        """Answer a click that led to nothing."""
        self._due.append(Alert("answer", problem.title, problem.message, Urgency.LOW, transient=True))

    def complain(self, error: BrimError) -> None:
        """Tell of a choice that could not be kept."""
        self._due.append(Alert("settings", error.title, error.message))

    def take(self) -> tuple[Alert, ...]:
        """The notices that are due, once."""
        due, self._due = tuple(self._due), []
        return due

    async def aclose(self) -> None:
        """End what was started for events."""
        if self._hooks is not None:
            await self._hooks.aclose()

    def _is_news(self, view: AccountView, one: Decision) -> bool:
        """Whether a verdict differs from the last one of the same event: what is held is held at every look."""
        event = one.event
        key = (view.account.id, event.rule, event.window, event.step, event.once)
        said = f"{one.verdict} {one.why} {event.reset and event.reset.timestamp() // 600}"
        if self._noted.get(key) == said and one.verdict is not AlertOutcome.SENT:
            return False
        self._noted.pop(key, None)
        self._noted[key] = said
        while len(self._noted) > _WORTH_NOTING:
            del self._noted[next(iter(self._noted))]
        return True


def _named(alert: Alert, view: AccountView) -> Alert:
    return replace(alert, title=accounts.with_account_label(view.account.label, alert.title))


def _entry(view: AccountView, one: Decision, now: datetime) -> LogEntry:
    return LogEntry(
        at=now,
        account=view.account.id,
        label=view.account.label,
        rule=one.event.rule,
        window=one.event.window,
        verdict=one.verdict,
        why=one.why,
        title=one.event.title,
    )


def _news(view: AccountView, one: Decision, now: datetime) -> HookEvent:
    event = one.event
    window = next((each for each in view.windows if each.id == event.window), None)
    return HookEvent(
        event=event.rule,
        at=now,
        account=HookAccount(id=view.account.id, label=view.account.label),
        window=event.window,
        percent=window.percent if window is not None else None,
        resets_at=window.resets_at if window is not None else event.reset,
        title=event.title,
        text=event.text,
    )
