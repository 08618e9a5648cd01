"""Reads the answers of one transcript file, from an offset on. This module must not know where answers are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.costs.rowreader import RowReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.costs.rowreader import Readable
    from brim.backend.providers.transcripts import TranscriptParser
    from brim.backend.transcripts.answer import Answer


class Answers:
    """The answers that were found, by their ids."""

    def __init__(self) -> None:
        """None yet."""
        self.by_id: dict[str, Answer] = {}
        self.longest_left_out = 0
        """Bytes of the longest row that has too much beside its texts; 0 where there is none."""
        self.context = ""
        """What the rows behind the offset need of those before it."""


def read_answers(file: Readable, offset: int, parser: TranscriptParser, found: Answers) -> Iterator[int]:
    """Read to the end of the file; yields, after each block of rows, the offset up to which everything was read.

    A last row without its newline counts if it is complete. It is read again when the file has grown: an answer that is
    read twice is still one.
    """
    rows = RowReader(file, offset, parser.unneeded)
    found.context = parser.context()
    for block, start, end in rows:
        parser.parse(block, start, end, found.by_id)
        found.context = parser.context()
        yield rows.offset
    found.longest_left_out = rows.longest_left_out
    parser.parse(rows.rest, 0, len(rows.rest), found.by_id)
    yield rows.offset
