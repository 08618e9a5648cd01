"""The loop: wait, read, track, store, publish. Ordering only; every rule stands in another room.

It wakes for the next read, the next reset, the moment when figures grow stale, a command, the doorbell, and at least
every `Wait.look` seconds, to see a changed login or clock, and whether the agent is at work. Accounts are served
side by side: one that keeps us waiting, for its server or for a person, holds no other. This module must not know who
is read or who looks on.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.fetching.cadence import EPOCH
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.polling.accountpoller import AccountPoller, AccountSlot, RefreshRequest
from brim.backend.polling.tracker import UsageTracker
from brim.backend.settings.choices import menu_options, save_choice
from brim.errors import BrimError
from brim.model.account import Problem
from brim.model.command import (
    AskCli,
    ChangeSetting,
    Command,
    CopyText,
    MenuOpened,
    NotificationResult,
    OpenLogs,
    OpenPage,
    Quit,
    Refresh,
    ReportDesktopEvent,
    Snooze,
    StartAtLogin,
)
from brim.model.snapshot import SnoozedRule
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from brim.backend.fetching.reader import Reader
    from brim.backend.polling.accountpoller import PollerServices
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.snapshot import Snapshot

_SHORTEST_SECONDS = 0.05
_LOOK_SECONDS = 20.0
"""Longest rest while nothing is known of any account."""
_GRACE_SECONDS = 0.5
"""A round waits so long for its accounts; one that takes longer is published when it is there."""
_RETRY_SECONDS = 30.0
_NOT_SHOWN = "failed"
"""The outcome of a notice that the desktop refused."""
_TROUBLE = Problem(*fetcherrors.INTERNAL_FAULT)


class Poller:
    """Reads accounts and publishes what is known."""

    def __init__(
        self,
        readers: tuple[Reader, ...],
        kept: PollerServices,
        publish: Callable[[Snapshot], None],
        settings: AppSettings | None,
        desk: PresenceTracker | None = None,
    ) -> None:
        """`settings` are None for a simulated account, which has no choices and greets nobody.

        `desk` is told what the desktop says, and has the clocks; the readers go by it.
        """
        self._seats = tuple(AccountSlot(place, reader) for place, reader in enumerate(readers))
        self._notifier = kept.notifier
        self._publish_to = publish
        self._settings = settings
        self._desk = desk or PresenceTracker()
        self._clock = self._desk.clock
        self._tracker = UsageTracker(demo=settings is None)
        self._waiter = AccountPoller(self._tracker, kept, self._desk, self._publish, self.wake)
        self._wake = asyncio.Event()
        self._commands: list[ChangeSetting | Snooze | NotificationResult] = []
        self._published: Snapshot | None = None
        self._over = asyncio.Event()
        self._due = True

    def handle(self, command: Command) -> None:
        """Take a command and return at once; it is obeyed in the loop."""
        match command:
            case Refresh() | MenuOpened() | AskCli():
                for seat in self._seats:
                    seat.hear(command, self._clock.monotonic())
            case ChangeSetting() | Snooze():
                self._commands.append(command)
            case ReportDesktopEvent(event):
                self._desk.hear(event)
            case NotificationResult(key, outcome):
                logger.bind(notice=key).debug("notice {}: {}", key, outcome)
                if outcome != _NOT_SHOWN:
                    return  # nothing to do, so nobody is woken
                self._commands.append(command)
            case Quit():
                self._over.set()
            case OpenPage() | OpenLogs() | CopyText() | StartAtLogin():
                return
        self.wake()

    def wake(self) -> None:
        """Look at the shared files again."""
        self._due = True
        self._wake.set()

    async def run(self) -> None:
        """Read until `Quit` or cancelled; the closing snapshot is published in either case."""
        rounds, over = asyncio.create_task(self._rounds()), asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait((rounds, over), return_when=asyncio.FIRST_COMPLETED)
            if rounds.done():
                rounds.result()  # raises: nothing else ends the rounds
        finally:
            tasks = [rounds, over, *(seat.task for seat in self._seats if seat.task is not None)]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._publish_to(self._tracker.snapshot(self._clock.now(), self._notifier.take_due(), closing=True))

    async def _rounds(self) -> None:
        await self._start()
        while True:
            self._tracker.trouble = await self._trouble_in(self._round())
            self._publish()
            await self._sleep(_RETRY_SECONDS if self._tracker.trouble is not None else self._until_next())

    async def _start(self) -> None:
        await self._notifier.start(self._settings, self._clock.now())
        for one in self._notifier.snoozed:
            self._tracker.snooze(one)
        if self._settings is not None:
            await self._apply(self._settings)

    async def _trouble_in(self, work: Awaitable[None]) -> Problem | None:
        """Do something; what is to be shown when that met a fault of ours."""
        try:
            await work
        except Exception:  # noqa: BLE001 - a fault of ours must not end the gauge
            logger.opt(exception=True).error("A round failed")
            return _TROUBLE
        return None

    async def _round(self) -> None:
        """Do all that is due, and go on without an account that takes long."""
        self._desk.wakes()
        await self._desk.share()
        while self._commands:
            await self._obey(self._commands.pop(0))
        if not self._due:
            return  # what woke us was an account that took long: it is there to be published
        self._due = False
        idle = [seat for seat in self._seats if seat.task is None]
        wish = RefreshRequest(sum(seat.clicked for seat in idle), asked=any(seat.busy for seat in self._seats))
        for seat in idle:
            clicked, seat.clicked = seat.clicked, False
            seat.late = False
            seat.task = asyncio.create_task(self._attend(seat, wish if clicked else None))
            seat.task.add_done_callback(partial(self._attended, seat))
        if tasks := [seat.task for seat in idle if seat.task is not None]:
            await asyncio.wait(tasks, timeout=_GRACE_SECONDS)
        for seat in idle:
            seat.late = seat.task is not None

    async def _attend(self, seat: AccountSlot, wish: RefreshRequest | None) -> None:
        """Serve one account; a fault of ours is shown there alone, until it goes well."""
        trouble = await self._trouble_in(self._waiter.serve(seat, wish))
        self._tracker.blame(seat.place, trouble)
        if trouble is not None:
            seat.rests_until = self._clock.monotonic() + _RETRY_SECONDS

    def _attended(self, seat: AccountSlot, _: asyncio.Task[None]) -> None:
        seat.task = None
        self._due |= seat.clicked or seat.opened or seat.asks
        if seat.late:
            self._wake.set()

    async def _obey(self, command: ChangeSetting | Snooze | NotificationResult) -> None:
        match command:
            case Snooze(rule, until):
                self._tracker.snooze(SnoozedRule(rule, until))
                await self._notifier.save_snoozed(self._tracker.snoozed(self._clock.now()))
            case NotificationResult(key, _):
                await self._notifier.record_failure(key, self._clock.now())
            case ChangeSetting(key, value):
                try:
                    await self._apply(await asyncio.to_thread(save_choice, key, value))
                except BrimError as error:
                    logger.bind(option=key).warning("{}", error)
                    self._notifier.show_settings_error(error)

    async def _apply(self, settings: AppSettings) -> None:
        self._tracker.network, self._tracker.pinned = settings.claude.network, settings.icon.window
        self._notifier.apply_settings(settings)
        self._waiter.forecaster.calendar = settings.calendar.calendar()
        self._tracker.options = await asyncio.to_thread(menu_options, settings)

    def _publish(self) -> None:
        """Publish what changed; an unchanged snapshot wakes nobody."""
        alerts_due = self._notifier.take_due()
        snapshot = self._tracker.snapshot(self._clock.now(), alerts_due)
        # That a click would ask again is no news: whoever opens the menu sees it by the clock.
        still = tuple(replace(view, refresh_available_from=None, cli_available_from=None) for view in snapshot.accounts)
        shown = replace(snapshot, accounts=still, alerts=(), made_at=EPOCH)
        if shown == self._published and not alerts_due:
            return
        self._published = shown
        self._publish_to(snapshot)

    def _until_next(self) -> float:
        now, ticks = self._clock.now(), self._clock.monotonic()
        waits = [outlook.wait.look for outlook in self._tracker.outlooks().values()] or [_LOOK_SECONDS]
        changes_at = self._tracker.changes_at(now)
        if changes_at is not None:
            waits.append((changes_at - now).total_seconds())
        if self._tracker.network:
            for place, outlook in self._tracker.outlooks().items():
                seat = self._seats[place]
                if seat.task is None:
                    waits.append(max((outlook.wait.at - now).total_seconds(), seat.rests_until - ticks))
        return max(min(waits), _SHORTEST_SECONDS)

    async def _sleep(self, seconds: float) -> None:
        if self._commands or any(seat.clicked and seat.task is None for seat in self._seats):
            self._due = True
            return
        self._desk.rests(seconds)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            self._due = True
        finally:
            self._wake.clear()
