"""When Copilot was last in use on this machine: the newest change among its sessions, without opening any.

Facts (public code of 2026): the Copilot CLI appends to `session-state/<session>.jsonl`, or to `events.jsonl` in a
folder of that name; VS Code keeps chats in `User/workspaceStorage/<workspace>/chatSessions`, and those without a
workspace in `User/globalStorage/emptyWindowChatSessions`. Only the newest few folders are listed. This module must not
know what a session says.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.watching.places import Place, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.providers.copilot.places import CopilotPlaces

_MAX_NAMES, _NEWEST = 2000, 10
_EVENTS, _CHATS, _EMPTY = "events.jsonl", "chatSessions", "emptyWindowChatSessions"


def changed_at(places: CopilotPlaces) -> datetime | None:
    """The time of the newest change; None when there is none. It lists folders, so it may block for a moment."""
    seconds = max(_times(places), default=0.0)
    return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None


def session_place(places: CopilotPlaces) -> Place:
    """The Copilot CLI's sessions, for the watcher."""
    return Place(Topic.TRANSCRIPTS, places.cli / "session-state", ".jsonl", 1)


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
