"""When Copilot was last in use on this machine: the newest change among its sessions, without opening any.

Facts (public code of 2026): the Copilot CLI appends to `session-state/<session>.jsonl`, or to `events.jsonl` in a
folder of that name; VS Code keeps chats in `User/workspaceStorage/<workspace>/chatSessions`, and those without a
workspace in `User/globalStorage/emptyWindowChatSessions`. Only the newest few folders are listed. This module must not
know what a session says.
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.watching.places import Place, Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.backend.providers.copilot.places import CopilotPlaces
    from brim.backend.watching.places import Changes

_MAX_NAMES, _NEWEST = 2000, 10
_LOOK_AGAIN = timedelta(minutes=1)
_EVENTS, _CHATS, _EMPTY = "events.jsonl", "chatSessions", "emptyWindowChatSessions"


class SessionActivity:
    """Keeps the time of the newest change, and looks again at most once a minute unless a change is reported."""

    def __init__(self, places: CopilotPlaces, now: Callable[[], datetime]) -> None:
        """Nothing is listed yet."""
        self._places = places
        self._now = now
        self._looked_at: datetime | None = None
        self._newest: datetime | None = None

    @property
    def place(self) -> Place:
        """The Copilot CLI's sessions, for the watcher; VS Code's chats are found by looking."""
        return Place(Topic.TRANSCRIPTS, self._places.cli / "session-state", ".jsonl", 1)

    def note(self, changes: Changes) -> None:
        """Look again after a change of a session."""
        folder = self.place.path
        if changes.everything or any(path.is_relative_to(folder) for path in changes.paths.get(Topic.TRANSCRIPTS, ())):
            self._looked_at = None

    async def changed_at(self) -> datetime | None:
        """The time of the newest change; None when there is none."""
        now = self._now()
        if self._looked_at is None or not timedelta() <= now - self._looked_at < _LOOK_AGAIN:
            self._looked_at, seconds = now, await asyncio.to_thread(_newest_of_all, self._places)
            self._newest = datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
        return self._newest


def _newest_of_all(places: CopilotPlaces) -> float:
    return max(_times(places), default=0.0)


def _times(places: CopilotPlaces) -> Iterator[float]:
    for time, path in _newest(places.cli / "session-state"):
        yield time if path.suffix == ".jsonl" else _modified(path / _EVENTS)
    for folder in places.user_folders:
        yield from (time for time, _ in _newest(folder / "globalStorage" / _EMPTY))
        for _, workspace in _newest(folder / "workspaceStorage"):
            yield from (time for time, _ in _newest(workspace / _CHATS))


def _newest(folder: Path) -> list[tuple[float, Path]]:
    """The entries of a folder that changed last, each with its time; none when it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            paths = [Path(entry.path) for entry in islice(entries, _MAX_NAMES)]
    except OSError:
        return []
    return nlargest(_NEWEST, ((_modified(path), path) for path in paths))


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
