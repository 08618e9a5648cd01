"""The file in which the tray shares what it shows with programs that may not see a login.

`status.json` in the state folder: `schema`, `made_at`, `show` (`used` or `remaining`: which part people want to see),
`roots` (by id of an account, the folders whose transcripts are its own), `snoozed` (each `rule` with `until`; `all` is
every rule), and `accounts`, each as `brim status --json` prints it. `answer` is for `brim status` of the same version
alone, and may be missing. The file is replaced as a whole, and only when something changed; ages in it are those of
`made_at`. Where no tray runs, a command that has read the accounts writes it. This module must not know who reads it.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.outputs.statusanswer import KEY, answer_json
from brim.backend.outputs.statusfile import SCHEMA, STATUS_FILE, object_in, read_status
from brim.backend.outputs.statusjson import account_json
from brim.backend.system.files import write_object
from brim.backend.system.followers import wake_followers
from brim.backend.system.wakeup import tray_is_listening, tray_version
from brim.errors import BrimError, StateError
from brim.model.options import IconShow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from brim.backend.outputs.statusanswer import Basis
    from brim.backend.system.files import Json
    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot


async def _no_basis(_snapshot: Snapshot) -> None:
    """Nobody knows what the accounts depend on."""


class SharedStatus:
    """Writes the file of one tray."""

    def __init__(self, state_dir: Path, basis: Callable[[Snapshot], Awaitable[Basis | None]] | None = None) -> None:
        """Nothing is written yet. `basis` returns what the accounts of a snapshot depend on."""
        self._path = state_dir / STATUS_FILE
        self._basis = basis or _no_basis
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
            basis = await self._basis(snapshot)
        except BrimError:  # settings that cannot be used; the tray says so itself
            basis = None
        content = shared_json(snapshot, basis)
        try:
            await asyncio.to_thread(_write_and_tell, self._path, content)
        except StateError as error:
            logger.bind(file=STATUS_FILE).warning("{}", error)


@asynccontextmanager
async def sharing_status(status: SharedStatus) -> AsyncIterator[None]:
    """Write for the time of the block."""
    task = asyncio.create_task(status.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))


def share_once(
    state_dir: Path, views: Sequence[AccountView], made_at: datetime, show: IconShow, basis: Basis | None
) -> None:
    """Write what a command has read, unless a tray runs, which knows more; a folder that cannot be written is none."""
    if tray_is_listening(state_dir) and tray_version(state_dir):  # that of 0.1.0 does not write it
        return
    before = read_status(str(state_dir))
    kept = {"roots": object_in(before, "roots"), "snoozed": before.get("snoozed", [])}
    with suppress(StateError):  # what matters could not be written either, and said so
        _write_and_tell(state_dir / STATUS_FILE, _content(views, made_at, show, basis) | kept)


def shared_json(snapshot: Snapshot, basis: Basis | None = None) -> Json:
    """What the file holds."""
    shown = next((option.value for option in snapshot.options if option.key == "icon.show"), IconShow.USED)
    roots = {view.account.id: list(view.costs.roots) for view in snapshot.accounts if view.costs is not None}
    snoozed = [{"rule": one.rule, "until": f"{one.until:%Y-%m-%dT%H:%M:%SZ}"} for one in snapshot.snoozed]
    content = _content(snapshot.accounts, snapshot.made_at, str(shown), basis)
    return content | {"roots": roots, "snoozed": snoozed}


def _content(views: Sequence[AccountView], made_at: datetime, show: str, basis: Basis | None) -> Json:
    answer = None if basis is None else answer_json(views, basis, made_at)
    return {
        "schema": SCHEMA,
        "made_at": f"{made_at:%Y-%m-%dT%H:%M:%SZ}",
        "show": show,
        "roots": {},
        "snoozed": [],
        "accounts": [account_json(view, made_at) for view in views],
        **({} if answer is None else {KEY: answer}),
    }


def _write_and_tell(path: Path, content: Json) -> None:
    write_object(path, content)
    wake_followers(str(path.parent))
