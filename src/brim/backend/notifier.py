"""Owner of the notices that are due: what the rules decide is stored first and then waits here to be published.

This module must not know how a rule decides, nor how a notice is shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend import alerts
from brim.model import Alert
from brim.words import accounts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brim.backend.episodes import Episodes
    from brim.backend.settings import AppSettings
    from brim.errors import BrimError
    from brim.model import AccountView, Snoozed


class Notifier:
    """The notices of one tray."""

    def __init__(self, episodes: Episodes) -> None:
        """Nothing is due; what was sent before is in `episodes`."""
        self._episodes = episodes
        self._due: list[Alert] = []
        self._deciding = asyncio.Lock()

    async def start(self, settings: AppSettings | None, now: datetime) -> None:
        """Remember what was sent, name what in the settings could not be used, and greet on the very first start.

        `settings` are None for a simulated account, which greets nobody.
        """
        await asyncio.to_thread(self._episodes.load)
        if settings is None:
            return
        complaint = alerts.complaints(settings.complaints)
        if complaint is not None:
            self._due.append(complaint)
        if not self._episodes.welcomed:
            await asyncio.to_thread(self._episodes.welcome, now)
            self._due.append(alerts.welcome())

    async def consider(
        self, view: AccountView, snoozed: Iterable[Snoozed], now: datetime, *, named: bool = False
    ) -> None:
        """Let the rules look at an account whose reading is new; `named` says which of several it is."""
        async with self._deciding:  # several accounts may come at once
            sent = self._episodes.sent
            decision = alerts.decide(view, sent, snoozed, now)
            if decision.sent != sent:
                await asyncio.to_thread(self._episodes.keep, decision.sent, now)  # stored before it is published
        if decision.alert is not None:
            self._due.append(_named(decision.alert, view) if named else decision.alert)

    def answer(
        self, view: AccountView, tried_at: datetime | None, now: datetime, *, network: bool, named: bool = False
    ) -> None:
        """Answer a click on Refresh that asked nobody; `named` says which of several accounts is meant."""
        alert = alerts.answer(view, tried_at, now, network=network)
        self._due.append(_named(alert, view) if named else alert)

    def complain(self, error: BrimError) -> None:
        """Tell of a choice that could not be kept."""
        self._due.append(Alert("settings", error.title, error.message))

    def take(self) -> tuple[Alert, ...]:
        """The notices that are due, once."""
        due, self._due = tuple(self._due), []
        return due


def _named(alert: Alert, view: AccountView) -> Alert:
    return replace(alert, title=accounts.of(view.account.label, alert.title))
