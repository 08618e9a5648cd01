"""Keeps the tray's own files in the data folder: who removes the folder while the tray runs gets all of them back.

What was read comes back with the next look at an account, as its owners keep it in memory. This module must not know
what a file holds, nor when the next look is.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.settings.choices import restore_choices
from brim.backend.system import wakeup
from brim.privatefiles import is_there

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.alerts.memorystore import AlertMemoryStore
    from brim.backend.fetching.presence import PresenceTracker


class StateFiles:
    """The files of a tray that other processes, and its own next start, need."""

    def __init__(self, state_dir: Path | None, presence: PresenceTracker, memory: AlertMemoryStore) -> None:
        """With None nothing is kept. `presence` also has the port of this tray, which `tray.json` names."""
        self._state_dir = state_dir
        self._presence = presence
        self._memory = memory
        self._reported = False

    async def keep(self) -> None:
        """Write the presence if it changed, and everything if it was removed. Never raises; opens no file if not."""
        if self._state_dir is not None and self._presence.port is not None:
            if is_there(self._state_dir / wakeup.FILE_NAME):
                self._reported = False
            else:
                await self._restore(self._state_dir, self._presence.port)
        await self._presence.write()

    async def _restore(self, state_dir: Path, port: int) -> None:
        if not self._reported:
            self._reported = True
            logger.bind(file=wakeup.FILE_NAME).warning(
                "Files were removed from the data folder; Brim writes its own again."
            )
        if await asyncio.to_thread(wakeup.write_tray_file, state_dir, port):
            await asyncio.to_thread(self._memory.restore)
            await asyncio.to_thread(restore_choices)
            self._presence.forget_written()
