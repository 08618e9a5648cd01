"""The complete rows of a growing text file from an offset on, in blocks and in bounded memory.

This module must not know what a row says, apart from the beginnings of rows that nobody needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Readable(Protocol):
        """A file that is read in order."""

        def read(self, size: int, /) -> bytes | None:
            """At most so many bytes; none at the end."""


_CHUNK = 1 << 20
MAX_ROW = 32 << 20
"""A longer row is skipped: memory stays bounded whatever a file holds."""


class RowReader:
    """Yields blocks of complete rows as (buffer, start, end); a block is only valid until the next one is taken."""

    def __init__(self, file: Readable, offset: int, unneeded: tuple[bytes, ...] = ()) -> None:
        """`file` stands at `offset`; rows that begin with one of `unneeded` are not kept while they are read."""
        self._file = file
        self._unneeded = unneeded
        self.offset = offset
        """Where the rows that were yielded or skipped end."""
        self.rest = b""
        """At the end: the beginning of a row that has no end yet."""

    def __iter__(self) -> Iterator[tuple[bytes | bytearray, int, int]]:
        """Read to the end of the file."""
        kept, skipped = bytearray(), 0
        while data := self._file.read(_CHUNK):
            start, end = 0, data.rfind(b"\n") + 1
            if kept or skipped:
                start = data.find(b"\n") + 1
                if not start:
                    skipped = self._grow(kept, skipped, data)
                    continue
                if skipped:
                    self.offset += skipped + start
                    skipped = 0
                else:
                    kept += data[:start]
                    yield kept, 0, len(kept)
                    self.offset += len(kept)
                kept = bytearray()
            if end > start:
                yield data, start, end
                self.offset += end - start
            if end < len(data):
                skipped = self._grow(kept, 0, data[end:])
        self.rest = bytes(kept)

    def _grow(self, kept: bytearray, skipped: int, data: bytes) -> int:
        """Keep more of a row, or skip it; returns how many bytes of it are skipped."""
        if skipped:
            return skipped + len(data)
        if (not kept and data.startswith(self._unneeded)) or len(kept) + len(data) > MAX_ROW:
            skipped = len(kept) + len(data)
            kept.clear()
            return skipped
        kept += data
        return 0
