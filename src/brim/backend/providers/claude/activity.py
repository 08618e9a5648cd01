"""When Claude Code was last at work: the newest change among its transcripts, found without opening any.

Facts, seen in Claude Code 2.1.330: a session appends to `<folder>/projects/<slug>/<session>.jsonl`, its helpers to
`<slug>/<session>/subagents/**/agent-*.jsonl`. There may be thousands. A folder's own time changes only when a name in
it comes or goes, so a look asks for the times of the few newest files, then for those of the folders, and lists only
a folder that changed; all are listed anew when nothing has moved for a while, for a session that was taken up again.
This module must not know what a transcript says, nor what follows from its being written.
"""

from __future__ import annotations

import asyncio
import os
import time
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SWEEP, LONGEST = timedelta(minutes=5), timedelta(minutes=30)
"""All folders are listed anew so long after something last moved; the time doubles while nothing does."""
NEWEST = 8
"""So many sessions, and so many of their helpers, are looked at each time."""
FOLDERS = 256
"""So many folders of sessions are watched for new names: those that changed last."""
NAMES = 20_000
"""A sweep reads no more names than this."""
_DEPTH = 3
"""Folders of helpers may lie so deep below their session."""
_SUFFIX = ".jsonl"
_TICK = 2_000_000_000
"""Nanoseconds; file systems tell times no more exactly than to some part of that."""

type _Found = tuple[int, str]
"""Nanoseconds since 1970, and the path."""


class Activity:
    """Watches the transcripts of one of Claude Code's folders."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        """Look at nothing yet; `folder` is Claude Code's."""
        self._projects = str(folder / "projects")
        self._now = now
        self._sessions: list[_Found] = []
        self._helpers: list[_Found] = []
        self._slugs: set[str] = set()
        self._watched: dict[str, int] = {}
        self._settled_at: datetime | None = None
        self._pause = SWEEP
        self._left = 0

    async def moved_at(self) -> datetime | None:
        """When a transcript last changed; None when there is none."""
        now = self._now()
        before = self._newest()
        if self._settled_at is None or not self._settled_at <= now < self._settled_at + self._pause:
            await asyncio.to_thread(self._sweep)
            self._settled_at, self._pause = now, min(2 * self._pause, LONGEST)
        elif changed := self._look(before):
            await asyncio.to_thread(self._list_changed, changed)
        if self._newest() > before:
            self._settled_at, self._pause = now, SWEEP
        newest = self._newest()
        return datetime.fromtimestamp(newest / 1e9, UTC) if newest else None

    def _newest(self) -> int:
        return max((when for when, _ in (*self._sessions, *self._helpers)), default=0)

    def _sweep(self) -> None:
        """List everything anew."""
        self._sessions, self._helpers, self._watched = [], [], {}
        self._left = NAMES
        self._list_projects()
        self._find_helpers()

    def _look(self, before: int) -> list[str]:
        """Ask the newest files and, if none has moved, the folders; those that changed."""
        self._sessions = [(_time(path), path) for _, path in self._sessions]
        self._helpers = [(_time(path), path) for _, path in self._helpers]
        if self._newest() > before:
            return []
        return [folder for folder, known in self._watched.items() if _time(folder) != known]

    def _list_changed(self, changed: list[str]) -> None:
        self._left = NAMES
        for folder in changed:
            if folder == self._projects:
                self._list_projects()
            elif folder in self._slugs:
                self._list_sessions(folder)
            else:
                self._list_helpers(folder, _DEPTH)
        self._find_helpers()

    def _list_projects(self) -> None:
        _, slugs = self._list(self._projects)
        self._slugs = {slug for _, slug in slugs}
        for when, slug in sorted(slugs, reverse=True):
            if self._watched.get(slug) != when:
                self._list_sessions(slug)
        for slug in self._slugs - {slug for _, slug in nlargest(FOLDERS, slugs)}:
            self._watched.pop(slug, None)

    def _list_sessions(self, slug: str) -> None:
        files, _ = self._list(slug)
        self._sessions = _best(self._sessions, files)

    def _find_helpers(self) -> None:
        """The folder of a session appears in that of its project, so it need not be watched before it is there."""
        for _, path in self._sessions:
            folder = path.removesuffix(_SUFFIX)
            if folder not in self._watched and _time(folder):
                self._list_helpers(folder, _DEPTH)

    def _list_helpers(self, folder: str, depth: int) -> None:
        files, folders = self._list(folder)
        self._helpers = _best(self._helpers, files)
        for when, inner in nlargest(NEWEST, folders) if depth else ():
            if self._watched.get(inner) != when:
                self._list_helpers(inner, depth - 1)

    def _list(self, folder: str) -> tuple[list[_Found], list[_Found]]:
        """The transcripts and the folders in a folder, with their times; the folder is watched from now on."""
        files: list[_Found] = []
        folders: list[_Found] = []
        self._watched[folder] = _settled(_time(folder))
        try:
            with os.scandir(folder) as entries:
                for entry in islice(entries, self._left):
                    self._left -= 1
                    if entry.name.endswith(_SUFFIX) or entry.is_dir():
                        kind = files if entry.name.endswith(_SUFFIX) else folders
                        kind.append((entry.stat().st_mtime_ns, entry.path))
        except OSError:  # something went away meanwhile: what was found counts
            return files, folders
        return files, folders


def _best(known: Iterable[_Found], more: Iterable[_Found]) -> list[_Found]:
    """The newest of both, each path once."""
    found = {path: when for when, path in (*known, *more)}
    return nlargest(NEWEST, ((when, path) for path, when in found.items()))


def _settled(when: int) -> int:
    """The time of a folder that is being listed; none while a name might still come under the very same time."""
    return when if time.time_ns() - when > _TICK else 0


def _time(path: str) -> int:
    """When a file or folder last changed; 0 when it is gone."""
    try:
        return Path(path).stat().st_mtime_ns
    except (OSError, ValueError):
        return 0
