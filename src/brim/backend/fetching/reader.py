"""One account, read as manners allow: the provider, the gate before it and the policy between them, in order.

The tray's poller and `brim status` both read through here, so that the machine asks as one. This module must not know
who shows the result.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.fetching import cadence, incidents
from brim.backend.fetching.cadence import LOGIN_FAULTS, AttemptHistory, PollContext, Wait
from brim.backend.fetching.cliprobe import CliProbe, CliProbeResult
from brim.backend.fetching.gate import Gate
from brim.backend.fetching.incidents import IncidentCache, IncidentNote
from brim.backend.fetching.presence import Presence
from brim.backend.readings import plausibility
from brim.backend.readings.figurestore import FigureStore
from brim.backend.readings.merge import merge
from brim.backend.system.clock import utc
from brim.backend.system.files import is_read_only
from brim.errors import BadAnswerError, ReadError
from brim.model.account import Health
from brim.model.usage import Source
from brim.words import cliprobe as words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brim.backend.fetching.gate import Attempts, Outcome
    from brim.backend.providers.base import Identity, PollingPolicy, Provider
    from brim.backend.readings.figures import FiguresByLimit
    from brim.model.usage import Reading

_PEEK_SECONDS = 0.1
_PEEKS = 200


@dataclass(frozen=True, slots=True)
class AccountState:
    """All that is known of one account before or after an attempt."""

    identity: Identity
    past: AttemptHistory
    answer: Reading | None
    """The last one to a request of ours."""
    local: tuple[Reading, ...] = ()
    """What other programs' files say."""
    beliefs: FiguresByLimit | None = None
    """What is believed of each limit; None when nothing is but what the readings say."""
    active_at: datetime | None = field(default=None, compare=False)
    """When the agent was last seen at work."""
    bulletin: IncidentNote = field(default_factory=IncidentNote)
    """What the other side reports of itself."""
    asked: CliProbeResult = field(default_factory=CliProbeResult)
    """What became of asking its program."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What every source says."""
        return (*self.local, *(one for one in (self.asked.reading, self.answer) if one is not None))

    @property
    def reading(self) -> Reading | None:
        """The present truth out of all sources."""
        return merge(self.readings, self.beliefs)


class Reader:
    """Reads one account for this process."""

    def __init__(
        self,
        provider: Provider,
        state_dir: Path | None,
        now: Callable[[], datetime] = utc,
        presence: Callable[[], Presence] = Presence,
    ) -> None:
        """Share with other processes through `state_dir`; with None, keep all in memory.

        `presence` tells what holds of the machine; of itself, nothing is known.
        """
        self._provider = provider
        self._state_dir = state_dir
        self._now = now
        self._presence = presence
        self._gates: dict[str, Gate] = {}
        self._ledgers: dict[str, FigureStore] = {}
        self._boards: dict[str, IncidentCache] = {}
        self._askings: dict[str, CliProbe] = {}
        self._seen: tuple[AccountState, tuple[str, object]] | None = None

    @property
    def manners(self) -> PollingPolicy:
        """How often the account may be asked."""
        return self._provider.polling_policy

    async def look(self) -> AccountState:
        """What is known now, without asking. Files that have not changed are not read again: an idle look is cheap."""
        login, known = self._look_again()  # a few calls of stat(): a thread for them would wake the machine as often
        if known is None:
            identity, local = await self._provider.identify(), await self._provider.local_readings()
            known = await asyncio.to_thread(self._look_anew, identity, local, login)
        return replace(known, active_at=await self._provider.active_at())

    def _look_again(self) -> tuple[str, AccountState | None]:
        """The mark of the login, and what was known at the last look if every file is still the same."""
        login = self._provider.login_version()
        if self._seen is None:
            return login, None
        known, marks = self._seen
        if marks != (login, self._marks(known.identity)) or self._ledger(known.identity).changed_by_others:
            return login, None
        return login, replace(known, past=cadence.without_impossible_times(known.past, self._now(), self.manners))

    def _look_anew(self, identity: Identity, local: tuple[Reading, ...], login: str) -> AccountState:
        marks = (login, self._marks(identity))  # before the files are read: a change meanwhile is seen next time
        known = self._believed(replace(self._load(identity), local=local))
        self._seen = known, marks
        return known

    def _believed(self, known: AccountState) -> AccountState:
        """With what is believed after what every source says; news of that is kept for other processes."""
        gate, ledger = self._gate(known.identity), self._ledger(known.identity)
        before = ledger.load()
        beliefs = plausibility.with_readings(before, known.readings, self._now())
        if plausibility.changed(before, beliefs) and not is_read_only():
            # When another process is asking, it is left alone: the files say the same at the next look.
            with gate.entered() as mine:
                if mine:
                    beliefs = plausibility.with_readings(ledger.load(), known.readings, self._now())
                    ledger.save(beliefs)
        return replace(known, beliefs=beliefs)

    def plan(self, known: AccountState) -> Wait:
        """The wait until the next attempt."""
        reading = known.reading
        windows = reading.windows if reading is not None else ()
        resets = tuple(at for window in windows if (at := window.resets_at) is not None and at > window.read_at)
        past = known.past
        if known.answer is None and past.health is Health.OK:
            past = replace(past, health=None)  # its reading got lost, so the next one is the first
        now = self._now()
        present = PollContext(
            stamp=known.identity.credentials_version,
            resets=resets,
            active_at=known.active_at,
            presence=self._presence(),
            read_at=_read_elsewhere(known, now),
            odd=plausibility.unconfirmed_in_a_row(known.beliefs or {}, past.tried_at, now),
        )
        wait = cadence.plan(past, present, now, self.manners)
        return wait.no_sooner(known.asked.possible_from(now), now)

    def click(self, known: AccountState) -> datetime | None:
        """Before this time a person's wish to read asks nobody; None when it asks at once."""
        now = self._now()
        waits = (
            cadence.refresh_allowed_at(known.past, now, self.manners, stamp=known.identity.credentials_version),
            known.asked.possible_from(now),
        )
        return max((at for at in waits if at is not None), default=None)

    def attempts(self, known: AccountState) -> Attempts:
        """How many requests all processes have sent for the account."""
        return self._gate(known.identity).attempts

    def recent(self, known: AccountState) -> tuple[Outcome, ...]:
        """How the last attempts ended, oldest first."""
        return self._gate(known.identity).recent

    async def read(self, *, wished: bool = False) -> AccountState:
        """Attempt a reading if one is due (or `wished` for and allowed), and tell what is known then.

        When another process is asking, its answer is awaited and taken instead.
        """
        for _ in range(_PEEKS):
            known = await self.look()
            if not known.past.pending and not self._may_ask(known, wished=wished):
                return known
            gate = self._gate(known.identity)
            if gate.enter():
                try:
                    return await self._ask(gate, wished=wished)
                finally:
                    gate.leave()
            await asyncio.sleep(_PEEK_SECONDS)
        logger.warning("Another Brim process has been asking for long; its answer is not awaited any more.")
        return await self.look()

    def wonders(self, known: AccountState, *, asked: bool = False) -> bool:
        """Whether a failure, or a person who `asked`, makes a look at the other side's incidents due."""
        needed = asked or incidents.check_needed(known.bulletin, known.past)
        return needed and incidents.check_allowed(known.bulletin, self._now())

    async def look_around(self, known: AccountState) -> AccountState:
        """See what the other side reports of itself, unless another process does or just did."""
        await self._board(known.identity).look(self._provider.fetch_incident, self._now)
        return await self.look()

    def program_from(self, known: AccountState) -> datetime | None:
        """Before this time a person's wish to ask the program asks nobody; None when it asks at once."""
        return known.asked.possible_from(self._now())

    async def ask_program(self) -> AccountState:
        """Let the other side's program tell, as a person wants it; one that was asked just now is not asked again."""
        known = await self.look()

        async def question() -> Reading:
            reading = await self._provider.ask_program()
            if (await self._provider.identify()).account.id != known.identity.account.id:
                raise BadAnswerError(*words.LOGIN_CHANGED)
            return reading

        await self._asking(known.identity).ask(question, self._now)
        return await self.look()

    async def reconsider(self) -> None:
        """A person asks: the next look tries again what was refused once."""
        await self._provider.retry_refused()

    async def aclose(self) -> None:
        """Let go of the provider."""
        await self._provider.aclose()

    def _may_ask(self, known: AccountState, *, wished: bool) -> bool:
        return self.plan(known).seconds <= 0 or (wished and self.click(known) is None)

    async def _ask(self, gate: Gate, *, wished: bool) -> AccountState:
        known = await self.look()  # the lock may have been got because another process has just finished
        if not self._may_ask(known, wished=wished):
            return known
        began, past = self._now(), known.past

        async def attempt() -> None:
            nonlocal began, past
            began = self._now()
            past = replace(
                past, asked_at=began, asked_before=past.asked_at
            )  # without an outcome: others see that a request is under way
            gate.count(began)
            await asyncio.to_thread(gate.save, past)

        reading: Reading | None = None
        try:
            reading = await self._provider.read(attempt)
        except ReadError as error:
            identity = await self._provider.identify()
            past = self._failed(replace(past, tried_at=began), error, identity.credentials_version)
            logger.bind(account=identity.account.id, health=error.health).info("{}", error)
        else:
            identity = await self._provider.identify()
            jitter = random.uniform(0.0, self.manners.jitter)  # noqa: S311 - spreads load, guards nothing
            past = AttemptHistory(began, past.asked_at, Health.OK, jitter=jitter, asked_before=past.asked_before)
        if identity.account.id != known.identity.account.id:
            return await self.look()  # the login changed hands meanwhile: nobody knows whose figures these are
        sent = past.asked_at != known.past.asked_at
        took = round(max((self._now() - began).total_seconds(), 0.0), 1) if sent else None
        gate.note(began, past.health or Health.OK, took)
        known = await asyncio.to_thread(self._keep, gate, replace(known, identity=identity, past=past), reading)
        if self._seen is not None and self._seen[1][0] == self._provider.login_version():
            self._seen = known, (self._seen[1][0], self._marks(identity))  # our own writing is no news to us
        return known

    def _keep(self, gate: Gate, known: AccountState, reading: Reading | None) -> AccountState:
        """Store the outcome of an attempt, and what is believed after it."""
        if reading is not None:
            known = self._believed(replace(known, answer=reading))
            known = replace(known, answer=plausibility.mark_unconfirmed(reading, known.beliefs or {}))
        gate.save(known.past, known.answer if reading is not None else None)
        return known

    def _failed(self, past: AttemptHistory, error: ReadError, stamp: str) -> AttemptHistory:
        failures = past.failures + 1 if past.health is error.health else 1
        until = None
        if error.health is Health.BLOCKED or (error.retry_after or 0) > 0:
            wait = cadence.backoff(error.health, failures, error.retry_after, self.manners)
            until = self._now() + timedelta(seconds=wait)
        return AttemptHistory(
            tried_at=past.tried_at,
            asked_at=past.asked_at,
            health=error.health,
            failures=failures,
            problem=error.problem,
            blocked_until=until,
            refused=stamp if error.health in LOGIN_FAULTS else None,
            theirs=error.incident_possible,
            asked_before=past.asked_before,
        )

    def _load(self, identity: Identity) -> AccountState:
        gate = self._gate(identity)
        past, reading = gate.load()
        settled = cadence.without_impossible_times(past, self._now(), self.manners)
        if settled != past:
            gate.save(settled)
        bulletin, asked = self._board(identity).load(), self._asking(identity).load()
        return AccountState(identity, settled, reading, bulletin=bulletin, asked=asked)

    def _marks(self, identity: Identity) -> tuple[object, ...]:
        """Changes whenever what processes share of the account does."""
        return (*self._gate(identity).marks(), self._board(identity).mark(), self._asking(identity).mark())

    def _board(self, identity: Identity) -> IncidentCache:
        key = identity.account.provider
        if key not in self._boards:
            folder = None if self._state_dir is None else self._state_dir / "incidents"
            self._boards[key] = IncidentCache(folder / f"{key}.json" if folder is not None else None)
        return self._boards[key]

    def _gate(self, identity: Identity) -> Gate:
        key = identity.account.id
        if key not in self._gates:
            self._gates[key] = Gate(self._folder(key))
        return self._gates[key]

    def _asking(self, identity: Identity) -> CliProbe:
        key = identity.account.id
        if key not in self._askings:
            lock = None if self._state_dir is None else self._state_dir / "program.lock"
            self._askings[key] = CliProbe(self._folder(key), lock)
        return self._askings[key]

    def _ledger(self, identity: Identity) -> FigureStore:
        key = identity.account.id
        if key not in self._ledgers:
            self._ledgers[key] = FigureStore(self._folder(key))
        return self._ledgers[key]

    def _folder(self, account: str) -> Path | None:
        return None if self._state_dir is None else self._state_dir / "accounts" / account


def _read_elsewhere(known: AccountState, now: datetime) -> datetime | None:
    """When the agent, for itself or because we asked it, last read all that our last answer told; None for never."""
    answer = known.answer
    if answer is None:
        return None
    names = {window.id for window in answer.windows}
    return max(
        (
            reading.fetched_at
            for reading in known.readings
            if reading.source in {Source.CACHE, Source.CLI}
            and reading.fetched_at <= now
            and names <= {window.id for window in reading.windows}
            and (answer.spend is None or reading.spend is not None)
        ),
        default=None,
    )
