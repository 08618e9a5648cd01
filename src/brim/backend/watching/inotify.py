"""Watches folders on Linux by inotify(7): no thread, and the loop sleeps until the system has something to say.

`update` and `extend` look at disks and belong in a thread; `take` belongs in the loop; no two of them at the same time.
This module must not know what follows from a change.
"""

from __future__ import annotations

import asyncio
import errno
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from inotify_simple import INotify, flags, parse_events

from brim.backend.watching.batch import Batch
from brim.backend.watching.coverage import Gap, Reason
from brim.backend.watching.folders import Folders, Report, Reports, folders_for, reports_of
from brim.backend.watching.places import Matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from inotify_simple import Event

    from brim.backend.watching.places import Place, Topic

MOST_FOLDERS = 4096
"""Of one place. Each costs the kernel about 1 KB."""
_SHARE_OF_LIMIT = 4
"""At most this part of what the system lets a user watch: editors need the rest."""
_MOST_INNER = 512
"""Folders of sessions; beyond that the oldest ones are given up until their session is active again."""
_READ_BYTES = 16_384
_LIMIT_FILE = Path("/proc/sys/fs/inotify/max_user_watches")
_GONE = flags.DELETE_SELF | flags.MOVE_SELF | flags.UNMOUNT
_COME = flags.CREATE | flags.MOVED_TO
_NAMES = _COME | flags.MOVED_FROM | flags.DELETE | flags.DELETE_SELF | flags.MOVE_SELF | flags.ONLYDIR
_REASONS = {errno.ENOSPC: Reason.LIMIT, errno.EACCES: Reason.PERMISSION, errno.EPERM: Reason.PERMISSION}
_VANISHED = frozenset({errno.ENOENT, errno.ENOTDIR})


class InotifyWatcher:
    """The watches of one process."""

    def __init__(self, limit: int | None = None, inotify: type[INotify] = INotify) -> None:
        """`limit`: the most folders of one place; raises OSError when the system allows no more watching programs."""
        self._inotify = inotify(nonblocking=True)
        self._limit = limit or _own_limit()
        self._numbers: dict[str, int] = {}
        """The watch of each folder."""
        self._paths: dict[int, str | tuple[str, ...]] = {}
        """The folder of each watch; several where links lead to the same one."""
        self._identities: dict[str, tuple[int, int]] = {}
        self._inner: dict[str, None] = {}
        """Folders of sessions, the oldest first."""
        self._searched: set[str] = set()
        """Transcripts for whose folders of subagents was looked."""
        self._wanted = Folders()
        self._matcher = Matcher(())
        self._gaps: dict[str, Gap] = {}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is not watched."""
        return tuple(sorted(self._gaps.values()))

    def update(self, places: Sequence[Place], *, rebuild: bool = False) -> None:
        """Watch what the places need now; with `rebuild` all folders anew, because reports were lost. Blocks.

        Anything may have changed before it was watched.
        """
        if rebuild:
            for path in list(self._numbers):
                self._forget(path)
        self._inner, self._searched = {}, set()
        for _ in range(3):  # a folder that comes meanwhile changes what is needed
            self._gaps = {}
            before, self._wanted = self._wanted.awaited, folders_for(places, self._limit, time.time_ns())
            for path in self._numbers.keys() - self._wanted.watches.keys():
                self._forget(path)
            # Where not all can be watched, single files and new folders count more than old transcripts.
            for path in sorted(self._wanted.watches, key=lambda path: path not in self._wanted.anchors):
                self._watch(path, self._wanted.watches[path])
            if before == self._wanted.awaited:
                break
        for path in self._wanted.too_many:
            self._gaps.setdefault(path, Gap(path, Reason.TOO_MANY))
        self._wanted.watches = {}  # thousands of paths, which are not needed again
        self._identities = {path: _identity(path) for path in self._wanted.anchors}
        self._matcher = Matcher(places, self._wanted.targets)

    def is_outdated(self) -> bool:
        """Whether folders were replaced without a report, or a gap may have closed. Blocks."""
        moved = any(_identity(path) != known for path, known in self._identities.items())
        linked = any(os.path.realpath(link) != target for target, link in self._wanted.targets.items())
        return moved or linked or any(gap.reason is not Reason.TOO_MANY for gap in self._gaps.values())

    def extend(self, folders: Iterable[str]) -> list[tuple[Topic, str]]:
        """Watch new inner folders; returns the files that are in them already. Blocks."""
        found: list[tuple[Topic, str]] = []
        for folder in folders:
            place = self._matcher.tree_around(folder)
            if place is not None and folder not in self._numbers and os.path.isdir(folder):
                self._add_inner(folder, place, found)
        if len(self._inner) > _MOST_INNER:
            for folder in list(self._inner)[: -_MOST_INNER // 2]:
                self._forget(folder)
            self._searched.clear()
        return found

    def arm(self, ready: Callable[[], None]) -> None:
        """Call `ready` once in the running loop when there is something to take."""
        loop = asyncio.get_running_loop()

        def is_readable() -> None:
            loop.remove_reader(self._inotify.fileno())
            ready()

        loop.add_reader(self._inotify.fileno(), is_readable)

    def disarm(self) -> None:
        """Let the system collect what happens."""
        asyncio.get_running_loop().remove_reader(self._inotify.fileno())

    def take(self) -> Batch:
        """A part of what happened; nothing when there is no more. Does not block."""
        batch = Batch()
        with suppress(BlockingIOError):
            for event in parse_events(os.read(self._inotify.fileno(), _READ_BYTES)):
                batch.more = True
                self._note(event, batch)
        return batch

    def close(self) -> None:
        """End all watches."""
        self._inotify.close()

    def _note(self, event: Event, batch: Batch) -> None:
        if event.mask & flags.Q_OVERFLOW:
            batch.lost = batch.outdated = True
            return
        paths = self._paths_of(event.wd)
        if event.mask & (_GONE | flags.IGNORED):
            batch.outdated |= not self._wanted.anchors.isdisjoint(paths)
            for path in paths:
                self._forget(path, ended=bool(event.mask & flags.IGNORED))
            return
        for folder in paths:
            self._note_name(os.path.join(folder, event.name), event.mask, batch)

    def _note_name(self, path: str, mask: int, batch: Batch) -> None:
        batch.outdated |= path in self._wanted.awaited
        files = [*self._matcher.files_at(path)] if not mask & flags.ISDIR else []
        batch.files.update(files)
        place = self._matcher.tree_around(path.removesuffix(".jsonl") if files else path)
        if files and place is None:
            batch.outdated |= path in self._wanted.targets.values() or bool(mask & _COME and os.path.islink(path))
        elif files and place is not None and path not in self._searched:
            self._searched.add(path)
            batch.folders.append(path.removesuffix(place.suffix or ""))
        elif place is not None and mask & _COME and (mask & flags.ISDIR or os.path.islink(path)):
            batch.folders.append(path)
        elif place is not None and mask & flags.ISDIR:
            for gone in [one for one in self._numbers if one == path or one.startswith(path + os.sep)]:
                self._forget(gone)

    def _add_inner(self, folder: str, place: Place, found: list[tuple[Topic, str]]) -> None:
        if len(self._numbers) >= self._limit + len(self._wanted.anchors):
            self._gaps.setdefault(str(place.path), Gap(str(place.path), Reason.TOO_MANY))
            return
        self._watch(folder, reports_of(place))
        if os.path.dirname(folder) != str(place.path):
            self._inner[folder] = None
        with suppress(OSError), os.scandir(folder) as entries:  # it may be gone again
            for entry in entries:
                found += self._matcher.files_at(entry.path)
                if entry.is_dir() and entry.path not in self._numbers and self._matcher.tree_around(entry.path):
                    self._add_inner(entry.path, place, found)

    def _watch(self, path: str, reports: Reports) -> None:
        if path in self._numbers:
            if path not in self._wanted.anchors:
                return
            if self._identities.get(path, identity := _identity(path)) != identity:
                self._forget(path)
        if Reason.LIMIT in {gap.reason for gap in self._gaps.values()}:
            return  # the system has said so already
        try:
            number = self._inotify.add_watch(path, _mask(reports) | flags.MASK_ADD)
        except OSError as error:
            if error.errno not in _VANISHED:
                reason = _REASONS.get(error.errno or 0, Reason.FAILED)
                detail = str(error.strerror) if reason is Reason.FAILED else ""
                self._gaps[path] = Gap(path, reason, detail)
            return
        self._numbers[path] = number
        others = tuple(one for one in self._paths_of(number) if one != path)
        self._paths[number] = (*others, path) if others else path

    def _paths_of(self, number: int) -> tuple[str, ...]:
        found = self._paths.get(number, ())
        return (found,) if isinstance(found, str) else found

    def _forget(self, path: str, *, ended: bool = False) -> None:
        self._inner.pop(path, None)
        number = self._numbers.pop(path, None)
        if number is None:
            return
        others = tuple(one for one in self._paths_of(number) if one != path)
        self._paths.pop(number, None)
        if others:
            self._paths[number] = others
        elif not ended:
            with suppress(OSError):  # it has just ended by itself
                self._inotify.rm_watch(number)


def _mask(reports: Reports) -> int:
    mask = _NAMES
    if Report.CLOSED in reports:
        mask |= flags.CLOSE_WRITE
    if Report.WRITTEN in reports:
        mask |= flags.MODIFY
    return mask


def _own_limit() -> int:
    try:
        return min(MOST_FOLDERS, max(int(_LIMIT_FILE.read_text()) // _SHARE_OF_LIMIT, 1))
    except (OSError, ValueError):
        return MOST_FOLDERS


def _identity(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino
