"""Finds the transcripts of Claude Code, the newest first. This module must not know what a transcript says.

Facts, seen in Claude Code 2.1.330: `<folder>/projects/<project>/<session>.jsonl`, and for subagents
`<project>/<session>/subagents/**/agent-*.jsonl`; a `journal.jsonl` beside them repeats their rows.
"""

from __future__ import annotations

import os
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PROJECTS, _SUFFIX, _JOURNAL = "projects", ".jsonl", "journal.jsonl"
_MAX_DEPTH = 12


class TranscriptFile(NamedTuple):
    """One file as it is now."""

    changed_ns: int
    """Nanoseconds since the epoch of its last change."""
    path: str
    size: int
    inode: int
    root: Path

    @property
    def key(self) -> str:
        """The path as every encoding can hold it: a name may have bytes that are no text."""
        return text_of(self.path)


def text_of(path: str | Path) -> str:
    """A path as text that can be stored; the same path is always the same text."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def transcript_files(roots: Iterable[Path]) -> list[TranscriptFile]:
    """All transcripts below the roots, each file and each folder once whatever links lead to it; the newest first.

    What cannot be read is left out.
    """
    found: dict[tuple[int, int] | str, TranscriptFile] = {}
    seen: set[tuple[int, int]] = set()
    for root in roots:
        projects = _projects_of(root)
        for entry in _walk(projects, seen, _folders_above(projects), 0):
            try:
                status = entry.stat()
            except OSError:
                continue
            if not S_ISREG(status.st_mode):
                continue
            identity = (status.st_dev, status.st_ino) if status.st_ino else entry.path
            if identity not in found:
                found[identity] = TranscriptFile(status.st_mtime_ns, entry.path, status.st_size, status.st_ino, root)
    return sorted(found.values(), key=itemgetter(0, 1), reverse=True)


def _projects_of(root: Path) -> str:
    """The folder of projects of a root; a root may be that folder itself."""
    return str(root if root.name == _PROJECTS else root / _PROJECTS)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder; not one whose link leads round, or where nobody may look."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _folders_above(folder: str) -> set[tuple[int, int]]:
    """What a link in the folder must not lead to: from there everything would be looked through."""
    found = set()
    for parent in Path(os.path.realpath(folder)).parents:
        with suppress(OSError):
            status = parent.stat()
            found.add((status.st_dev, status.st_ino))
    return found


def _walk(
    folder: str, seen: set[tuple[int, int]], above: set[tuple[int, int]], depth: int
) -> Iterator[os.DirEntry[str]]:
    try:
        status = Path(folder).stat()
        identity = status.st_dev, status.st_ino
        if status.st_ino and (identity in seen or identity in above):
            return
        seen.add(identity)
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(_SUFFIX):
                    if entry.name != _JOURNAL:
                        yield entry
                elif depth < _MAX_DEPTH and _is_folder(entry):
                    yield from _walk(entry.path, seen, above, depth + 1)
    except OSError:
        return
