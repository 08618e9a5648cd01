"""The pages of an SQLite database as its last commit left them. SQLite itself would open the log for writing.

Facts (sqlite.org/fileformat2.html): a write-ahead log `<file>-wal` holds newer versions of pages, each in a frame with
salts and a checksum that goes on from the frame before; a frame with a size commits all before it. No lock is taken:
who writes is never held up. This module must not know what is in a page.
"""

from __future__ import annotations

import struct
from io import BufferedReader
from typing import TYPE_CHECKING

from brim.privatefiles import open_to_read

if TYPE_CHECKING:
    from io import RawIOBase
    from pathlib import Path
    from typing import Self

_MAGIC = b"SQLite format 3\0"
_HEADER, _LOG_HEADER, _FRAME_HEADER = 100, 32, 24
_LOG_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
"""The byte order of checksums."""
_MAX_FRAMES = 200_000
_LEAST_USABLE = 480
_SIZES = {1 << power for power in range(9, 17)}


class DatabasePages:
    """An open database. All methods may block for a moment; they raise OSError, and ValueError for what is no database.

    BlockingIOError, an OSError, says that it is being written: try again later.
    """

    def __init__(self, path: Path) -> None:
        """Open the files; nothing is read before the first page."""
        self._path = path
        self._log_path, self._journal_path = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-journal"))
        self._file = _open(path)
        self._log: RawIOBase | None = None
        self._log_header, self._end = b"", _LOG_HEADER
        """The end is that of the last frame."""
        self._before = b"", b""
        self._frames: dict[int, int] = {}
        """By page, the place of its newest committed frame."""
        self.size, self.usable = 0, 0
        """Bytes of a page, and how many of them hold data."""

    def __enter__(self) -> Self:
        """Read the header and the log."""
        try:
            self._read_header()
            self._read_log()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        if self._log is not None:
            self._log.close()

    def page(self, number: int) -> bytes:
        """A page, counted from 1."""
        place = self._frames.get(number)
        if place is not None:
            return self._frame(place)
        found = b"" if number < 1 else _read(self._file, (number - 1) * self.size, self.size)
        if len(found) < self.size:
            raise ValueError(number)
        return found

    def check_unchanged(self) -> None:
        """Raise BlockingIOError when pages may be of two states: more was committed, or the log began again.

        Until then the file itself changes only by what the log holds already.
        """
        more = b""
        if self._log is not None:
            more = _read(self._log, self._end, _FRAME_HEADER)
        elif any(_start_of(self._log_path)):
            raise BlockingIOError
        if self._is_of_log(more) or self._versions() != self._before or any(_start_of(self._journal_path)):
            raise BlockingIOError

    def _versions(self) -> tuple[bytes, bytes]:
        """The count of changes in the file, which stays while there is a log; and the log's header with its salts."""
        log = b"" if self._log is None else _read(self._log, 0, _LOG_HEADER)
        return b"" if log else _read(self._file, 24, 4), log

    def _is_of_log(self, frame: bytes) -> bool:
        return len(frame) == _FRAME_HEADER and frame[8:16] == self._log_header[16:24]

    def _read_header(self) -> None:
        header = _read(self._file, 0, _HEADER)
        if len(header) < _HEADER or not header.startswith(_MAGIC):
            raise ValueError(self._path.name)
        size = int.from_bytes(header[16:18])
        self.size = 65_536 if size == 1 else size
        self.usable = self.size - header[20]
        if self.size not in _SIZES or self.usable < _LEAST_USABLE or header[56:60] not in {b"\0\0\0\1", bytes(4)}:
            raise ValueError(self._path.name)
        if any(_start_of(self._journal_path)):
            raise BlockingIOError

    def _read_log(self) -> None:
        try:
            self._log = _open(self._log_path)
        except FileNotFoundError:
            self._before = self._versions()
            return
        self._before = self._versions()
        self._log_header = self._before[1]
        if len(self._log_header) < _LOG_HEADER or int.from_bytes(self._log_header[:4]) not in _LOG_MAGICS:
            return
        if int.from_bytes(self._log_header[8:12]) != self.size:
            raise BlockingIOError
        pending: dict[int, int] = {}
        for _ in range(_MAX_FRAMES):
            frame = _read(self._log, self._end, _FRAME_HEADER)
            if not self._is_of_log(frame):
                return
            number, committed = struct.unpack(">II", frame[:8])
            pending[number] = self._end
            self._end += _FRAME_HEADER + self.size
            if committed:
                self._frames |= pending
                pending = {}

    def _frame(self, place: int) -> bytes:
        """The page in a frame; its checksum goes on from the frame before, or from the log's header."""
        if self._log is None:
            raise BlockingIOError
        if place == _LOG_HEADER:
            before = self._log_header[24:32]
        else:
            before = _read(self._log, place - self.size - _FRAME_HEADER + 16, 8)
        frame = _read(self._log, place, _FRAME_HEADER + self.size)
        order = _LOG_MAGICS[int.from_bytes(self._log_header[:4])]
        if len(frame) < _FRAME_HEADER + self.size or _checksum(order, before, frame) != frame[16:24]:
            raise BlockingIOError  # it is being written
        return frame[_FRAME_HEADER:]


def _checksum(order: str, before: bytes, frame: bytes) -> bytes:
    first, second = struct.unpack(">II", before)
    summed = frame[:8] + frame[_FRAME_HEADER:]
    values = struct.unpack(f"{order}{len(summed) // 4}I", summed)
    for even, odd in zip(values[::2], values[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return struct.pack(">II", first, second)


def _open(path: Path) -> RawIOBase:
    """A file without a buffer, whose bytes may be old."""
    file = open_to_read(path)
    if not isinstance(file, BufferedReader):
        raise TypeError(type(file))
    return file.detach()


def _read(file: RawIOBase, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size) or b""


def _start_of(path: Path) -> bytes:
    try:
        with _open(path) as file:
            return _read(file, 0, 8)
    except FileNotFoundError:
        return b""
