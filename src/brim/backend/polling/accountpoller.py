"""Serves one account in a round of the loop: what others have read, a request if one is due, an answer to a click.

This module must not know when a round begins, how many accounts there are, or who looks on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.alerts.policy import AlertContext
from brim.backend.forecast.cache import ForecastCache
from brim.backend.polling.tracker import ReadPlan
from brim.model.account import Health
from brim.model.command import AskCli, MenuOpened
from brim.words import cliprobe as words

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from brim.backend.alerts.notifier import Notifier
    from brim.backend.fetching.presence import PresenceTracker
    from brim.backend.fetching.reader import AccountState, Reader
    from brim.backend.history.recorder import HistoryRecorder
    from brim.backend.polling.tracker import UsageTracker
    from brim.model.command import Refresh

_FOLD_SECONDS = 2.0
"""Clicks so soon after a read that a click brought about belong to it."""


@dataclass(frozen=True, slots=True)
class PollerServices:
    """What outlives the loop."""

    notifier: Notifier
    history: HistoryRecorder


@dataclass(eq=False, slots=True)
class RefreshRequest:
    """A click on Refresh, until every account that it means has been served."""

    left: int
    """Accounts that are still to be served."""
    asked: bool = False
    """Somebody was asked: the figures are the answer."""


@dataclass(eq=False, slots=True)
class AccountSlot:
    """One account of the loop. Times are monotonic seconds."""

    place: int
    reader: Reader
    task: asyncio.Task[None] | None = None
    """It is being served."""
    late: bool = False
    """The round that began to serve it has ended."""
    busy: bool = False
    """A request is under way."""
    clicked: bool = False
    opened: bool = False
    """Somebody looks, since the last look around."""
    asks: bool = False
    """Somebody wants the program to be asked."""
    account: str = ""
    """Whose seat it is, once that is known."""
    folds_until: float = float("-inf")
    rests_until: float = float("-inf")
    """After a fault of ours nobody is woken for it before."""

    def hear(self, command: Refresh | MenuOpened | AskCli, ticks: float) -> None:
        """Take note of what a person did; clicks while a request is under way, or just after it, belong to it."""
        if isinstance(command, MenuOpened):
            self.opened = True
        elif isinstance(command, AskCli):
            self.asks |= command.account_id == self.account and not self.busy
        elif not self.busy and ticks >= self.folds_until:
            self.clicked = True


class AccountPoller:
    """Serves the seats of one loop."""

    def __init__(
        self,
        tracker: UsageTracker,
        kept: PollerServices,
        desk: PresenceTracker,
        publish: Callable[[], None],
        wake: Callable[[], None],
    ) -> None:
        """`publish` tells what is known now, `wake` brings another round."""
        self._tracker = tracker
        self._notifier, self._history = kept.notifier, kept.history
        self.forecaster = ForecastCache(kept.history)
        """Says what the figures lead to."""
        self._desk = desk
        self._clock = desk.clock
        self._publish = publish
        self._wake = wake

    async def serve(self, seat: AccountSlot, wish: RefreshRequest | None) -> None:
        """One account: see what others have read, ask if that is due, and answer a click that asks nobody."""
        reader, clicked = seat.reader, wish is not None
        if clicked:
            await reader.reconsider()
        known = await reader.look()
        await self._learn(seat, known)
        due = reader.plan(known).seconds <= 0 or (clicked and reader.click(known) is None)
        asked = False
        if self._tracker.network and self._tracker.leads(seat.place) and due:
            before, known = known, await self._busy(seat, reader.read(wished=clicked))
            asked = known.past.asked_at != before.past.asked_at
            if asked and known.past.health is not Health.OFFLINE:
                self._desk.reached()
        if wish is not None:
            seat.folds_until = self._clock.monotonic() + min(_FOLD_SECONDS, reader.manners.min_request_gap)
            self._answer(wish, asked=asked)
        if seat.asks:
            await self._ask_program(seat, known)
        await self._look_around(seat, known, clicked=clicked)

    def _answer(self, wish: RefreshRequest, *, asked: bool) -> None:
        """Answer a click when the last account that it means was served, if nobody was asked."""
        wish.left -= 1
        wish.asked |= asked
        if wish.left or wish.asked:
            return
        now = self._clock.now()
        place = self._tracker.pressing(now)
        if place is not None:
            tried_at = self._tracker.outlooks()[place].known.past.tried_at
            view = self._tracker.view(place, now)
            network, several = self._tracker.network, self._tracker.several
            self._notifier.answer_refresh(view, tried_at, now, network=network, with_label=several)

    async def _look_around(self, seat: AccountSlot, known: AccountState, *, clicked: bool) -> None:
        """Learn of an incident where one may explain a failure, or somebody looks."""
        opened, seat.opened = seat.opened or clicked, False
        if self._tracker.network and seat.reader.wonders(known, asked=opened):
            self._publish()
            await self._learn(seat, await seat.reader.look_around(known))
            self._wake()  # the other accounts find it in the shared file

    async def _ask_program(self, seat: AccountSlot, known: AccountState) -> None:
        """Ask the other side's own program; what went wrong is the answer to the click."""
        seat.asks = False
        now = self._clock.now()
        if (at := seat.reader.program_from(known)) is not None:
            self._notifier.show_problem(words.asked_too_soon(known.asked.at, at, now))
            return
        problem = (await self._busy(seat, seat.reader.ask_program())).asked.problem
        if problem is not None:
            self._notifier.show_problem(problem)

    async def _busy(self, seat: AccountSlot, reading: Awaitable[AccountState]) -> AccountState:
        """Let somebody be asked, and say so as long as that takes."""
        seat.busy = True
        self._tracker.begin(seat.place)
        self._publish()
        try:
            known = await reading
        finally:
            self._tracker.end(seat.place)
            seat.busy = False
        await self._learn(seat, known)
        return known

    async def _learn(self, seat: AccountSlot, known: AccountState) -> None:
        seat.account = known.identity.account.id
        news = self._tracker.learn(seat.place, ReadPlan.of(seat.reader, known))
        if news and known.reading is not None:
            await self._history.note(known.identity.account, known.reading)
        if self._tracker.leads(seat.place):
            now = self._clock.now()
            if known.reading is not None:
                forecasts = await self.forecaster.forecasts(known.identity.account.id, known.reading, now)
                self._tracker.foresee(seat.place, forecasts)
            presence, rules = self._desk.presence(), self._notifier.rules
            situation = AlertContext(rules, self._tracker.snoozed(now), presence.full_screen, presence.woke_at)
            view = self._tracker.view(seat.place, now)
            await self._notifier.evaluate(view, situation, now, with_label=self._tracker.several)
