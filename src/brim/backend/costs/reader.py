"""Brings the cost file up to date with the transcripts: reads what was appended since, the newest files first.

Each pass reads so many bytes at most, so that a tray reads a large past in small steps. This module must not know when
a pass runs.
"""

from __future__ import annotations

import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.costs.store import FileProgress, ReadPart
from brim.backend.costs.transcript import Answers, read_answers
from brim.backend.costs.transcriptfiles import transcript_files
from brim.backend.costs.warnings import warn
from brim.backend.history.errors import DamagedError
from brim.privatefiles import open_to_read
from brim.words import costs as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from brim.backend.costs.store import CostStore
    from brim.backend.costs.transcriptfiles import TranscriptFile
    from brim.backend.providers.transcripts import TranscriptRoot

_MARK_BYTES = 512
_UNFINISHED = 0
"""In place of the time of the last change: there is more to read."""
_PART_BYTES, _PART_ANSWERS = 4 << 20, 5_000
_STORE_BYTES, _STORE_ANSWERS = 128 << 20, 12_000
"""After so much of either, what was read is stored: a large past needs no second start, and memory has a bound."""


class TranscriptReader:
    """Reads the transcripts of some folders into one store. Used by one thread at a time."""

    def __init__(self, store: CostStore, bands: Mapping[str, int], now: Callable[[], float] = time.time) -> None:
        """`bands`: for each model with a second price, from how many tokens of a prompt on; `now`: epoch seconds."""
        self._store = store
        self._bands = bands
        self._now = now
        self._progress: dict[str, FileProgress] | None = None
        self._progress_of = 0
        self.packed = 0
        """Compressed files among those of the last pass that were never read."""

    def update(self, roots: Sequence[TranscriptRoot], max_bytes: int | None = None, *, only_some: bool = False) -> bool:
        """Read what is new, at most so many bytes; returns whether everything is read. Raises StateError.

        `only_some`: there are other roots. A file that cannot be read is left for the next pass. A damaged cost file
        is set aside, and a new one begins.
        """
        try:
            return self._update(roots, max_bytes, only_some=only_some)
        except DamagedError:
            self._progress = None
            return self._update(roots, max_bytes, only_some=only_some)

    def _update(self, roots: Sequence[TranscriptRoot], max_bytes: int | None, *, only_some: bool) -> bool:
        progress = self._known_progress()
        files, packed = transcript_files(roots)
        self.packed = _unread(packed, progress)
        changed = [file for file in files if _is_new(file, progress.get(file.key))]
        batch: list[ReadPart] = []
        read = unstored = answers = 0
        complete = True
        for part, part_bytes in self._parts(changed, progress):
            batch.append(part)
            read, unstored, answers = read + part_bytes, unstored + part_bytes, answers + len(part.answers)
            if unstored >= _STORE_BYTES or answers >= _STORE_ANSWERS:
                self._add(batch)
                batch, unstored, answers = [], 0, 0
            if max_bytes is not None and read >= max_bytes:
                complete = False
                break
        if batch:
            self._add(batch)
        self._store.sum_up(self._now(), forget=complete and not only_some)
        return complete

    def _known_progress(self) -> dict[str, FileProgress]:
        """How far each file is read, asked for again when another cost file is in use."""
        if self._progress is None or not self._store.is_open_still() or self._progress_of != self._store.opened:
            self._progress = self._store.progress()
            self._progress_of = self._store.opened
        return self._progress

    def _add(self, batch: Sequence[ReadPart]) -> None:
        """Store what was read, and remember how far; after an error that is asked for again."""
        progress, self._progress = self._progress, None
        self._store.add(batch, self._now())
        self._progress = progress
        if progress is not None:
            for part in batch:
                file = part.file
                known = FileProgress(file.size, file.changed_ns, file.inode, part.offset, part.head, part.context)
                progress[file.key] = known

    def _parts(
        self, changed: Sequence[TranscriptFile], progress: Mapping[str, FileProgress]
    ) -> Iterator[tuple[ReadPart, int]]:
        """What is new in the files, in parts of some megabytes, and how many bytes each part has."""
        for file in changed:
            with suppress(OSError):
                yield from self._parts_of(file, progress.get(file.key))

    def _parts_of(self, file: TranscriptFile, known: FileProgress | None) -> Iterator[tuple[ReadPart, int]]:
        with open_to_read(file.path) as opened:
            before = known if known is not None and _has_grown(file, known, opened) else None
            offset = start = 0 if before is None else before.offset
            opened.seek(start)
            found, (root, kind) = Answers(), file.root
            parser = kind.parser(root, Path(file.path), self._bands, "" if before is None else before.context)
            for offset in read_answers(opened, start, parser, found):
                is_part = offset - start >= _PART_BYTES or len(found.by_id) >= _PART_ANSWERS
                if is_part and offset < file.size:
                    place, unfinished = opened.tell(), file._replace(changed_ns=_UNFINISHED)
                    mark = _mark(opened, offset)
                    yield ReadPart(unfinished, offset, mark, found.by_id, found.context), offset - start
                    opened.seek(place)
                    start, found.by_id = offset, {}
            yield ReadPart(file, offset, _mark(opened, offset), found.by_id, found.context), offset - start
        if found.longest_left_out:
            warn(words.row_left_out(file.key, found.longest_left_out), file.key)


def unread_compressed(store: CostStore, roots: Iterable[TranscriptRoot]) -> int:
    """How many transcripts below the roots were compressed before they were read. Raises StateError."""
    packing = [root for root in roots if root.kind.packed_suffix is not None]
    return _unread(transcript_files(packing).packed, store.progress()) if packing else 0


def _unread(packed: Sequence[str], progress: Mapping[str, FileProgress]) -> int:
    """How many of these names belong to no file that was read."""
    return len({*packed} - {Path(path).name for path in progress}) if packed else 0


def _is_new(file: TranscriptFile, known: FileProgress | None) -> bool:
    return known is None or (known.size, known.changed_ns, known.inode) != (file.size, file.changed_ns, file.inode)


def _has_grown(file: TranscriptFile, known: FileProgress, opened: BinaryIO) -> bool:
    """Whether what was read still stands there, and nothing else was written in its place."""
    return file.size >= known.offset and file.inode == known.inode and known.head == _mark(opened, known.offset)


def _mark(opened: BinaryIO, offset: int) -> int:
    """A checksum of the begin and the end of what was read. It leaves the file at another place."""
    opened.seek(0)
    begin = zlib.crc32(opened.read(min(_MARK_BYTES, offset)))
    opened.seek(max(0, offset - _MARK_BYTES))
    return zlib.crc32(opened.read(min(_MARK_BYTES, offset)), begin)
