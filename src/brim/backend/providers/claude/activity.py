"""When Claude Code was last in use: the newest change among its transcripts, without opening any.

Facts, seen in Claude Code 2.1.330: a session appends to `<folder>/projects/<project>/<session>.jsonl`, its subagents
to `<project>/<session>/subagents/**/agent-*.jsonl`. There may be thousands. The modification time of a folder changes
only when a name in it is added or removed. So a check reads the times of the few newest files, then those of the
folders, and lists only a folder that changed. All folders are listed again when nothing has changed for a while, for a
session that was resumed. This module must not know what a transcript says, nor what follows from a change.
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

from brim.backend.providers.claude.transcripts import transcript_place
from brim.backend.watching.places import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from brim.backend.watching.places import Changes

FIRST_SCAN_INTERVAL, MAX_SCAN_INTERVAL = timedelta(minutes=5), timedelta(minutes=30)
"""All folders are listed again this long after the last change; the interval doubles while nothing changes."""
MAX_FILES = 8
"""Sessions, and transcripts of subagents, whose times are read in each check."""
MAX_FOLDERS = 256
"""Project folders that are watched for new names: those that changed last."""
MAX_NAMES = 20_000
"""Names that one scan reads at most."""
_MAX_DEPTH = 3
"""Levels of folders with transcripts of subagents below their session."""
_SUFFIX = ".jsonl"
_MAX_NOTED = 32
"""Reported transcripts whose times are read: where more were written at once, any of them says so."""
_TIME_RESOLUTION_NS = 2_000_000_000
"""The coarsest resolution of times in a file system."""

type _TimedPath = tuple[int, str]
"""Nanoseconds since 1970, and the path."""


class TranscriptActivity:
    """Watches the transcripts in one of Claude Code's folders."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        """`folder` is Claude Code's; nothing is read yet."""
        self.place = transcript_place(folder)
        """The transcripts."""
        self._projects = str(self.place.path)
        self._now = now
        self._sessions: list[_TimedPath] = []
        self._subagents: list[_TimedPath] = []
        self._project_folders: set[str] = set()
        self._folder_times: dict[str, int] = {}
        self._scanned_at: datetime | None = None
        self._scan_interval = FIRST_SCAN_INTERVAL
        self._names_left = 0
        self._noted: set[str] = set()

    def note(self, changes: Changes) -> None:
        """Read the times of reported transcripts with the next check; those of other folders do not count."""
        paths = changes.paths.get(Topic.TRANSCRIPTS, ())
        self._noted.update(str(path) for path in paths if path.is_relative_to(self._projects))
        if changes.everything and not changes.by_clock:
            self._scanned_at = None

    async def changed_at(self) -> datetime | None:
        """When a transcript last changed; None when there is none."""
        now = self._now()
        before = self._newest()
        noted, self._noted = [(_modified(path), path) for path in islice(self._noted, _MAX_NOTED)], set()
        self._sessions = _newest_files(self._sessions, noted)
        if self._scanned_at is None or not self._scanned_at <= now < self._scanned_at + self._scan_interval:
            await asyncio.to_thread(self._scan)
            self._scanned_at, self._scan_interval = now, min(2 * self._scan_interval, MAX_SCAN_INTERVAL)
        elif changed := self._changed_folders(before):
            await asyncio.to_thread(self._list_changed, changed)
        if self._newest() > before:
            self._scanned_at, self._scan_interval = now, FIRST_SCAN_INTERVAL
        newest = self._newest()
        return datetime.fromtimestamp(newest / 1e9, UTC) if newest else None

    def _newest(self) -> int:
        return max((time_ns for time_ns, _ in (*self._sessions, *self._subagents)), default=0)

    def _scan(self) -> None:
        """List all folders again."""
        self._sessions, self._subagents, self._folder_times = [], [], {}
        self._names_left = MAX_NAMES
        self._list_projects()
        self._list_new_subagents()

    def _changed_folders(self, before: int) -> list[str]:
        """Read the times of the newest files and, if none of them changed, of the folders; the folders that changed."""
        self._sessions = [(_modified(path), path) for _, path in self._sessions]
        self._subagents = [(_modified(path), path) for _, path in self._subagents]
        if self._newest() > before:
            return []
        return [folder for folder, known in self._folder_times.items() if _modified(folder) != known]

    def _list_changed(self, changed: list[str]) -> None:
        self._names_left = MAX_NAMES
        for folder in changed:
            if folder == self._projects:
                self._list_projects()
            elif folder in self._project_folders:
                self._list_sessions(folder)
            else:
                self._list_subagents(folder, _MAX_DEPTH)
        self._list_new_subagents()

    def _list_projects(self) -> None:
        _, folders = self._list(self._projects)
        self._project_folders = {folder for _, folder in folders}
        for time_ns, folder in sorted(folders, reverse=True):
            if self._folder_times.get(folder) != time_ns:
                self._list_sessions(folder)
        for folder in self._project_folders - {folder for _, folder in nlargest(MAX_FOLDERS, folders)}:
            self._folder_times.pop(folder, None)

    def _list_sessions(self, project_folder: str) -> None:
        files, _ = self._list(project_folder)
        self._sessions = _newest_files(self._sessions, files)

    def _list_new_subagents(self) -> None:
        """List session folders that appeared: they change their project's folder, so they need no watch before that."""
        for _, path in self._sessions:
            folder = path.removesuffix(_SUFFIX)
            if folder not in self._folder_times and _modified(folder):
                self._list_subagents(folder, _MAX_DEPTH)

    def _list_subagents(self, folder: str, depth: int) -> None:
        files, folders = self._list(folder)
        self._subagents = _newest_files(self._subagents, files)
        for time_ns, inner in nlargest(MAX_FILES, folders) if depth else ():
            if self._folder_times.get(inner) != time_ns:
                self._list_subagents(inner, depth - 1)

    def _list(self, folder: str) -> tuple[list[_TimedPath], list[_TimedPath]]:
        """The transcripts and the folders in a folder, with their times; from now on the folder is watched."""
        files: list[_TimedPath] = []
        folders: list[_TimedPath] = []
        self._folder_times[folder] = _time_to_remember(_modified(folder))
        try:
            with os.scandir(folder) as entries:
                for entry in islice(entries, self._names_left):
                    self._names_left -= 1
                    if entry.name.endswith(_SUFFIX) or entry.is_dir():
                        kind = files if entry.name.endswith(_SUFFIX) else folders
                        kind.append((entry.stat().st_mtime_ns, entry.path))
        except OSError:  # something was removed meanwhile: what was listed before counts
            return files, folders
        return files, folders


def _newest_files(known: Iterable[_TimedPath], more: Iterable[_TimedPath]) -> list[_TimedPath]:
    """The newest of both, each path once."""
    times = {path: time_ns for time_ns, path in (*known, *more)}
    return nlargest(MAX_FILES, ((time_ns, path) for path, time_ns in times.items()))


def _time_to_remember(modified: int) -> int:
    """The time of a folder that is being listed; 0 while a new name might still get the very same time."""
    return modified if time.time_ns() - modified > _TIME_RESOLUTION_NS else 0


def _modified(path: str) -> int:
    """When a file or folder last changed, in nanoseconds; 0 when it is gone."""
    try:
        return Path(path).stat().st_mtime_ns
    except (OSError, ValueError):
        return 0
