"""The history as the loop sees it: noted and asked for in a worker thread, and never a reason to stop.

What cannot be written now waits in memory and is written with the next reading. Nothing is opened, and SQLite is not
imported, before the first call. Once a day old entries are thinned out; nothing wakes for it. This module must not know
tables or files, nor who reads the account.
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
from brim.backend.system.files import is_read_only
from brim.errors import StateError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.forecast.windowcurve import WindowCurve
    from brim.backend.history.entry import Entry
    from brim.backend.history.store import HistoryStore
    from brim.model.account import Account
    from brim.model.usage import Reading

FILE_NAME = "history.db"
_MOST_WAITING = 5_000
"""Entries that wait in memory while the disk refuses; then the oldest go."""
_AT_ONCE = 200
"""Entries that are written in one transaction: where a disk refuses, no more are tried in vain."""
_SETTLE_SECONDS = 3_600.0
"""What a power cut can cost."""


class HistoryRecorder:
    """What is kept of every account on this machine, for one process."""

    def __init__(
        self,
        folder: Path | None,
        now: Callable[[], datetime] = utc,
        *,
        patience: float = 0.25,
        thorough: bool = True,
    ) -> None:
        """Keep it in a file in `folder`; with None in memory only.

        `patience`: seconds to wait for another process that writes. `thorough`: read the whole file once, to find
        damage before it does harm.
        """
        self._path = None if folder is None else folder / FILE_NAME
        self._now = now
        self._patience = patience
        self._thorough = thorough
        self._guard = threading.Lock()
        self._made: HistoryStore | None = None
        self._waiting: deque[tuple[Account, Entry]] = deque(maxlen=_MOST_WAITING)
        self._written: tuple[tuple[Account, Entry], ...] = ()
        self._settled = time.monotonic()
        self._fault: type[StateError] | None = None

    async def note(self, account: Account, reading: Reading) -> None:
        """Keep what is new in a reading. Never raises: what cannot be written is complained about once, and waits."""
        from brim.backend.history.entry import entries

        found = entries(account, reading)
        if found and not is_read_only():
            await asyncio.to_thread(self._note, account, found)

    async def window_curves(self, account: str, window: str, *, since: datetime) -> tuple[WindowCurve, ...]:
        """The courses of the windows of `account` that held confirmed readings after `since`, oldest first.

        The last one is that of the running window, if there is one. Never raises: nothing is known of what cannot be
        read.
        """
        return await asyncio.to_thread(self._courses, account, window, since)

    async def aclose(self) -> None:
        """Write what waits, if that is possible now, and let go of the file."""
        await asyncio.to_thread(self._close)

    def _note(self, account: Account, found: tuple[Entry, ...]) -> None:
        with self._guard:
            self._waiting.extend((account, entry) for entry in found)
            self._flush()

    def _courses(self, account: str, window: str, since: datetime) -> tuple[WindowCurve, ...]:
        from brim.backend.history import queries

        def ask() -> tuple[WindowCurve, ...]:
            with self._store.reading() as connection:
                return () if connection is None else queries.window_curves(connection, account, window, since)

        with self._guard:
            try:
                kept = self._mending(ask)
            except StateError as error:
                self._complain(error)
                kept = ()
            waiting = [
                entry for who, entry in self._waiting if (who.id, entry.window) == (account, window) and entry.confirmed
            ]
        return _with(kept, waiting, since)

    def _close(self) -> None:
        with self._guard:
            if self._made is None:
                return
            self._flush()
            self._made.close()

    def _flush(self) -> None:
        self._recall()
        while self._waiting:
            some = [*islice(self._waiting, _AT_ONCE)]
            try:
                self._mending(partial(self._write, some))
            except StateError as error:
                self._complain(error)
                return
            self._fault = None
            if not self._recall():
                for _ in some:
                    self._waiting.popleft()
                self._written = tuple(some)

    def _recall(self) -> bool:
        """Let what was last written wait again, if another process was just setting that file aside."""
        if self._made is None or not self._made.astray():
            return False
        self._waiting = deque((*self._written, *self._waiting), maxlen=_MOST_WAITING)
        self._written = ()
        return True

    def _write(self, some: list[tuple[Account, Entry]]) -> None:
        from brim.backend.history import retention
        from brim.backend.history.entry import Change
        from brim.backend.history.writer import HistoryWriter

        store = self._store
        if self._thorough:
            store.check()
            self._thorough = False
        with store.reading() as view:
            book = None if view is None else HistoryWriter(view)
            if book is not None and all(book.news(entry) is Change.NONE for _, entry in some):
                return
        with store.writing() as connection:
            book = HistoryWriter(connection)
            for account in {account.id: account for account, _ in some}.values():
                book.name(account)
            for _, entry in some:
                book.add(entry)
            old = retention.due(connection, self._now())
        if old:
            store.check()
            self._age(store)
        if time.monotonic() - self._settled > _SETTLE_SECONDS:
            self._settled = time.monotonic()
            store.settle()

    def _age(self, store: HistoryStore) -> None:
        """In a transaction of its own: whatever becomes of it, the readings are kept."""
        from brim.backend.history import retention

        began = time.monotonic()
        with store.writing() as connection:
            gone = (retention.forget if self._path is None else retention.prune)(connection, self._now())
        logger.bind(file=FILE_NAME).debug("{} old readings thinned out, {:.3f} s", gone, time.monotonic() - began)

    @property
    def _store(self) -> HistoryStore:
        if self._made is None:
            from brim.backend.history.store import HistoryStore

            self._made = HistoryStore(self._path, self._patience)
        return self._made

    def _mending[T](self, work: Callable[[], T]) -> T:
        """Do it; when the file is damaged, set it aside and do it again."""
        from brim.backend.history.errors import DamagedError

        try:
            return work()
        except DamagedError:
            self._store.repair()
            return work()

    def _complain(self, error: StateError) -> None:
        if type(error) is not self._fault:
            logger.bind(file=FILE_NAME).warning("{}", error)
        self._fault = type(error)


@asynccontextmanager
async def open_history(
    folder: Path | None, *, patience: float = 0.25, thorough: bool = True
) -> AsyncIterator[HistoryRecorder]:
    """A recorder for the time of the block; what still waits is written at the end, if that is possible."""
    history = HistoryRecorder(folder, patience=patience, thorough=thorough)
    try:
        yield history
    finally:
        await history.aclose()


def _with(kept: tuple[WindowCurve, ...], waiting: list[Entry], since: datetime) -> tuple[WindowCurve, ...]:
    """The courses with what could not be written yet."""
    from brim.backend.forecast.windowcurve import WindowCurve
    from brim.backend.history.entry import same_span

    made = list(kept)
    for entry in waiting:
        if entry.percent is None or entry.resets_at is None or entry.read_at <= since:
            continue
        point = (entry.read_at, entry.percent)
        place = next((number for number, one in enumerate(made) if same_span(entry, one.resets_at)), None)
        if place is None:
            made.append(WindowCurve((point,), entry.resets_at))
        else:
            made[place] = replace(made[place], points=(*made[place].points, point))
    return tuple(sorted(made, key=lambda course: course.resets_at or utc()))
