"""Checks for a newer version of Brim while a tray runs, if that is switched on.

It looks at the shared file once an hour, because other processes may have checked and a clock stands still while the
machine sleeps; a request is sent at most once a day. While it is off it waits for the setting, and nothing else. This
module must not know how versions are asked for or shown.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from brim import __version__
from brim.backend.system.clock import utc
from brim.backend.updates.names import UPDATES_FILE
from brim.privatefiles import is_there

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.settings.updates import UpdateSettings
    from brim.backend.updates.updatefile import UpdateFile
    from brim.model.update import Update

_HOUR_SECONDS = 3600.0
_SHORTEST_SECONDS = 60.0
"""Also where the next request is due sooner: nobody waits for it."""
_END_SECONDS = 1.0


def _nobody(_: Update | None) -> None:
    """In place of a callback where nobody shows anything."""


class UpdateWatch:
    """The checks of one tray. Used in the loop only."""

    def __init__(
        self,
        state_dir: Path,
        now: Callable[[], datetime] = utc,
        installed: str = __version__,
    ) -> None:
        """Nothing is checked before `apply`."""
        self._state_dir, self._now, self._installed = state_dir, now, installed
        self.show: Callable[[Update | None], None] = _nobody
        """Called in the loop with a newer version, and with None once there is none."""
        self._settings: UpdateSettings | None = None
        self._file: UpdateFile | None = None
        self._changed = asyncio.Event()
        self._shown: Update | None = None

    def apply(self, settings: AppSettings) -> None:
        """Take changed settings; returns at once."""
        if settings.updates != self._settings:
            self._settings = settings.updates
            self._changed.set()

    async def run(self) -> None:
        """Check whenever that is due, until cancelled."""
        while True:
            self._changed.clear()
            seconds = await self._look()
            try:
                async with asyncio.timeout(seconds):
                    await self._changed.wait()
            except TimeoutError:
                pass

    async def _look(self) -> float | None:
        """Check if that is due, and show what is known; returns seconds until the next look, None for no other one."""
        settings = self._settings
        if settings is None or not settings.check:
            await asyncio.to_thread(self._note_off)
            self._take(None)
            return None
        from brim.backend.updates.check import check
        from brim.backend.updates.notice import update_to

        file = self._known_file()
        known = await asyncio.to_thread(file.load)
        if not known.on:
            await asyncio.to_thread(file.save, replace(known, on=True))
        known = replace(await check(file, settings.api_url, self._now), on=True)
        self._take(await asyncio.to_thread(update_to, known.latest, self._installed))
        return until_next_look(known.not_before, self._now())

    def _known_file(self) -> UpdateFile:
        """The file, which is imported only where checks are on, or were."""
        from brim.backend.updates.updatefile import UpdateFile

        if self._file is None:
            self._file = UpdateFile(self._state_dir)
        return self._file

    def _note_off(self) -> None:
        """Let the commands name no newer version, either; where nothing was ever checked nothing is written."""
        if self._settings is None or not is_there(self._state_dir / UPDATES_FILE):
            return
        known = self._known_file().load()
        if known.on:
            self._known_file().save(replace(known, on=False))

    def _take(self, update: Update | None) -> None:
        if update != self._shown:
            self._shown = update
            self.show(update)


def until_next_look(not_before: datetime | None, now: datetime) -> float:
    """Seconds until the shared file is worth a look again; no request is sent before `not_before`.

    Where that has passed although a look is just over, another process asks, or no file can be locked: an hour.
    """
    seconds = 0.0 if not_before is None else (not_before - now).total_seconds()
    return min(max(seconds, _SHORTEST_SECONDS), _HOUR_SECONDS) if seconds > 0 else _HOUR_SECONDS


@asynccontextmanager
async def checking(watch: UpdateWatch) -> AsyncIterator[None]:
    """Check for the time of the block."""
    task = asyncio.create_task(watch.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,), timeout=_END_SECONDS)
