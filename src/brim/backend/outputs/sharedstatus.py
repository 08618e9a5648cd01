"""The file in which the tray shares what it shows with programs that may not see a login.

`status.json` in the state folder: `schema`, `made_at`, `show` (`used` or `remaining`: which part people want to see),
`roots` (by id of an account, the folders whose transcripts are its own), `snoozed` (each `rule` with `until`; `all` is
every rule), and `accounts`, each as `brim status --json` prints it. It is replaced as a whole, and only when something
changed; ages in it are those of `made_at`. This module must not know who reads it.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.outputs.statusfile import SCHEMA, STATUS_FILE
from brim.backend.outputs.statusjson import account_json
from brim.backend.system.files import write_object
from brim.backend.system.followers import wake_followers
from brim.errors import StateError
from brim.model.options import IconShow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from brim.backend.system.files import Json
    from brim.model.snapshot import Snapshot


class SharedStatus:
    """Writes the file of one tray."""

    def __init__(self, state_dir: Path) -> None:
        """Nothing is written yet."""
        self._path = state_dir / STATUS_FILE
        self._newest: Snapshot | None = None
        self._changed = asyncio.Event()

    def take(self, snapshot: Snapshot) -> None:
        """Take what is shown now; returns at once."""
        self._newest = snapshot
        self._changed.set()

    async def run(self) -> None:
        """Write each snapshot, or the newest of several, until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._newest is not None:
                await self._write(self._newest)

    async def _write(self, snapshot: Snapshot) -> None:
        try:
            await asyncio.to_thread(self._write_and_tell, shared_json(snapshot))
        except StateError as error:
            logger.bind(file=STATUS_FILE).warning("{}", error)

    def _write_and_tell(self, content: Json) -> None:
        write_object(self._path, content)
        wake_followers(str(self._path.parent))


@asynccontextmanager
async def sharing_status(status: SharedStatus) -> AsyncIterator[None]:
    """Write for the time of the block."""
    task = asyncio.create_task(status.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))


def shared_json(snapshot: Snapshot) -> Json:
    """What the file holds."""
    shown = next((option.value for option in snapshot.options if option.key == "icon.show"), IconShow.USED)
    return {
        "schema": SCHEMA,
        "made_at": f"{snapshot.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "show": str(shown),
        "roots": {view.account.id: list(view.costs.roots) for view in snapshot.accounts if view.costs is not None},
        "snoozed": [{"rule": one.rule, "until": f"{one.until:%Y-%m-%dT%H:%M:%SZ}"} for one in snapshot.snoozed],
        "accounts": [account_json(view, snapshot.made_at) for view in snapshot.accounts],
    }
