"""The file in which the tray shares what it shows with programs that may not see a login.

`status.json` in the state folder: `schema`, `made_at`, `show` (`used` or `remaining`: which part people want to see),
and `accounts`, each as `brim status --json` prints it. It is replaced as a whole, and only when something changed; ages
in it are those of `made_at`. This module must not know who reads it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.outputs.statusjson import account_json
from brim.backend.system.files import write_object
from brim.errors import StateError
from brim.model.options import IconShow
from brim.privatefiles import is_there

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.system.files import Json
    from brim.model.snapshot import Snapshot

STATUS_FILE = "status.json"


class SharedStatus:
    """Writes the file of one tray."""

    def __init__(self, state_dir: Path) -> None:
        """Nothing is written yet."""
        self._path = state_dir / STATUS_FILE
        self._shared: Snapshot | None = None

    async def share(self, snapshot: Snapshot) -> None:
        """Write what a snapshot shows, unless that is written already. Never raises."""
        if snapshot is self._shared and is_there(self._path):
            return
        try:
            await asyncio.to_thread(write_object, self._path, shared_json(snapshot))
        except StateError as error:
            logger.bind(file=STATUS_FILE).warning("{}", error)
            return
        self._shared = snapshot


def shared_json(snapshot: Snapshot) -> Json:
    """What the file holds."""
    shown = next((option.value for option in snapshot.options if option.key == "icon.show"), IconShow.USED)
    return {
        "schema": 1,
        "made_at": f"{snapshot.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "show": str(shown),
        "accounts": [account_json(view, snapshot.made_at) for view in snapshot.accounts],
    }
