"""Finds Codex's newest session files, and with them when it was last in use, without opening any.

Facts (codex-rs, 2026): `sessions/<year>/<month>/<day>/rollout-<time>-<id>.jsonl`, some packed as `.jsonl.zst`; a
resumed session goes on in the file of its first day. So a look reads the times of the few newest files and lists the
newest days; all days are listed again now and then, and what the system reports is looked at. This module must not know
what a file says, nor what follows from a change.
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.providers.codex.sessionplaces import session_place
from brim.backend.watching.places import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.backend.watching.places import Changes, Place

MAX_FILES = 8
"""Session files whose times are read in each look."""
_DEPTH, _RECENT_DAYS = 3, 2
_MAX_NAMES = 20_000
_SUFFIX, _PREFIX = ".jsonl", "rollout-"
_SCAN_INTERVAL = timedelta(minutes=30)
"""All days are listed again after this long."""
_MAX_NOTED = 32


class SessionFiles:
    """The session files of one of Codex's folders."""

    def __init__(self, home: Path, now: Callable[[], datetime]) -> None:
        """Nothing is listed yet."""
        self._home = home
        self._folder = self.place.path
        self._now = now
        self._files: dict[str, int] = {}
        self._folders: dict[str, int] = {}
        """The folders of the newest days and those above them, with the times that they had when they were listed."""
        self._scanned_at: datetime | None = None
        self._noted: set[str] = set()
        self._names_left = 0

    @property
    def place(self) -> Place:
        """The session files."""
        return session_place(self._home)

    def note(self, changes: Changes) -> None:
        """Look at reported files next time, and at all days where anything may have changed."""
        self._noted.update(
            str(path) for path in changes.paths.get(Topic.TRANSCRIPTS, ()) if path.is_relative_to(self._folder)
        )
        if changes.everything and not changes.by_clock:
            self._scanned_at = None

    def version(self) -> str:
        """Changes whenever a file is written or a day gets one. Opens no file; a few calls of stat()."""
        files = (f"{_status(path)}" for path in sorted(self._files))
        folders = (f"{_status(path)[0]}" for path in sorted(self._folders or {str(self._folder): 0}))
        return "/".join((*files, *folders, *sorted(self._noted - self._files.keys())))

    async def newest(self) -> tuple[Path, ...]:
        """The newest session files, the newest first."""
        if self._is_scan_due():
            await asyncio.to_thread(self._list, None)
            self._scanned_at = self._now()
        elif any(_status(folder)[0] != known for folder, known in self._folders.items()):
            await asyncio.to_thread(self._list, _RECENT_DAYS)
        noted, self._noted = list(islice(self._noted, _MAX_NOTED)), set()
        self._keep({path: _status(path)[0] for path in (*self._files, *noted)})
        return tuple(Path(path) for path in sorted(self._files, key=lambda path: self._files[path], reverse=True))

    def present(self) -> tuple[Path, ...]:
        """The newest session files and the folders where new ones appear; lists all days if that was never done."""
        if not self._folders:
            self._list(None)
        return tuple(map(Path, (*self._files, *self._folders)))

    async def changed_at(self) -> datetime | None:
        """When a session file last changed; None when there is none."""
        await self.newest()
        newest = max(self._files.values(), default=0)
        return datetime.fromtimestamp(newest / 1e9, UTC) if newest else None

    def _is_scan_due(self) -> bool:
        return self._scanned_at is None or not self._scanned_at <= self._now() < self._scanned_at + _SCAN_INTERVAL

    def _keep(self, found: dict[str, int]) -> None:
        newest = nlargest(MAX_FILES, ((at, path) for path, at in found.items() if at and _is_session(path)))
        self._files = {path: at for at, path in newest}

    def _list(self, max_days: int | None) -> None:
        """List the newest days, or all of them."""
        self._names_left, self._folders = _MAX_NAMES, {}
        found = dict(self._files)
        for number, day in enumerate(self._days(str(self._folder), _DEPTH)):
            if max_days is not None and number >= max_days:
                break
            for path, _ in self._entries(day, remember=number < _RECENT_DAYS):
                found[path] = _status(path)[0] if path.endswith(_SUFFIX) else 0
        self._keep(found)

    def _days(self, folder: str, depth: int) -> Iterator[str]:
        """The folders of days, the newest first: their names are numbers."""
        if not depth:
            yield folder
            return
        inner = sorted((path for path, is_folder in self._entries(folder, remember=True) if is_folder), reverse=True)
        for path in inner:
            yield from self._days(path, depth - 1)

    def _entries(self, folder: str, *, remember: bool) -> Iterator[tuple[str, bool]]:
        """What is in a folder, and which of it is a folder; nothing where it cannot be read."""
        modified = _status(folder)[0]
        if remember and (len(self._folders) < MAX_FILES or folder == str(self._folder)):
            self._folders[folder] = modified
        try:
            with os.scandir(folder) as entries:
                for entry in islice(entries, self._names_left):
                    self._names_left -= 1
                    yield entry.path, entry.is_dir()
        except OSError:
            return


def _is_session(path: str) -> bool:
    name = Path(path).name
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def _status(path: str) -> tuple[int, int]:
    """When a file or folder last changed, in nanoseconds, and its size; zeros when it is gone."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return 0, 0
    return status.st_mtime_ns, status.st_size
