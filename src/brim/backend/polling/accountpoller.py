"""Reads one account and records what follows: usage, history, forecasts and alerts.

The steps are the same for the tray's loop (`serve`) and for one command (`readonce`). This module must not know
when a round starts, how many accounts there are, or who shows the result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brim.backend.alerts.policy import AlertContext
from brim.backend.forecast.cache import ForecastCache
from brim.backend.polling.accountview import ReadPlan
from brim.backend.settings.choices import SavedChoices
from brim.model.account import Health
from brim.words import cliprobe as words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from brim.backend.alerts.notifier import Notifier
    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.fetching.presence import PresenceTracker
    from brim.backend.history.recorder import HistoryRecorder
    from brim.backend.polling.accountslot import AccountSlot, RefreshRequest
    from brim.backend.polling.statefiles import StateFiles
    from brim.backend.polling.usagetracker import UsageTracker
    from brim.backend.settings.choices import UnsavedChoices
    from brim.model.account import Problem

_JOIN_SECONDS = 2.0
"""A click so soon after a read that a click started belongs to that read."""


def _nothing() -> None:
    """In place of a callback where nobody waits."""


@dataclass(frozen=True, slots=True)
class PollerServices:
    """What outlives the loop."""

    notifier: Notifier
    history: HistoryRecorder
    files: StateFiles | None = None
    """None when nothing is kept."""
    choices: SavedChoices | UnsavedChoices = field(default_factory=SavedChoices)
    """What is chosen in the menu: stored on this machine, or that of a simulated account."""
    look: Callable[[], None] = _nothing
    """Called when the loop looks at the files because a while has passed."""


class AccountPoller:
    """The steps of reading an account, over one tracker."""

    def __init__(
        self,
        tracker: UsageTracker,
        history: HistoryRecorder,
        presence: PresenceTracker,
        notifier: Notifier | None = None,
    ) -> None:
        """Without a `notifier` no alert is decided."""
        self._tracker = tracker
        self._history = history
        self._presence = presence
        self._notifier = notifier
        self._clock = presence.clock
        self.publish: Callable[[], None] = _nothing
        """Called when the present state is to be shown."""
        self.wake: Callable[[], None] = _nothing
        """Called when another round is needed."""
        self.forecasts = ForecastCache(history)
        """Forecasts of all accounts."""

    async def serve(self, slot: AccountSlot, request: RefreshRequest | None) -> None:
        """One round for one account: load, read if due, answer a click that sent no request, check incidents."""
        requested = request is not None
        if requested:
            await slot.reader.retry_refused_login()
        state = await self.load(slot)
        due = slot.reader.plan(state).seconds <= 0 or (requested and slot.reader.refresh_allowed_at(state) is None)
        sent = False
        if self.may_send(state, slot.index) and due:
            before, state = state, await self.read(slot, state, requested=requested)
            sent = state.history.asked_at != before.history.asked_at
        if request is not None:
            slot.clicks_join_until = self._clock.monotonic() + min(_JOIN_SECONDS, slot.reader.policy.min_request_gap)
            self._answer(request, sent=sent)
        if slot.cli_requested:
            await self._answer_cli_request(slot, state)
        opened, slot.menu_opened = slot.menu_opened or requested, False
        if self.may_send(state, slot.index) and slot.reader.should_check_incidents(state, requested=opened):
            self.publish()
            await self.check_incidents(slot, state)
            self.wake()  # the other accounts find it in the shared file

    async def introduce_new(self) -> bool:
        """Tell the user of providers that were found and not introduced; returns whether they need not wait longer."""
        found = [
            plan.state.identity.account
            for index, plan in self._tracker.plans().items()
            if self._tracker.may_send(index) and self._waits(plan.state)
        ]
        if self._notifier is None:
            return False
        return await self._notifier.introduce(found, self._clock.monotonic())

    def may_send(self, state: AccountState, index: int) -> bool:
        """Whether requests for an account are switched on, and the user was told of its provider."""
        return self._tracker.may_send(index) and not self._waits(state)

    def _waits(self, state: AccountState) -> bool:
        """Whether an account that can be asked has a provider that the user was not told of."""
        identity = state.identity
        return self._notifier is not None and identity.ready and self._notifier.must_introduce(identity.account)

    async def load(self, slot: AccountSlot) -> AccountState:
        """The state of an account without any request."""
        return await self._record(slot, await slot.reader.load())

    async def read(self, slot: AccountSlot, before: AccountState, *, requested: bool) -> AccountState:
        """Send a request if the polling policy allows it, or use the answer that another process waits for."""
        state = await self._while_requesting(slot, slot.reader.read(requested=requested))
        if state.history.asked_at != before.history.asked_at and state.history.health is not Health.OFFLINE:
            self._presence.note_online()
        return state

    async def probe_cli(self, slot: AccountSlot) -> AccountState:
        """Run the provider's own program, unless it ran just before."""
        return await self._while_requesting(slot, slot.reader.probe_cli())

    async def check_incidents(self, slot: AccountSlot, state: AccountState) -> AccountState:
        """Read the provider's status page."""
        return await self._record(slot, await slot.reader.check_incidents(state))

    def _answer(self, request: RefreshRequest, *, sent: bool) -> None:
        """Once the last account of a click was served: say why no request was sent, if none was."""
        request.accounts_left -= 1
        request.sent |= sent
        if request.accounts_left or request.sent or self._notifier is None:
            return
        now = self._clock.now()
        index = self._tracker.most_pressing(now)
        if index is not None:
            tried_at = self._tracker.plans()[index].state.history.tried_at
            view = self._tracker.view(index, now)
            network, several = self._tracker.may_send(index), self._tracker.several
            self._notifier.answer_refresh(view, tried_at, now, network=network, with_label=several)

    async def _answer_cli_request(self, slot: AccountSlot, state: AccountState) -> None:
        """Run the provider's own program for a click; a failure is the answer to it."""
        slot.cli_requested = False
        now = self._clock.now()
        if (at := slot.reader.cli_allowed_at(state)) is not None:
            problem: Problem | None = words.asked_too_soon(state.identity.account.vendor, state.cli_probe.at, at, now)
        else:
            problem = (await self.probe_cli(slot)).cli_probe.problem
        if problem is not None and self._notifier is not None:
            self._notifier.show_problem(problem)

    async def _while_requesting(self, slot: AccountSlot, request: Awaitable[AccountState]) -> AccountState:
        """Show that a request is under way as long as it lasts."""
        slot.requesting = True
        self._tracker.request_started(slot.index)
        self.publish()
        try:
            state = await request
        finally:
            self._tracker.request_ended(slot.index)
            slot.requesting = False
        return await self._record(slot, state)

    async def _record(self, slot: AccountSlot, state: AccountState) -> AccountState:
        """Give a state to the tracker, the history, the forecasts and the alerts."""
        slot.account = state.identity.account.id
        changed = self._tracker.record(slot.index, ReadPlan.of(slot.reader, state))
        if changed and state.reading is not None:
            await self._history.record(state.identity.account, state.reading)
        if self._tracker.leads(slot.index):
            now = self._clock.now()
            if state.reading is not None:
                self._tracker.set_forecasts(
                    slot.index, await self.forecasts.forecasts(slot.account, state.reading, now)
                )
            await self._consider_alerts(slot)
        return state

    async def _consider_alerts(self, slot: AccountSlot) -> None:
        if self._notifier is None:
            return
        now, presence = self._clock.now(), self._presence.presence()
        snoozed = self._tracker.snoozed(now)
        context = AlertContext(self._notifier.rules, snoozed, presence.full_screen, presence.woke_at)
        view = self._tracker.view(slot.index, now)
        await self._notifier.evaluate(view, context, now, with_label=self._tracker.several)
