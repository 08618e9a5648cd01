"""Reads one account within its polling policy: provider, gate and cadence, in order.

The tray's loop and every command read through this module, so that one machine sends requests like one program. This
module must not know who shows the result.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.fetching import cadence, incidents
from brim.backend.fetching.attempts import AttemptHistory, without_impossible_times
from brim.backend.fetching.backoff import after_failure
from brim.backend.fetching.cadence import PollContext, Wait
from brim.backend.fetching.presence import Presence
from brim.backend.fetching.sharedstate import SharedState
from brim.backend.providers.base import FirstContact
from brim.backend.readings import plausibility
from brim.backend.system.clock import utc
from brim.errors import BadAnswerError, ReadError
from brim.model.account import Health
from brim.words import cliprobe as words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.fetching.gate import Gate
    from brim.backend.fetching.gateformat import AttemptOutcome, RequestCounts
    from brim.backend.providers.base import AccountIdentity, Provider
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.model.usage import Reading

_LOCK_RETRY_SECONDS, _LOCK_RETRIES = 0.1, 200


class AccountReader:
    """Reads one account for this process."""

    def __init__(
        self,
        provider: Provider,
        state_dir: Path | None,
        now: Callable[[], datetime] = utc,
        presence: Callable[[], Presence] = Presence,
        *,
        long_lived: bool = True,
    ) -> None:
        """Share with other processes through `state_dir`; with None, keep everything in memory.

        `presence` returns whether somebody is at this machine. Without `long_lived` no request goes out unrecorded.
        """
        self._provider = provider
        self._now = now
        self._presence = presence
        self._shared = SharedState(state_dir, now, long_lived=long_lived)
        self.policy: PollingPolicy = provider.polling_policy
        """How often the account may be read; the settings may change it."""
        self.watched: Callable[[], bool] = bool
        """Whether every change of the account's files is reported; False while nobody knows."""
        self._loaded: tuple[AccountState, tuple[str, object]] | None = None

    async def load(self) -> AccountState:
        """The present state, without any request. Unchanged files are not read again, so an idle load is cheap."""
        version, state = self._unchanged()  # a few calls of stat(): a thread would wake the machine as often
        if state is None:
            identity, local = await self._provider.identify(), await self._provider.local_readings()
            state = await asyncio.to_thread(self._load_files, identity, local, version)
        return replace(state, active_at=await self._provider.active_at())

    def is_current(self) -> bool:
        """Whether every file is still the one that was loaded, or that an attempt has written."""
        return self._unchanged()[1] is not None

    def _unchanged(self) -> tuple[str, AccountState | None]:
        """The version of the login, and the state loaded before if every file is still the same."""
        version = self._provider.login_version()
        if self._loaded is None:
            return version, None
        state, versions = self._loaded
        same = versions == (version, self._shared.versions(state.identity))
        if not same or self._shared.unconfirmed_changes(state.identity):
            return version, None
        return version, replace(state, history=without_impossible_times(state.history, self._now(), self.policy))

    def _load_files(self, identity: AccountIdentity, local: tuple[Reading, ...], version: str) -> AccountState:
        versions = (version, self._shared.versions(identity))  # before the files are read: no change may be missed
        state = self._shared.with_confirmed(replace(self._shared.load(identity, self.policy), local_readings=local))
        self._loaded = state, versions
        return state

    def plan(self, state: AccountState) -> Wait:
        """The wait until the next attempt."""
        history = state.history
        if state.own_reading is None and history.health is Health.OK:
            history = replace(history, health=None)  # its reading was lost, so the next one is the first
        now = self._now()
        context = PollContext(
            login_version=state.identity.credentials_version,
            resets=state.resets,
            active_at=state.active_at,
            presence=self._presence().of_account(state.identity.account.id),
            watched=self.watched(),
            read_at=state.read_elsewhere_at(now),
            unconfirmed=plausibility.unconfirmed_in_a_row(state.confirmed or {}, history.tried_at, now),
        )
        wait = cadence.plan(history, context, now, self.policy)
        return wait.no_sooner(state.cli_probe.allowed_at(now), now)

    def refresh_allowed_at(self, state: AccountState) -> datetime | None:
        """The time before which a click on Refresh sends no request; None when it sends one at once."""
        now, version = self._now(), state.identity.credentials_version
        times = (
            cadence.refresh_allowed_at(state.history, now, self.policy, login_version=version),
            state.cli_probe.allowed_at(now),
        )
        return max((at for at in times if at is not None), default=None)

    def request_counts(self, state: AccountState) -> RequestCounts:
        """How many requests all processes have sent for the account."""
        return self._shared.gate(state.identity).attempts

    def recent_outcomes(self, state: AccountState) -> tuple[AttemptOutcome, ...]:
        """How the last attempts ended, oldest first."""
        return self._shared.gate(state.identity).recent

    async def read(self, *, requested: bool = False) -> AccountState:
        """Attempt a reading if one is due, or if a person `requested` it and it is allowed; returns the state after it.

        While another process sends a request, its answer is awaited and used instead.
        """
        for _ in range(_LOCK_RETRIES):
            state = await self.load()
            if not state.history.pending and not self._allowed(state, requested=requested):
                return state
            gate = self._shared.gate(state.identity)
            if gate.acquire():
                try:
                    return await self._attempt(gate, requested=requested)
                finally:
                    gate.release()
            await asyncio.sleep(_LOCK_RETRY_SECONDS)
        state = await self.load()
        logger.bind(account=state.identity.account.id).warning("Another Brim process has asked for long: not awaited")
        return state

    def should_check_incidents(self, state: AccountState, *, requested: bool = False) -> bool:
        """Whether a failure, or a person who `requested` it, makes a look at the provider's status page due."""
        needed = requested or incidents.check_needed(state.incident_note, state.history)
        return needed and state.identity.reads_incidents and incidents.check_allowed(state.incident_note, self._now())

    async def check_incidents(self, state: AccountState) -> AccountState:
        """Read the provider's status page, unless another process does or just did."""
        await self._shared.incident_cache(state.identity).refresh(self._provider.fetch_incident, self._now)
        return await self.load()

    def cli_allowed_at(self, state: AccountState) -> datetime | None:
        """The time before which the provider's program is not run again; None when it may run now."""
        return state.cli_probe.allowed_at(self._now())

    async def probe_cli(self) -> AccountState:
        """Run the provider's own program because a person wants it; not again soon after the last run."""
        state = await self.load()

        async def usage() -> Reading:
            reading = await self._provider.ask_program()
            if (await self._provider.identify()).account.id != state.identity.account.id:
                raise BadAnswerError(*words.account_changed(state.identity.account.vendor))
            return reading

        await self._shared.cli_probe(state.identity).run(usage, self._now)
        return await self.load()

    async def retry_refused_login(self) -> None:
        """Let the next load try again what was refused before, because a person asked for it."""
        await self._provider.retry_refused()

    async def aclose(self) -> None:
        """Close the provider."""
        await self._provider.aclose()

    def _allowed(self, state: AccountState, *, requested: bool) -> bool:
        return self.plan(state).seconds <= 0 or (requested and self.refresh_allowed_at(state) is None)

    async def _attempt(self, gate: Gate, *, requested: bool) -> AccountState:
        state = await self.load()  # the lock may be free because another process has just finished
        if not self._allowed(state, requested=requested):
            return state
        before = state.identity.account.id
        began, history = self._now(), state.history

        async def request_starts() -> None:
            nonlocal began, history
            if (await self._provider.identify()).account.id != before:  # another one, whose own pace is another
                raise ReadError(*words.account_changed(state.identity.account.vendor))
            began = self._now()
            started = replace(history, asked_at=began, asked_before=history.asked_at)
            await asyncio.to_thread(self._shared.note_request, gate, started, began)
            history = started

        reading: Reading | None = None
        try:
            attempt = FirstContact(request_starts) if history.tried_at is None else request_starts
            reading = await self._provider.read(attempt)
        except ReadError as error:
            identity = await self._provider.identify()
            failed = replace(history, tried_at=began)
            history = after_failure(failed, error, identity.credentials_version, self._now(), self.policy)
            logger.bind(account=identity.account.id, health=error.health).info("{}", error)
        else:
            identity = await self._provider.identify()
            jitter = random.uniform(0.0, self.policy.jitter)  # noqa: S311 - spreads load, guards nothing
            history = AttemptHistory(
                began, history.asked_at, Health.OK, jitter=jitter, asked_before=history.asked_before
            )
        if identity.account.id != before:
            return await self.load()  # the login changed meanwhile: it is unknown whose usage this is
        sent = history.asked_at != state.history.asked_at
        took = round(max((self._now() - began).total_seconds(), 0.0), 1) if sent else None
        gate.record_outcome(began, history.health or Health.OK, took)
        state = replace(state, identity=identity, history=history)
        state = await asyncio.to_thread(self._shared.save, gate, state, reading)
        if self._loaded is not None and self._loaded[1][0] == self._provider.login_version():
            self._loaded = state, (self._loaded[1][0], self._shared.versions(identity))  # no need to load our own files
        return state


@asynccontextmanager
async def open_reader(
    provider: Provider,
    state_dir: Path | None,
    now: Callable[[], datetime] = utc,
    presence: Callable[[], Presence] = Presence,
    *,
    long_lived: bool = True,
) -> AsyncIterator[AccountReader]:
    """A reader for the time of the block; its provider is closed afterwards."""
    reader = AccountReader(provider, state_dir, now, presence, long_lived=long_lived)
    try:
        yield reader
    finally:
        await reader.aclose()
