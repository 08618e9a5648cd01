"""The files that are watched, and which of them an event is about. Pure: nothing here looks at a disk.

This module must not know how the system reports a change, nor what follows from one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WRITTEN_BY_THE_TRAY = frozenset({"presence.json", "status.json", "watching.json"})


class Topic(StrEnum):
    """What a watched file is about."""

    LOGIN = "login"
    ACCOUNT = "account"
    """The program's file about the account."""
    TRANSCRIPTS = "transcripts"
    STATE = "state"
    """The files that all Brim processes share."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or the files of one kind in a folder. Neither has to exist."""

    topic: Topic
    path: Path
    """The file, or the folder."""
    suffix: str | None = None
    """How the names of the files in the folder end; None for a single file."""
    depth: int = 0
    """How many levels of folders below the folder belong to it."""
    ignored: frozenset[str] = frozenset()
    """Names of files in the folder that do not matter."""

    @property
    def folder(self) -> Path:
        """The folder in which files change."""
        return self.path.parent if self.suffix is None else self.path


def file_place(topic: Topic, path: Path) -> Place:
    """A single file."""
    return Place(topic, Path(os.path.abspath(path)))


def transcripts_place(folder: Path, suffix: str, depth: int, ignored: frozenset[str] = frozenset()) -> Place:
    """The transcripts in a folder, and in so many levels of folders below it."""
    return Place(Topic.TRANSCRIPTS, Path(os.path.abspath(folder)), suffix, depth, ignored)


def state_places(state_dir: Path) -> tuple[Place, ...]:
    """The shared files in the state folder; logs and the history, which only the tray writes, are none of them."""
    folder = Path(os.path.abspath(state_dir))
    return (
        Place(Topic.STATE, folder, ".json", ignored=_WRITTEN_BY_THE_TRAY),
        Place(Topic.STATE, folder / "accounts", ".json", 1),
        Place(Topic.STATE, folder / "incidents", ".json"),
        Place(Topic.STATE, folder / "statusline", ".json"),
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """Files that were written, replaced, made or removed."""

    paths: Mapping[Topic, frozenset[Path]] = field(default_factory=dict)
    everything: bool = False
    """Any file may have changed: watching has just begun, or more happened than the system could report."""
    by_clock: bool = False
    """Nothing was reported: it is time to look at what is not covered."""

    @property
    def topics(self) -> frozenset[Topic]:
        """What changed."""
        return frozenset(Topic) if self.everything else frozenset(self.paths)

    @classmethod
    def of(cls, found: Iterable[tuple[Topic, str]], *, everything: bool = False) -> Changes:
        """The changes of some files."""
        paths: dict[Topic, set[Path]] = {}
        for topic, path in found:
            paths.setdefault(topic, set()).add(Path(path))
        return cls({topic: frozenset(files) for topic, files in paths.items()}, everything)


class Matcher:
    """Finds the place that a path belongs to."""

    def __init__(self, places: Iterable[Place], targets: Mapping[str, str] | None = None) -> None:
        """`targets`: what symbolic links of single files lead to, with the path of the link."""
        self._files: dict[str, set[tuple[Topic, str]]] = {}
        self._trees: list[tuple[str, Place]] = []
        for place in places:
            if place.suffix is None:
                self._files.setdefault(str(place.path), set()).add((place.topic, str(place.path)))
            else:
                self._trees.append((f"{place.path}{os.sep}", place))
        for target, link in (targets or {}).items():
            self._files.setdefault(target, set()).update(self._files.get(link, ()))

    def files_at(self, path: str) -> Iterator[tuple[Topic, str]]:
        """The watched files that a changed path is, each with its topic."""
        yield from self._files.get(path, ())
        name = os.path.basename(path)
        for prefix, place in self._trees:
            if (
                place.suffix is not None
                and path.startswith(prefix)
                and name.endswith(place.suffix)
                and not name.startswith(".")
                and name not in place.ignored
                and path.count(os.sep) - prefix.count(os.sep) <= place.depth
            ):
                yield place.topic, path

    def tree_around(self, folder: str) -> Place | None:
        """The place that a folder is an inner folder of; None for every other folder."""
        for prefix, place in self._trees:
            if folder.startswith(prefix) and folder.count(os.sep) - prefix.count(os.sep) < place.depth:
                return place
        return None
