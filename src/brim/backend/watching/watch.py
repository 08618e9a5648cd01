"""Watches all files that the tray reads, and reports to its subscribers which of them changed.

Changes are collected for a moment, so that a program that writes all the time wakes the loop every few seconds; the
last change is always reported. What the system does not report is named as a gap, and is left to a look a minute. This
module must not know what a file says, nor what follows from a change.
"""

from __future__ import annotations

import asyncio
import errno
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.watching.coverage import FILE_NAME, Gap, Reason, remove_coverage, write_coverage
from brim.backend.watching.filesystems import is_in_wsl, network_kind
from brim.backend.watching.places import Changes
from brim.errors import StateError
from brim.privatefiles import is_there

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from brim.backend.watching.batch import Watcher
    from brim.backend.watching.places import Place, Topic

_REST_SECONDS = 2.0
"""Between two reports to the subscribers: the first change is reported at once, what follows together."""
_EVERYTHING = Changes(everything=True)
_BY_CLOCK = Changes(everything=True, by_clock=True)


def open_watcher() -> Watcher:
    """The watcher of this system; raises ImportError or OSError where there is none."""
    if sys.platform == "linux":
        from brim.backend.watching.inotify import InotifyWatcher as SystemWatcher
    else:
        from brim.backend.watching.observer import ObserverWatcher as SystemWatcher
    return SystemWatcher()


class FileWatch:
    """The watch of one tray."""

    def __init__(
        self,
        places: Callable[[], Sequence[Place]],
        state_dir: Path | None = None,
        opener: Callable[[], Watcher] = open_watcher,
        rest: float = _REST_SECONDS,
    ) -> None:
        """`places` are asked at each look; with `state_dir` the gaps are shared there. `rest` in seconds."""
        self._places = places
        self._state_dir = state_dir
        self._opener = opener
        self._rest = rest
        self._listeners: list[Callable[[Changes], None]] = []
        self._awake = asyncio.Event()
        self._look_due = self._failed = self._ended = False
        self._watched: tuple[Place, ...] = ()
        self._watcher: Watcher | None = None
        self._shared: tuple[Gap, ...] | None = None
        self.gaps: tuple[Gap, ...] = (Gap("", Reason.STARTING),)
        """What has to be checked once a minute."""
        self.port: int | None = None
        """The wake-up port of this process; without one the gaps are not shared."""

    def is_complete(self) -> bool:
        """Whether every change is reported."""
        return not self.gaps

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Call `listener` in the loop with what changed; it must return at once."""
        self._listeners.append(listener)

    def look(self) -> None:
        """A look at the files is made anyway: check that the watch still holds. Returns at once."""
        if self._failed:
            self._report(_BY_CLOCK)
        self._look_due = True
        self._awake.set()

    async def run(self) -> None:
        """Watch until cancelled."""
        try:
            await self._share()
            await self._renew(rebuild=False)
            self._report(_EVERYTHING)
            while True:
                await self._wait()
                batch = await self._take()
                await asyncio.sleep(self._rest if batch else 0)
        finally:
            self._ended = True
            if self._watcher is not None:
                self._watcher.close()
            if self._state_dir is not None and self._shared is not None:
                remove_coverage(self._state_dir)

    async def _wait(self) -> None:
        if self._watcher is not None:
            self._watcher.arm(self._awake.set)
        try:
            await self._awake.wait()
        finally:
            self._awake.clear()
            if self._watcher is not None:
                self._watcher.disarm()

    async def _take(self) -> bool:
        """Report what happened; returns whether anything did."""
        look_due, self._look_due = self._look_due, False
        files: set[tuple[Topic, str]] = set()
        folders: list[str] = []
        outdated = lost = False
        while self._watcher is not None and (batch := self._watcher.take()).more:
            files |= batch.files
            folders += batch.folders
            outdated, lost = outdated or batch.outdated, lost or batch.lost
            await asyncio.sleep(0)
        if folders and self._watcher is not None:
            files.update(await asyncio.to_thread(self._watcher.extend, folders))
        if files and not lost:
            self._report(Changes.of(files))
        if outdated or lost:
            await self._renew(rebuild=lost)
            self._report(_EVERYTHING)
        elif look_due:
            await self._look()
        return bool(files or outdated or lost)

    async def _look(self) -> None:
        before = self.gaps
        if await self._is_outdated():
            await self._renew(rebuild=False)
        elif self._state_dir is not None and not is_there(self._state_dir / FILE_NAME):
            await self._share()
        if before and self.gaps == before:
            self._report(_BY_CLOCK)
        elif self.gaps != before:
            self._report(_EVERYTHING)

    async def _is_outdated(self) -> bool:
        if self._watcher is None or tuple(self._places()) != self._watched:
            return True
        if self.gaps:
            return await asyncio.to_thread(self._watcher.is_outdated)
        return self._watcher.is_outdated()  # a few calls of stat(): a thread would wake the machine as often

    async def _renew(self, *, rebuild: bool) -> None:
        self._watched = tuple(self._places())
        before, self.gaps = self.gaps, await asyncio.to_thread(self._update, self._watched, rebuild=rebuild)
        if self.gaps != before:
            for gap in self.gaps:
                logger.bind(reason=str(gap.reason)).info(
                    "Checked once a minute: {} {}", gap.path or "everything", gap.detail
                )
            await self._share()

    def _update(self, places: tuple[Place, ...], *, rebuild: bool) -> tuple[Gap, ...]:
        """Watch the places; returns what is not covered. Runs in a thread, because a server may not answer."""
        in_wsl = [place for place in places if is_in_wsl(str(place.path))]
        gaps = {Gap(str(place.path), Reason.WSL) for place in in_wsl}
        try:
            if self._watcher is None:
                self._watcher = self._opener()
                if self._ended:  # while that took its time
                    self._watcher.close()
                    return ()
        except OSError as error:
            full = error.errno in {errno.EMFILE, errno.ENFILE}
            return (Gap("", Reason.INSTANCES if full else Reason.FAILED, "" if full else str(error.strerror)),)
        except (ImportError, AttributeError) as error:
            return (Gap("", Reason.LIBRARY, str(error)),)
        self._watcher.update([place for place in places if place not in in_wsl], rebuild=rebuild)
        folders = {place.folder for place in places if place not in in_wsl}
        kinds = {folder: kind for folder in folders if (kind := network_kind(folder)) is not None}
        outermost = [folder for folder in kinds if kinds.keys().isdisjoint(folder.parents)]
        gaps.update(Gap(str(folder), Reason.NETWORK, kinds[folder]) for folder in outermost)
        return tuple(sorted(gaps.union(self._watcher.gaps)))

    async def _share(self) -> None:
        """Let `brim doctor` see the gaps, also when somebody removed the file."""
        if self._state_dir is None or self.port is None:
            return
        try:
            await asyncio.to_thread(write_coverage, self._state_dir, self.port, self.gaps)
        except StateError as error:
            logger.bind(file=FILE_NAME).warning("`brim doctor` cannot see which files are watched. {}", error)
        self._shared = self.gaps

    def ended(self, task: asyncio.Task[None]) -> None:
        """Leave everything to a look a minute when watching ended by an internal error."""
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.opt(exception=error).error("Files are no longer watched")
            self._failed, self.gaps = True, (Gap("", Reason.FAILED, type(error).__name__),)
            self._report(_EVERYTHING)

    def _report(self, changes: Changes) -> None:
        for listener in self._listeners:
            listener(changes)


@asynccontextmanager
async def watching(watch: FileWatch, port: int | None) -> AsyncIterator[None]:
    """Watch for the time of the block; `port` is the wake-up port of this process."""
    watch.port = port
    task = asyncio.create_task(watch.run())
    task.add_done_callback(watch.ended)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))
