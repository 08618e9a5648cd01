"""The loop: wait, read, track, store, publish. Ordering only; every rule stands in another room.

It wakes for the next read, the next reset, the moment when figures grow stale, a command, the doorbell, and at least
every `Manners.look` seconds, to see a changed login or clock. This module must not know who is read or who looks on.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.cadence import EPOCH
from brim.backend.notifier import Notifier
from brim.backend.reader import utc
from brim.backend.settings import choose, options
from brim.backend.tracker import Outlook, UsageTracker
from brim.errors import BrimError
from brim.model import (
    Choose,
    Command,
    Desktop,
    DesktopEvent,
    NoticeResult,
    OpenPage,
    Problem,
    Quit,
    Refresh,
    Snooze,
    Snoozed,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.backend.episodes import Episodes
    from brim.backend.reader import Known, Reader
    from brim.backend.settings import AppSettings
    from brim.model import Snapshot

_FOLD_SECONDS = 2.0
"""Clicks so soon after a read that a click brought about belong to it."""
_JUMP_SECONDS = 60.0
"""A difference between the clocks that means sleep, or a changed clock."""
_SHORTEST_SECONDS = 0.05
_RETRY_SECONDS = 30.0
_AWAKE = {DesktopEvent.WOKE, DesktopEvent.ONLINE}
_TROUBLE = Problem("Brim has a fault", "Brim goes on by itself; the log in the state folder says what happened.")


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks: one that people set, and one that only goes on."""

    now: Callable[[], datetime] = utc
    monotonic: Callable[[], float] = time.monotonic


class Poller:
    """Reads accounts in turn and publishes what is known."""

    def __init__(
        self,
        readers: tuple[Reader, ...],
        episodes: Episodes,
        publish: Callable[[Snapshot], None],
        settings: AppSettings | None,
        clock: Clock | None = None,
    ) -> None:
        """`settings` are None for a simulated account, which has no choices and greets nobody."""
        self._readers = readers
        self._notifier = Notifier(episodes)
        self._publish_to = publish
        self._settings = settings
        self._clock = clock or Clock()
        self._tracker = UsageTracker(demo=settings is None)
        self._wake = asyncio.Event()
        self._commands: list[Choose | Snooze] = []
        self._published: Snapshot | None = None
        self._over = asyncio.Event()
        self._busy = False
        self._clicked = False
        self._nudged = False
        self._folds_until = self._quiet_until = self._clock.monotonic()
        self._marks = self._clock.now(), self._clock.monotonic()

    def handle(self, command: Command) -> None:
        """Take a command and return at once; it is obeyed in the loop."""
        match command:
            case Refresh():
                self._clicked |= not self._busy and self._clock.monotonic() >= self._folds_until
            case Choose() | Snooze():
                self._commands.append(command)
            case Desktop(event):
                self._nudged |= event in _AWAKE
            case NoticeResult(key, outcome):
                logger.bind(notice=key).debug("notice {}: {}", key, outcome)
                return  # nothing to do, so nobody is woken
            case Quit():
                self._over.set()
            case OpenPage():
                return
        self._wake.set()

    def wake(self) -> None:
        """Look at the shared files again."""
        self._wake.set()

    async def run(self) -> None:
        """Read until `Quit` or cancelled; the closing snapshot is published in either case."""
        rounds, over = asyncio.create_task(self._rounds()), asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait((rounds, over), return_when=asyncio.FIRST_COMPLETED)
            if rounds.done():
                rounds.result()  # raises: nothing else ends the rounds
        finally:
            rounds.cancel()
            over.cancel()
            await asyncio.gather(rounds, over, return_exceptions=True)
            self._publish_to(self._tracker.snapshot(self._clock.now(), self._notifier.take(), closing=True))

    async def _rounds(self) -> None:
        await self._start()
        while True:
            await self._sleep(await self._safe_round())

    async def _start(self) -> None:
        await self._notifier.start(self._settings, self._clock.now())
        if self._settings is not None:
            await self._apply(self._settings)

    async def _safe_round(self) -> float:
        try:
            seconds = await self._round()
        except Exception:  # noqa: BLE001 - a fault of ours must not end the gauge
            logger.opt(exception=True).error("A round failed")
            self._busy = False
            self._tracker.trouble = _TROUBLE
            self._publish()
            return _RETRY_SECONDS
        if self._tracker.trouble is not None:
            self._tracker.trouble = None
            self._publish()
        return seconds

    async def _round(self) -> float:
        """Do all that is due; the seconds until something may be due again."""
        self._compare_clocks()
        while self._commands:
            await self._obey(self._commands.pop(0))
        clicked, self._clicked = self._clicked, False
        nudged, self._nudged = self._nudged, False
        for place, reader in enumerate(self._readers):
            await self._serve(place, reader, clicked=clicked, nudged=nudged)
        self._publish()
        return self._until_next()

    def _compare_clocks(self) -> None:
        now, ticks = self._clock.now(), self._clock.monotonic()
        (was, was_ticks), self._marks = self._marks, (now, ticks)
        jump = (now - was).total_seconds() - (ticks - was_ticks)
        if abs(jump) > _JUMP_SECONDS:
            logger.bind(jump=jump).info("The clock went {:+.0f} s: slept, or it was set", jump)
            # The network needs a moment after sleep, and all waits are planned anew from what is known.
            self._quiet_until = ticks + max(reader.manners.after_reset for reader in self._readers)

    async def _obey(self, command: Choose | Snooze) -> None:
        if isinstance(command, Snooze):
            self._tracker.snooze(Snoozed(command.rule, command.until))
            return
        try:
            await self._apply(await asyncio.to_thread(choose, command.key, command.value))
        except BrimError as error:
            logger.bind(option=command.key).warning("{}", error)
            self._notifier.complain(error)

    async def _apply(self, settings: AppSettings) -> None:
        self._tracker.network = settings.claude.network
        self._tracker.options = await asyncio.to_thread(options, settings)

    async def _serve(self, place: int, reader: Reader, *, clicked: bool, nudged: bool) -> None:
        """One account: see what others have read, ask if that is due, and answer a click that asks nobody."""
        if clicked:
            await reader.reconsider()
        known = await reader.look()
        await self._learn(place, reader, known)
        due = reader.plan(known).seconds <= 0 and self._clock.monotonic() >= self._quiet_until
        allowed = reader.click(known) is None
        if self._tracker.network and (due or (allowed and (clicked or (nudged and known.past.problem is not None)))):
            after = await self._read(place, reader, wished=clicked or nudged)
            asked = after.past.asked_at != known.past.asked_at
        else:
            after, asked = known, False
        if clicked:
            self._folds_until = self._clock.monotonic() + min(_FOLD_SECONDS, reader.manners.click_floor)
        if clicked and not asked:
            now = self._clock.now()
            view = self._tracker.view(place, now)
            self._notifier.answer(view, after.past.tried_at, now, network=self._tracker.network)

    async def _read(self, place: int, reader: Reader, *, wished: bool) -> Known:
        self._busy = True
        self._tracker.begin(place)
        self._publish()
        try:
            known = await reader.read(wished=wished)
        finally:
            self._tracker.end(place)
            self._busy = False
        await self._learn(place, reader, known)
        return known

    async def _learn(self, place: int, reader: Reader, known: Known) -> None:
        outlook = Outlook(known, reader.manners, reader.plan(known), reader.click(known))
        if self._tracker.learn(place, outlook):
            now = self._clock.now()
            await self._notifier.consider(self._tracker.view(place, now), self._tracker.snoozed(now), now)

    def _publish(self) -> None:
        """Publish what changed; an unchanged snapshot wakes nobody."""
        alerts_due = self._notifier.take()
        snapshot = self._tracker.snapshot(self._clock.now(), alerts_due)
        # That a click would ask again is no news: whoever opens the menu sees it by the clock.
        still = tuple(replace(view, refresh_from=None) for view in snapshot.accounts)
        shown = replace(snapshot, accounts=still, alerts=(), made_at=EPOCH)
        if shown == self._published and not alerts_due:
            return
        self._published = shown
        self._publish_to(snapshot)

    def _until_next(self) -> float:
        now = self._clock.now()
        waits = [reader.manners.look for reader in self._readers]
        changes_at = self._tracker.changes_at(now)
        if changes_at is not None:
            waits.append((changes_at - now).total_seconds())
        if self._tracker.network:
            quiet = self._quiet_until - self._clock.monotonic()
            waits += [max(outlook.wait.seconds, quiet) for outlook in self._tracker.outlooks()]
        return max(min(waits), _SHORTEST_SECONDS)

    async def _sleep(self, seconds: float) -> None:
        if self._clicked or self._commands:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        finally:
            self._wake.clear()
