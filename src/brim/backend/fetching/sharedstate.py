"""The files that all Brim processes share about the accounts of one provider, as one owner: loaded, compared, written.

This module must not know how an account is read, nor when.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.fetching.accountstate import AccountState
from brim.backend.fetching.attempts import without_impossible_times
from brim.backend.fetching.cliprobe import CliProbe
from brim.backend.fetching.gate import Gate
from brim.backend.fetching.incidents import IncidentCache
from brim.backend.readings import figures, plausibility
from brim.backend.readings.figurestore import FigureStore
from brim.backend.system.readonly import is_read_only
from brim.errors import ReadError
from brim.words import fetcherrors as words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.fetching.attempts import AttemptHistory
    from brim.backend.providers.base import AccountIdentity
    from brim.backend.providers.pollingpolicy import PollingPolicy
    from brim.model.usage import Reading


class SharedState:
    """The shared files below a data folder; with None, the same in memory."""

    def __init__(self, state_dir: Path | None, now: Callable[[], datetime], *, long_lived: bool = True) -> None:
        """Open nothing yet; a `long_lived` process may keep in memory what no file can hold, another may not."""
        self._state_dir = state_dir
        self._now = now
        self._long_lived = long_lived
        self._gates: dict[str, Gate] = {}
        self._confirmed_stores: dict[str, FigureStore] = {}
        self._incident_caches: dict[str, IncidentCache] = {}
        self._cli_probes: dict[str, CliProbe] = {}

    def load(self, identity: AccountIdentity, policy: PollingPolicy) -> AccountState:
        """The state of an account by its files, without the readings of other programs."""
        gate = self.gate(identity)
        history, reading = gate.load()
        possible = without_impossible_times(history, self._now(), policy)
        if possible != history:
            gate.save(possible)
        note, probe = self.incident_cache(identity).load(), self.cli_probe(identity).load()
        return AccountState(identity, possible, reading, incident_note=note, cli_probe=probe)

    def versions(self, identity: AccountIdentity) -> tuple[object, ...]:
        """Differs whenever `load` may return something else; opens no file."""
        caches = self.incident_cache(identity), self.cli_probe(identity)
        return (*self.gate(identity).versions(), *(cache.version() for cache in caches))

    def unconfirmed_changes(self, identity: AccountIdentity) -> bool:
        """Whether another process has changed the confirmed figures since they were loaded."""
        return self._confirmed_store(identity).changed_by_others

    def with_confirmed(self, state: AccountState) -> AccountState:
        """The state with the confirmed figures that follow from its readings; a change is written for all processes."""
        gate, store = self.gate(state.identity), self._confirmed_store(state.identity)
        before = store.load()
        confirmed = plausibility.with_readings(before, state.readings, self._now())
        if figures.changed(before, confirmed) and not is_read_only():
            # While another process sends a request it is left alone: the files say the same at the next load.
            with gate.held() as held:
                if held:
                    confirmed = plausibility.with_readings(store.load(), state.readings, self._now())
                    store.save(confirmed)
        return replace(state, confirmed=confirmed)

    def save(self, gate: Gate, state: AccountState, reading: Reading | None) -> AccountState:
        """Write the outcome of an attempt; returns the state with the figures that are confirmed after it."""
        if reading is None:
            gate.save(state.history)
            return state
        state = self.with_confirmed(replace(state, own_reading=reading))
        state = replace(state, own_reading=plausibility.mark_unconfirmed(reading, state.confirmed or {}))
        gate.save(state.history, state.own_reading)
        return state

    def note_request(self, gate: Gate, history: AttemptHistory, now: datetime) -> None:
        """Write that a request is about to be sent; without an outcome, others see that it is under way.

        Raises ReadError when that will be forgotten: nobody may send it then. A command that asks without a trace would
        ask each time it is run, even while the server wants a pause.
        """
        gate.count_request(now)
        gate.save(history)
        if not self._long_lived and not gate.kept:
            raise ReadError(*words.time_not_kept(self._state_dir))

    def gate(self, identity: AccountIdentity) -> Gate:
        """The lock, the attempts and the last reading of an account."""
        key = identity.account.id
        if key not in self._gates:
            self._gates[key] = Gate(self._folder(key), long_lived=self._long_lived)
        return self._gates[key]

    def incident_cache(self, identity: AccountIdentity) -> IncidentCache:
        """The reports of the provider's status page."""
        key = identity.account.provider
        if key not in self._incident_caches:
            folder = None if self._state_dir is None else self._state_dir / "incidents"
            path = folder / f"{key}.json" if folder is not None else None
            self._incident_caches[key] = IncidentCache(path, long_lived=self._long_lived)
        return self._incident_caches[key]

    def cli_probe(self, identity: AccountIdentity) -> CliProbe:
        """The results of the provider's own program."""
        key = identity.account.id
        if key not in self._cli_probes:
            lock = None if self._state_dir is None else self._state_dir / "program.lock"
            self._cli_probes[key] = CliProbe(self._folder(key), lock, long_lived=self._long_lived)
        return self._cli_probes[key]

    def _confirmed_store(self, identity: AccountIdentity) -> FigureStore:
        key = identity.account.id
        if key not in self._confirmed_stores:
            self._confirmed_stores[key] = FigureStore(self._folder(key))
        return self._confirmed_stores[key]

    def _folder(self, account: str) -> Path | None:
        return None if self._state_dir is None else self._state_dir / "accounts" / account
