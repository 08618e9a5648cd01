"""The loop: wait, read, record, publish. It decides only the order; every rule is in another module.

It wakes for the next read, a reset, usage that becomes stale, a command, a changed file, a datagram, and at least every
`Wait.longest_rest` seconds, to see what nobody reported and a changed clock. Accounts are served side by side: a slow
one holds no other. This module must not know who is read or shown.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.fetching.presence import PresenceTracker
from brim.backend.polling.accountpoller import AccountPoller
from brim.backend.polling.accountslot import AccountSlot, RefreshRequest
from brim.backend.polling.trackedcosts import TrackedCosts
from brim.backend.polling.trackedupdate import TrackedUpdate
from brim.backend.polling.usagetracker import UsageTracker, shown_part
from brim.backend.providerlist.selection import always_shown, without_network
from brim.errors import BrimError
from brim.model.command import (
    AskCli,
    ChangeSetting,
    Command,
    MenuOpened,
    NotificationResult,
    Quit,
    Refresh,
    ReportDesktopEvent,
    Snooze,
)
from brim.model.snapshot import SnoozedRule
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from brim.backend.fetching.accountreader import AccountReader
    from brim.backend.polling.accountpoller import PollerServices
    from brim.backend.settings.appsettings import AppSettings
    from brim.model.account import Problem
    from brim.model.snapshot import Snapshot

_SHORTEST_SECONDS = 0.05
_REST_SECONDS = 20.0
"""Longest rest while no account is known yet."""
_GRACE_SECONDS = 0.5
"""A round waits this long for its accounts; a slower account is published when it is ready."""
_RETRY_SECONDS = 30.0
_NOT_SHOWN = "failed"
"""The outcome of a notification that the desktop refused."""


class Poller:
    """Reads accounts and publishes what is known."""

    def __init__(
        self,
        readers: tuple[AccountReader, ...],
        services: PollerServices,
        publish: Callable[[Snapshot], None],
        settings: AppSettings | None,
        presence: PresenceTracker | None = None,
    ) -> None:
        """`settings` are None for a simulated account, with unsaved choices; `presence` has the desktop's events."""
        self._slots = tuple(AccountSlot(index, reader) for index, reader in enumerate(readers))
        self._notifier, self._files, self._look = services.notifier, services.files, services.look
        self._publish_to = publish
        self._settings, self._choices, self._on_settings = settings, services.choices, services.on_settings
        self._presence = presence or PresenceTracker()
        self._clock = self._presence.clock
        self._tracker = UsageTracker(demo=settings is None)
        self._accounts = AccountPoller(self._tracker, services.history, self._presence, self._notifier)
        self._accounts.publish, self._accounts.wake = self._publish, self.wake
        self.costs = TrackedCosts(self._tracker, self._clock.now, self.wake)
        self.updates = TrackedUpdate(self._tracker, self.wake)
        self._wake = asyncio.Event()
        self._commands: dict[tuple[str, str], ChangeSetting | Snooze | NotificationResult] = {}
        self._published: Snapshot | None = None
        self._over = asyncio.Event()
        self._due = True

    def handle(self, command: Command) -> None:
        """Take a command and return at once; the loop carries it out."""
        match command:
            case Refresh() | MenuOpened() | AskCli():
                for slot in self._slots:
                    slot.handle(command, self._clock.monotonic())
            case ChangeSetting() | Snooze():
                self._commands[command.subject] = command
            case ReportDesktopEvent(event):
                self._presence.handle(event)
            case NotificationResult(key, outcome):
                logger.bind(notification=key).debug("notification {}: {}", key, outcome)
                if outcome != _NOT_SHOWN and not self._notifier.awaits(key):
                    return  # nothing to do, so no wake-up
                self._commands[command.subject] = command
            case Quit():
                self._over.set()
            case _:
                return  # the tray does that automatically
        self.wake()

    def wake(self) -> None:
        """Load the shared files again."""
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
            tasks = [rounds, over, *(slot.task for slot in self._slots if slot.task is not None)]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._publish_to(self._tracker.snapshot(self._clock.now(), self._notifier.take_due(), closing=True))

    async def _rounds(self) -> None:
        await self._start()
        while True:
            self._tracker.problem = await self._problem_of(self._round())
            if await self._accounts.introduce_new():
                self.wake()  # the desktop says nothing
            self._publish()
            await self._sleep(_RETRY_SECONDS if self._tracker.problem is not None else self._until_next())

    async def _start(self) -> None:
        await self._notifier.start(self._settings)
        for snoozed in self._notifier.snoozed:
            self._tracker.snooze(snoozed)
        if (settings := self._settings or self._choices.settings) is not None:
            await self._apply(settings)

    async def _problem_of(self, work: Awaitable[None]) -> Problem | None:
        """Do the work; returns the problem to show when it failed by an internal error."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the gauge
            logger.opt(exception=True).error("A round failed")
            return fetcherrors.files_changed() if isinstance(error, ImportError) else fetcherrors.internal_error()
        return None

    async def _round(self) -> None:
        """Do all that is due, and go on without a slow account."""
        self._presence.check_clocks()
        if self._files is not None:
            await self._files.keep()
        if self._choices.changed():
            await self._change_settings(self._choices.reload)
        while self._commands:
            await self._carry_out(self._commands.pop(next(iter(self._commands))))
        if not self._due:
            return  # a slow account woke the loop: its state only has to be published
        self._due = False
        idle = [slot for slot in self._slots if slot.task is None]
        requested = sum(slot.refresh_requested for slot in idle)
        request = RefreshRequest(requested, sent=any(slot.requesting for slot in self._slots))
        for slot in idle:
            refresh, slot.refresh_requested = slot.refresh_requested, False
            slot.outlasts_round = False
            slot.task = asyncio.create_task(self._serve(slot, request if refresh else None))
            slot.task.add_done_callback(partial(self._served, slot))
        if tasks := [slot.task for slot in idle if slot.task is not None]:
            await asyncio.wait(tasks, timeout=_GRACE_SECONDS)
        for slot in idle:
            slot.outlasts_round = slot.task is not None

    async def _serve(self, slot: AccountSlot, request: RefreshRequest | None) -> None:
        """Serve one account; an internal error is shown for this account alone, until a round succeeds."""
        problem = await self._problem_of(self._accounts.serve(slot, request))
        self._tracker.set_problem(slot.index, problem)
        if problem is not None:
            slot.retry_not_before = self._clock.monotonic() + _RETRY_SECONDS

    def _served(self, slot: AccountSlot, _: asyncio.Task[None]) -> None:
        slot.task = None
        self._due |= slot.refresh_requested or slot.menu_opened or slot.cli_requested
        if slot.outlasts_round:
            self._wake.set()

    async def _carry_out(self, command: ChangeSetting | Snooze | NotificationResult) -> None:
        match command:
            case Snooze(rule, until):
                self._tracker.snooze(SnoozedRule(rule, until))
                await self._notifier.save_snoozed(self._tracker.snoozed(self._clock.now()))
            case NotificationResult(key, outcome):
                self._due |= self._notifier.awaits(key)
                await self._notifier.note_outcome(key, self._clock.now(), failed=outcome == _NOT_SHOWN)
            case ChangeSetting(key, value):
                await self._change_settings(partial(self._choices.save, key, value))

    async def _change_settings(self, change: Callable[[], AppSettings]) -> None:
        """Take the settings that a change gives, made here or by another process, such as the details page."""
        try:
            await self._apply(await asyncio.to_thread(change))
        except BrimError as error:
            self._notifier.show_settings_error(error)

    async def _apply(self, settings: AppSettings) -> None:
        for slot in self._slots if self._settings is not None else ():
            slot.set_intervals(settings)
        self._tracker.use(without_network(settings), always_shown(settings))
        self._tracker.pinned = settings.icon.window
        self._notifier.apply_settings(settings)
        self._on_settings(settings)
        self._accounts.forecasts.calendar = settings.calendar.calendar()
        self._tracker.options = await asyncio.to_thread(self._choices.options, settings)

    def _publish(self) -> None:
        """Publish a changed snapshot; an unchanged one wakes nobody."""
        snapshot = self._tracker.snapshot(self._clock.now(), alerts_due := self._notifier.take_due())
        if (shown := shown_part(snapshot)) == self._published and not alerts_due:
            return
        self._published = shown
        self._publish_to(snapshot)

    def _until_next(self) -> float:
        now, ticks = self._clock.now(), self._clock.monotonic()
        waits = [plan.wait.longest_rest for plan in self._tracker.plans().values()] or [_REST_SECONDS]
        if (changes_at := self._tracker.changes_at(now)) is not None:
            waits.append((changes_at - now).total_seconds())
        if (ends_at := self._notifier.introduction_ends_at) is not None:
            waits.append(ends_at - ticks)
        for index, plan in self._tracker.plans().items():
            slot = self._slots[index]
            if slot.task is None and self._accounts.may_send(plan.state, index):
                waits.append(max((plan.wait.at - now).total_seconds(), slot.retry_not_before - ticks))
        return max(min(waits), _SHORTEST_SECONDS)

    async def _sleep(self, seconds: float) -> None:
        if self._commands or any(slot.refresh_requested and slot.task is None for slot in self._slots):
            self._due = True
            return
        self._presence.about_to_rest(seconds)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            self._due = True
            self._look()
        finally:
            self._wake.clear()
