"""The complete rows of a growing text file from an offset on, in blocks and in bounded memory.

This module must not know what a row says, apart from the beginnings of rows that nobody needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.costs.longrow import LongRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Readable(Protocol):
        """A file that is read in order."""

        def read(self, size: int, /) -> bytes | None:
            """At most so many bytes; none at the end."""


_CHUNK = 1 << 17
"""Small enough for the memory allocator to give it back; larger ones are read no faster."""


class RowReader:
    """Yields blocks of complete rows as (buffer, start, end); a block is only valid until the next one is taken."""

    def __init__(self, file: Readable, offset: int, unneeded: tuple[bytes, ...] = ()) -> None:
        """`file` stands at `offset`; rows that begin with one of `unneeded` are not kept while they are read."""
        self._file = file
        self._unneeded = unneeded
        self.offset = offset
        """Where the rows that were yielded or left out end."""
        self.rest = b""
        """At the end: the beginning of a row that has no end yet."""
        self.longest_left_out = 0
        """Bytes of the longest row that was left out although it may be needed; 0 where none was."""

    def __iter__(self) -> Iterator[tuple[bytes | bytearray, int, int]]:
        """Read to the end of the file."""
        row: LongRow | None = None
        while data := self._file.read(_CHUNK):
            start, end = 0, data.rfind(b"\n") + 1
            if row is not None:
                start = data.find(b"\n") + 1
                row.add(data[:start] if start else data)
                if not start:
                    continue
                yield from self._whole(row)
                row = None
            if end > start:
                self.offset += end - start
                yield data, start, end
            if end < len(data):
                row = self._begun(data[end:])
        self.rest = bytes(row.content()) if row is not None else b""

    def _begun(self, data: bytes) -> LongRow:
        row = LongRow()
        row.add(data)
        if data.startswith(self._unneeded):
            row.leave_out()
        return row

    def _whole(self, row: LongRow) -> Iterator[tuple[bytes | bytearray, int, int]]:
        """The block of a row whose end was read, unless it was left out."""
        self.offset += row.size
        if row.is_too_long:
            self.longest_left_out = max(self.longest_left_out, row.size)
        if not row.is_left_out:
            content = row.content()
            yield content, 0, len(content)
