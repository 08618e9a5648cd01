"""One row of a text file while it is read, in bounded memory however long it is.

A long row is kept without its long JSON texts, which are empty then: what an answer used stands in short fields beside
them. This module must not know what a row says.
"""

from __future__ import annotations

import re

_PLAIN = 2 << 20
"""Up to so many bytes a row is kept as it is."""
_MOST = 4 << 20
"""A row that has more beside its long texts is left out."""
_LONG_TEXT = re.compile(rb'"[^"]{4096,}+')


class LongRow:
    """The pieces of one row; its end is not in them yet, or is in the last one."""

    def __init__(self) -> None:
        """Nothing was read of it."""
        self.size = 0
        """Bytes that were read of it."""
        self.is_left_out = False
        self.is_too_long = False
        """It is left out because it has too much beside its long texts."""
        self._content = bytearray()
        self._open = b""
        """What cannot be judged yet: the begin of a text, or half an escape."""
        self._in_long_text = False

    def leave_out(self) -> None:
        """Keep nothing of it, now and later."""
        self.is_left_out = True
        self._content, self._open = bytearray(), b""

    def add(self, piece: bytes) -> None:
        """The next piece."""
        before, self.size = self.size, self.size + len(piece)
        if self.is_left_out:
            return
        if self.size <= _PLAIN:
            self._content += piece
            return
        if before <= _PLAIN:
            plain, self._content = bytes(self._content), bytearray()
            self._shorten(plain)
        self._shorten(piece)
        if len(self._content) > _MOST:
            self.is_too_long = True
            self.leave_out()

    def content(self) -> bytearray:
        """What is kept of it so far."""
        return self._content + self._open

    def _shorten(self, piece: bytes) -> None:
        """Add a piece without the insides of long texts."""
        data = self._open + piece
        end = len(data) - (len(data) - len(data.rstrip(b"\\"))) % 2
        masked = data[:end].replace(b"\\\\", b"__").replace(b'\\"', b"__")  # each quote left begins or ends a text
        self._open = data[end:]
        kept_from = 0
        if self._in_long_text:
            kept_from = masked.find(b'"')
            if kept_from < 0:
                return
            self._in_long_text = False
            self._content += b'"'
            kept_from += 1
        quotes, counted = 0, kept_from
        for found in _LONG_TEXT.finditer(masked, kept_from):
            quotes += masked.count(b'"', counted, found.start())
            counted = found.start()
            if quotes % 2 == 0:
                self._content += data[kept_from : counted + 1]
                kept_from = found.end()
        quotes += masked.count(b'"', counted)
        if quotes % 2 and kept_from == end:
            self._in_long_text = True
        elif quotes % 2:
            begin = masked.rfind(b'"')
            self._content += data[kept_from:begin]
            self._open = data[begin:]
        else:
            self._content += data[kept_from:end]
