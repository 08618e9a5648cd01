"""The asyncio thread of the reading side: its start, its end, and what is shown when it fails.

The backend is imported in the thread, after the icon is shown. This module must not know what is read.
"""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim import eventloop
from brim.model.account import Account, AccountView, Health
from brim.model.snapshot import Snapshot
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brim.bridge import Bridge
    from brim.model.options import DemoMode

_END_SECONDS = 1.5
_WORKERS = 3
"""Threads for files and for the resolver: one that waits for a name server must not keep files waiting."""


class BackendThread:
    """The asyncio thread: runs the reading side and nothing else."""

    def __init__(
        self,
        bridge: Bridge,
        demo: DemoMode,
        *,
        debug: bool,
        on_no_login: Callable[[], None] | None = None,
        upkeep: Callable[[Path], None] | None = None,
    ) -> None:
        """Prepare; no thread and no import of the backend before `start`.

        `on_no_login` runs in the thread; `upkeep` late, in one of its workers, with the data folder.
        """
        self._on_no_login = on_no_login
        self._upkeep = upkeep
        self._bridge = bridge
        self._demo = demo
        self._debug = debug
        self._guard = threading.Lock()
        self._ending = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="brim-backend", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, seconds: float = _END_SECONDS) -> bool:
        """Ask the backend to end and wait; False when it is still there after `seconds`."""
        with self._guard:
            self._ending = True
            if self._loop is not None and self._task is not None:
                self._loop.call_soon_threadsafe(self._task.cancel)
        if self._thread.ident is None:
            return True
        self._thread.join(seconds)
        return not self.is_alive()

    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            eventloop.run(self._serve(), workers=_WORKERS)
        except asyncio.CancelledError:
            return
        except Exception as error:  # noqa: BLE001 - a thread must not die silently
            self._report(error)

    async def _serve(self) -> None:
        with self._guard:
            if self._ending:
                return
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        from brim.backend import service

        try:
            await service.serve(
                self._bridge, self._demo, debug=self._debug, on_no_login=self._on_no_login, upkeep=self._upkeep
            )
        finally:
            with self._guard:
                self._loop = self._task = None

    def _report(self, error: Exception) -> None:
        from loguru import logger

        logger.opt(exception=error).error("The backend thread ended")
        problem = fetcherrors.updates_stopped()
        view = AccountView(Account("", fetcherrors.unknown_account(), ""), Health.ERROR, problem, stale=True)
        self._bridge.publish(Snapshot(datetime.now(UTC), (view,)))
