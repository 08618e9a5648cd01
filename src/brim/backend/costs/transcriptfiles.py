"""Finds transcripts, the newest first. This module must not know what a transcript says, nor whose it is."""

from __future__ import annotations

import os
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from brim.backend.transcripts.paths import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brim.backend.providers.transcripts import TranscriptFolder, TranscriptRoot


class TranscriptFile(NamedTuple):
    """One file as it is now."""

    changed_ns: int
    """Nanoseconds since the epoch of its last change."""
    path: str
    size: int
    inode: int
    root: TranscriptRoot

    @property
    def key(self) -> str:
        """The path as every encoding can hold it: a name may have bytes that are no text."""
        return text_of(self.path)


class FoundFiles(NamedTuple):
    """What is below some roots."""

    files: list[TranscriptFile]
    """The newest first."""
    packed: list[str]
    """The names that files had before they were compressed."""


class _Walk(NamedTuple):
    """Looks through one folder."""

    place: TranscriptFolder
    packed_suffix: str | None
    above: set[tuple[int, int]]
    """What a link in the folder must not lead to: from there everything would be looked through."""
    packed: list[str]

    def entries(self, folder: str, seen: set[tuple[int, int]], depth: int = 0) -> Iterator[os.DirEntry[str]]:
        """The transcripts in a folder and below it."""
        place, suffix = self.place, self.place.suffix
        try:
            status = Path(folder).stat()
            identity = status.st_dev, status.st_ino
            if status.st_ino and (identity in seen or identity in self.above):
                return
            seen.add(identity)
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith(suffix):
                        if entry.name not in place.ignored:
                            yield entry
                    elif self.packed_suffix is not None and entry.name.endswith(self.packed_suffix):
                        self.packed.append(f"{entry.name.removesuffix(self.packed_suffix)}{suffix}")
                    elif depth < place.depth and _is_folder(entry):
                        yield from self.entries(entry.path, seen, depth + 1)
        except OSError:
            return


def transcript_files(roots: Iterable[TranscriptRoot]) -> FoundFiles:
    """All transcripts below the roots, each file and each folder once whatever links lead to it.

    What cannot be read is left out.
    """
    found: dict[tuple[int, int] | str, TranscriptFile] = {}
    seen: set[tuple[int, int]] = set()
    packed: list[str] = []
    for root in roots:
        for place in root.kind.folders(root.path):
            walk = _Walk(place, root.kind.packed_suffix, _folders_above(place.path), packed)
            for entry in walk.entries(str(place.path), seen):
                try:
                    status = entry.stat()
                except OSError:
                    continue
                if not S_ISREG(status.st_mode):
                    continue
                identity = (status.st_dev, status.st_ino) if status.st_ino else entry.path
                if identity not in found:
                    file = TranscriptFile(status.st_mtime_ns, entry.path, status.st_size, status.st_ino, root)
                    found[identity] = file
    return FoundFiles(sorted(found.values(), key=itemgetter(0, 1), reverse=True), packed)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder; not one whose link leads round, or where nobody may look."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _folders_above(folder: Path) -> set[tuple[int, int]]:
    found = set()
    for parent in Path(os.path.realpath(folder)).parents:
        with suppress(OSError):
            status = parent.stat()
            found.add((status.st_dev, status.st_ino))
    return found
