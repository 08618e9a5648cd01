"""Watches folders on macOS (FSEvents) and Windows (ReadDirectoryChangesW) through watchdog, inner folders included.

Its threads sleep until the system has something to say. On macOS the system reports on whole trees only, so a single
file in the home folder is left to a look a minute. This module must not know what follows from a change.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, override

from watchdog.events import FileSystemEvent, FileSystemEventHandler

from brim.backend.watching.batch import Batch
from brim.backend.watching.coverage import Gap, Reason
from brim.backend.watching.places import Matcher, Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from watchdog.observers.api import BaseObserver, ObservedWatch

    from brim.backend.watching.places import Place

_MOST_PATHS = 10_000
"""Changed files that are kept by name; more count as lost."""
_END_SECONDS = 0.5


def scopes_for(places: Iterable[Place], *, trees_only: bool) -> tuple[dict[str, bool], list[str]]:
    """The folders to watch, each with whether its inner folders count, and the files that are left out.

    With `trees_only` inner folders always count, so a single file is watched only inside a folder that is watched
    anyway, or that belongs to another program.
    """
    places = list(places)
    trees = {str(place.path): place.depth > 0 for place in places if place.suffix is not None}
    for folder in list(trees):
        inside = [other for other in trees if other.startswith(folder + os.sep)]
        for other in inside:
            trees[folder] = True
            del trees[other]
    around = {str(place.path.parent) for place in places if place.topic is Topic.TRANSCRIPTS}
    left_out: list[str] = []
    for place in places:
        folder = str(place.folder)
        if place.suffix is not None or any(folder == one or folder.startswith(one + os.sep) for one in trees):
            continue
        if not trees_only:
            trees.setdefault(folder, False)
        elif folder in around:
            for one in [one for one in trees if one.startswith(folder + os.sep)]:
                del trees[one]
            trees[folder] = True
        else:
            left_out.append(str(place.path))
    return trees, left_out


def system_observer() -> BaseObserver:
    """The observer of this system; raises ImportError or OSError where there is none."""
    if sys.platform == "darwin":
        from watchdog.observers.fsevents import FSEventsObserver as SystemObserver
    elif sys.platform == "win32":
        from watchdog.observers.read_directory_changes import WindowsApiObserver as SystemObserver
    else:
        from watchdog.observers.inotify import InotifyObserver as SystemObserver
    return SystemObserver()


class ObserverWatcher:
    """The watches of one process."""

    def __init__(self, *, trees_only: bool = sys.platform == "darwin") -> None:
        """Start to observe; nothing is watched before `update`."""
        self._trees_only = trees_only
        self._observer = system_observer()
        self._observer.start()
        self._watches: dict[str, tuple[ObservedWatch, bool, tuple[int, int]]] = {}
        self._handler = _Handler()
        self._gaps: dict[str, Gap] = {}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is not watched."""
        return tuple(sorted(self._gaps.values()))

    def update(self, places: Sequence[Place], *, rebuild: bool = False) -> None:
        """Watch what the places need now; with `rebuild` all folders anew. Blocks."""
        scopes, left_out = scopes_for(places, trees_only=self._trees_only)
        self._gaps = {path: Gap(path, Reason.SINGLE_FILE) for path in left_out}
        for folder, (watch, recursive, _) in list(self._watches.items()):
            if rebuild or scopes.get(folder) != recursive or folder in self._replaced():
                del self._watches[folder]
                self._observer.unschedule(watch)
        roots = {}
        for folder, recursive in scopes.items():
            roots[os.path.realpath(folder)] = folder
            if folder not in self._watches:
                self._schedule(folder, recursive=recursive)
        self._handler.expect(Matcher(places), roots)

    def is_outdated(self) -> bool:
        """Whether a folder came, went or was replaced, or a watch ended by itself. Blocks."""
        return bool(self._replaced()) or any(gap.reason is not Reason.SINGLE_FILE for gap in self._gaps.values())

    def extend(self, folders: Iterable[str]) -> list[tuple[Topic, str]]:  # noqa: ARG002 - as every watcher
        """Nothing: the system watches inner folders by itself."""
        return []

    def arm(self, ready: Callable[[], None]) -> None:
        """Call `ready` once in the running loop when there is something to take."""
        self._handler.arm(asyncio.get_running_loop(), ready)

    def disarm(self) -> None:
        """Call nobody; what happens is kept."""
        self._handler.disarm()

    def take(self) -> Batch:
        """What happened since."""
        return self._handler.take()

    def close(self) -> None:
        """End all watches."""
        ending = threading.Thread(target=self._observer.stop, daemon=True)
        ending.start()
        ending.join(_END_SECONDS)

    def _replaced(self) -> set[str]:
        """The folders whose watch ended by itself, or is about another folder now."""
        alive = {emitter.watch for emitter in self._observer.emitters.copy() if emitter.is_alive()}
        return {
            folder
            for folder, (watch, _, identity) in self._watches.items()
            if watch not in alive or identity != _identity(folder)
        }

    def _schedule(self, folder: str, *, recursive: bool) -> None:
        try:
            os.stat(folder)
            identity = _identity(folder)
            watch = self._observer.schedule(self._handler, os.path.realpath(folder), recursive=recursive)
        except FileNotFoundError:
            self._gaps[folder] = Gap(folder, Reason.ABSENT)
        except PermissionError:
            self._gaps[folder] = Gap(folder, Reason.PERMISSION)
        except (OSError, RuntimeError) as error:
            self._gaps[folder] = Gap(folder, Reason.FAILED, str(getattr(error, "strerror", None) or error))
        else:
            self._watches[folder] = watch, recursive, identity


class _Handler(FileSystemEventHandler):
    """Collects what the threads of the observer report."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._matcher = Matcher(())
        self._roots: dict[str, str] = {}
        self._batch = Batch()
        self._call: Callable[[], object] | None = None

    def expect(self, matcher: Matcher, roots: dict[str, str]) -> None:
        """Report the files of `matcher`; `roots` are the watched folders by their real paths."""
        with self._guard:
            self._matcher, self._roots = matcher, roots

    def arm(self, loop: asyncio.AbstractEventLoop, ready: Callable[[], None]) -> None:
        with self._guard:
            if self._batch.more:
                loop.call_soon(ready)
            else:
                self._call = partial(loop.call_soon_threadsafe, ready)

    def disarm(self) -> None:
        with self._guard:
            self._call = None

    def take(self) -> Batch:
        with self._guard:
            batch, self._batch = self._batch, Batch()
        return batch

    @override
    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in {"opened", "closed_no_write"}:
            return
        with self._guard:
            for path in (event.src_path, event.dest_path):
                if event.is_directory:
                    gone = event.event_type in {"deleted", "moved"} and path in self._roots
                    self._batch.outdated |= gone
                    self._batch.more |= gone
                elif path:
                    self._add(os.fsdecode(path))
            if self._batch.more and self._call is not None:
                with suppress(RuntimeError):  # the loop has ended
                    self._call()
                self._call = None

    def _add(self, path: str) -> None:
        named = next(
            (folder + path[len(root) :] for root, folder in self._roots.items() if path.startswith(root + os.sep)), path
        )
        files = [*self._matcher.files_at(named)]
        if files and len(self._batch.files) >= _MOST_PATHS:
            self._batch.lost = True
        else:
            self._batch.files.update(files)
        self._batch.more |= bool(files)


def _identity(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino
