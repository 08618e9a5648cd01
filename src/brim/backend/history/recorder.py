"""The history for the event loop: readings are recorded and curves read in a worker thread, and errors stop nothing.

Readings that cannot be written now wait in memory and are written with the next reading. Nothing is opened, and SQLite
is not imported, before the first call. Once a day old entries are thinned out, together with a new reading; no timer is
set for it. This module must not know tables or the format of the file, nor who reads the account.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.system.clock import utc
from brim.backend.system.readonly import is_read_only
from brim.errors import StateError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.forecast.windowcurve import WindowCurve
    from brim.backend.history.entry import HistoryEntry
    from brim.backend.history.store import HistoryStore
    from brim.model.account import Account
    from brim.model.usage import Reading

FILE_NAME = "history.db"
_MAX_WAITING = 5_000
"""Entries that wait in memory while the disk refuses; the oldest ones are dropped beyond that."""
_BATCH_SIZE = 200
"""Entries in one transaction: where a disk refuses, no more are tried in vain."""
_CHECKPOINT_SECONDS = 3_600.0
"""A power failure can lose at most the readings of this time."""


class HistoryRecorder:
    """Records the readings of every account for one process."""

    def __init__(
        self,
        folder: Path | None,
        now: Callable[[], datetime] = utc,
        *,
        lock_timeout: float = 0.25,
        check_file: bool = True,
    ) -> None:
        """Store readings in a file in `folder`; with None in memory only.

        `lock_timeout`: seconds to wait for another process that writes. `check_file`: read the whole file once, before
        the first write, so that damage is detected before it spreads.
        """
        self._path = None if folder is None else folder / FILE_NAME
        self._now = now
        self._lock_timeout = lock_timeout
        self._check_file = check_file
        self._lock = threading.Lock()
        self._opened_store: HistoryStore | None = None
        self._waiting: deque[tuple[Account, HistoryEntry]] = deque(maxlen=_MAX_WAITING)
        self._last_batch: tuple[tuple[Account, HistoryEntry], ...] = ()
        self._checkpointed_at = time.monotonic()
        self._last_error: type[StateError] | None = None

    async def record(self, account: Account, reading: Reading) -> None:
        """Store the changes in a reading. Never raises: what cannot be written waits, and the log says so once."""
        from brim.backend.history.entry import reading_entries

        entries = reading_entries(account, reading)
        if entries and not is_read_only():
            await asyncio.to_thread(self._record, account, entries)

    async def window_curves(self, account: str, window: str, *, since: datetime) -> tuple[WindowCurve, ...]:
        """The curves of the windows of `account` that have confirmed readings after `since`, oldest first.

        The last one is that of the running window, if there is one. Never raises: without a readable file only the
        readings that wait in memory are returned.
        """
        return await asyncio.to_thread(self._window_curves, account, window, since)

    async def aclose(self) -> None:
        """Write what waits, if that is possible now, and close the file."""
        await asyncio.to_thread(self._close)

    def _record(self, account: Account, entries: tuple[HistoryEntry, ...]) -> None:
        with self._lock:
            self._waiting.extend((account, entry) for entry in entries)
            self._flush()

    def _window_curves(self, account: str, window: str, since: datetime) -> tuple[WindowCurve, ...]:
        from brim.backend.history import queries

        def read() -> tuple[WindowCurve, ...]:
            with self._store.reading() as connection:
                return () if connection is None else queries.window_curves(connection, account, window, since)

        with self._lock:
            try:
                stored = self._with_quarantine(read)
            except StateError as error:
                self._log_once(error)
                stored = ()
            waiting = [
                entry
                for owner, entry in self._waiting
                if (owner.id, entry.window) == (account, window) and entry.confirmed
            ]
        return _with_waiting(stored, waiting, since)

    def _close(self) -> None:
        with self._lock:
            if self._opened_store is None:
                return
            self._flush()
            self._opened_store.close()

    def _flush(self) -> None:
        self._requeue_lost_batch()
        while self._waiting:
            batch = [*islice(self._waiting, _BATCH_SIZE)]
            try:
                self._with_quarantine(partial(self._write, batch))
            except StateError as error:
                self._log_once(error)
                return
            self._last_error = None
            if not self._requeue_lost_batch():
                for _ in batch:
                    self._waiting.popleft()
                self._last_batch = tuple(batch)

    def _requeue_lost_batch(self) -> bool:
        """Put the last batch back into the queue, if another process has just set the file aside that has it."""
        if self._opened_store is None or not self._opened_store.last_write_was_quarantined():
            return False
        self._waiting = deque((*self._last_batch, *self._waiting), maxlen=_MAX_WAITING)
        self._last_batch = ()
        return True

    def _write(self, batch: list[tuple[Account, HistoryEntry]]) -> None:
        from brim.backend.history import retention
        from brim.backend.history.entry import EntryChange
        from brim.backend.history.entrywriter import HistoryWriter

        store = self._store
        if self._check_file:
            store.check()
            self._check_file = False
        with store.reading() as connection:
            writer = None if connection is None else HistoryWriter(connection)
            if writer is not None and all(writer.change_for(entry) is EntryChange.NONE for _, entry in batch):
                return
        with store.writing() as connection:
            writer = HistoryWriter(connection)
            for account in {account.id: account for account, _ in batch}.values():
                writer.save_label(account)
            for _, entry in batch:
                writer.add(entry)
            prune_due = retention.is_due(connection, self._now())
        if prune_due:
            store.check()
            self._prune(store)
        if time.monotonic() - self._checkpointed_at > _CHECKPOINT_SECONDS:
            self._checkpointed_at = time.monotonic()
            store.checkpoint()

    def _prune(self, store: HistoryStore) -> None:
        """Thin out old entries in a separate transaction, so that a failure does not undo the new readings."""
        from brim.backend.history import retention

        began = time.monotonic()
        with store.writing() as connection:
            prune = retention.prune_memory if self._path is None else retention.prune
            removed = prune(connection, self._now())
        logger.bind(file=FILE_NAME).debug("{} old entries thinned out, {:.3f} s", removed, time.monotonic() - began)

    @property
    def _store(self) -> HistoryStore:
        if self._opened_store is None:
            from brim.backend.history.store import HistoryStore

            self._opened_store = HistoryStore(self._path, self._lock_timeout)
        return self._opened_store

    def _with_quarantine[T](self, work: Callable[[], T]) -> T:
        """Call `work`; when the file is damaged, set it aside and call it again."""
        from brim.backend.history.errors import DamagedError

        try:
            return work()
        except DamagedError:
            self._store.quarantine_if_damaged()
            return work()

    def _log_once(self, error: StateError) -> None:
        if type(error) is not self._last_error:
            logger.bind(file=FILE_NAME).warning("{}", error)
        self._last_error = type(error)


@asynccontextmanager
async def open_history(
    folder: Path | None, *, lock_timeout: float = 0.25, check_file: bool = True
) -> AsyncIterator[HistoryRecorder]:
    """A recorder for the time of the block; what still waits is written at the end, if that is possible."""
    history = HistoryRecorder(folder, lock_timeout=lock_timeout, check_file=check_file)
    try:
        yield history
    finally:
        await history.aclose()


def _with_waiting(
    stored: tuple[WindowCurve, ...], waiting: list[HistoryEntry], since: datetime
) -> tuple[WindowCurve, ...]:
    """The stored curves together with the entries that could not be written yet."""
    from brim.backend.forecast.windowcurve import WindowCurve
    from brim.backend.history.entry import belongs_to_window

    curves = list(stored)
    for entry in waiting:
        if entry.percent is None or entry.resets_at is None or entry.read_at <= since:
            continue
        point = (entry.read_at, entry.percent)
        windows = range(len(curves) - 1, -1, -1)  # of two windows with one reset, the one after an early reset
        index = next((i for i in windows if belongs_to_window(entry, curves[i].resets_at)), None)
        if index is None:
            curves.append(WindowCurve((point,), entry.resets_at))
        else:
            curves[index] = replace(curves[index], points=(*curves[index].points, point))
    return tuple(sorted(curves, key=lambda curve: curve.resets_at or utc()))
