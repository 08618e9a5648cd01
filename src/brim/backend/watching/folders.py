"""Which folders have to be watched so that no change of some places is missed: inotify watches no inner folders.

A single file is watched through its folder, because it may be replaced; a folder that is still to come through the
one around it. Transcripts are written below thousands of folders, but each session begins with a
row in a file of its project's folder: the inner folders of sessions are watched only once their session is active.
This module must not know how a folder is watched.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brim.backend.watching.places import Place

_RECENT_NS = 24 * 3600 * 1_000_000_000
"""Inner folders of sessions that were active within this time are watched from the start."""


class Report(StrEnum):
    """What is to be reported of a folder besides names that come and go."""

    CLOSED = "closed"
    """Files that were written and closed."""
    WRITTEN = "written"
    """Each write: the file may stay open."""


type Reports = frozenset[Report]

_NAMES_ONLY: Reports = frozenset()
_CLOSED: Reports = frozenset({Report.CLOSED})
_WRITTEN: Reports = frozenset({Report.WRITTEN})


@dataclass(slots=True)
class Folders:
    """The folders to watch for some places."""

    watches: dict[str, Reports] = field(default_factory=dict)
    """Each folder that exists."""
    anchors: set[str] = field(default_factory=set)
    """Those that decide which folders have to be watched: one that moves changes the answer."""
    awaited: set[str] = field(default_factory=set)
    """Paths that do so when they come, go or are replaced."""
    targets: dict[str, str] = field(default_factory=dict)
    """What symbolic links of single files lead to, with the path of the link."""
    too_many: set[str] = field(default_factory=set)
    """Places with more folders than may be watched."""


def folders_for(places: Iterable[Place], limit: int, now_ns: int) -> Folders:
    """The folders to watch, at most `limit` below each place; `now_ns` is the time in nanoseconds since 1970."""
    found = Folders()
    for place in places:
        _add_chain(found, str(place.folder))
        if place.suffix is None:
            _add_file(found, str(place.path))
        elif os.path.isdir(place.path):
            kept, left_out = tree_folders(place, limit, now_ns - _RECENT_NS)
            for folder in kept:
                _add(found, folder, reports_of(place))
            found.anchors.add(str(place.path))
            if left_out:
                found.too_many.add(str(place.path))
    return found


def reports_of(place: Place) -> Reports:
    """What is to be reported of the folders of a place. Inner folders deep down are those of transcripts."""
    return _WRITTEN if place.depth > 1 else _CLOSED


def tree_folders(place: Place, limit: int, recent_ns: int) -> tuple[list[str], bool]:
    """The folders of a place to watch, itself first, and whether some were left out.

    Those directly in it, the newest first, and what is below them where it changed since `recent_ns`.
    """
    root = str(place.path)
    if not place.depth:
        return [root], False
    direct = [folder for _, folder in sorted(inner_folders(root), reverse=True)]
    kept, left_out = [root, *direct[: limit - 1]], len(direct) >= limit
    if place.depth > 1:
        for folder in direct[: limit - 1]:
            for changed_ns, inner in inner_folders(folder):
                if max(changed_ns, _changed_ns(f"{inner}{place.suffix}")) >= recent_ns:
                    kept += all_folders(inner, place.depth - 2)
                    if len(kept) > limit:
                        return kept[:limit], True
    return kept, left_out


def all_folders(folder: str, depth: int) -> Iterator[str]:
    """A folder and all folders below it, down to so many levels."""
    yield folder
    if depth > 0:
        for _, inner in inner_folders(folder):
            yield from all_folders(inner, depth - 1)


def inner_folders(folder: str) -> list[tuple[int, str]]:
    """The folders directly in a folder, each with its time in nanoseconds; links count as what they lead to."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found += [(entry.stat().st_mtime_ns, entry.path)] if entry.is_dir() else []
    except OSError:  # it was removed meanwhile, or may not be read
        return found
    return found


def _add(found: Folders, folder: str, reports: Reports) -> None:
    found.watches[folder] = found.watches.get(folder, reports) | reports


def _add_chain(found: Folders, folder: str) -> None:
    """While a folder does not exist, watch the nearest one around it that does. One that is a link may be replaced.

    A folder that exists says by itself that it goes. What is around it, such as a busy `/tmp`, would wake for nothing.
    """
    if os.path.isdir(folder) and not os.path.islink(folder):
        return
    while True:
        found.awaited.add(folder)
        outer = os.path.dirname(folder)
        if outer == folder:
            return
        if os.path.isdir(outer):
            _add(found, outer, _NAMES_ONLY)
            found.anchors.add(outer)
            return
        folder = outer


def _add_file(found: Folders, path: str) -> None:
    folder, name = os.path.split(path)
    if os.path.isdir(folder):
        _add(found, folder, _CLOSED)
        found.anchors.add(folder)
    target = os.path.realpath(path)
    if target != os.path.join(os.path.realpath(folder), name):
        found.targets[target] = path
        outer = os.path.dirname(target)
        _add_chain(found, outer)
        if os.path.isdir(outer):
            _add(found, outer, _CLOSED)
            found.anchors.add(outer)


def _changed_ns(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0
