"""Reads the answers of one transcript file, from an offset on. This module must not know where answers are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.costs.answer import Place
from brim.backend.costs.rowreader import RowReader
from brim.backend.costs.transcriptfiles import text_of
from brim.backend.costs.transcriptrow import NEEDLE, UNNEEDED, RowParser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from brim.backend.costs.answer import Answer
    from brim.backend.costs.rowreader import Readable

_SUBAGENTS = "subagents"


class Answers:
    """The answers that were found, by their ids."""

    def __init__(self) -> None:
        """None yet."""
        self.by_id: dict[str, Answer] = {}
        self.longest_left_out = 0
        """Bytes of the longest row that has too much beside its texts; 0 where there is none."""


def parser_for(root: Path, path: Path, bands: Mapping[str, int]) -> RowParser:
    """A parser for a file below a root's `projects`: its folder's name and its own name count where rows lack them."""
    parts = path.parts[len(root.parts) :]
    parts = parts[1:] if parts[:1] == ("projects",) else parts
    session = parts[1] if _SUBAGENTS in parts[2:] else path.stem
    return RowParser(Place(session, parts[0] if len(parts) > 1 else path.parent.name, text_of(root)), bands)


def read_answers(file: Readable, offset: int, parser: RowParser, found: Answers) -> Iterator[int]:
    """Read to the end of the file; yields, after each block of rows, the offset up to which everything was read.

    A last row without its newline counts if it is complete. It is read again when the file has grown: an answer that is
    read twice is still one.
    """
    rows = RowReader(file, offset, UNNEEDED)
    for block, start, end in rows:
        _parse_block(block, start, end, parser, found)
        yield rows.offset
    found.longest_left_out = rows.longest_left_out
    _parse_block(rows.rest, 0, len(rows.rest), parser, found)
    yield rows.offset


def _parse_block(block: bytes | bytearray, start: int, end: int, parser: RowParser, found: Answers) -> None:
    """From the end to the begin: a row reports its answer behind its texts, which need not be searched then."""
    view, by_id = memoryview(block), found.by_id
    while (hit := block.rfind(NEEDLE, start, end)) >= 0:
        row_start = block.rfind(b"\n", start, hit) + 1 or start
        row_end = block.find(b"\n", hit, end)
        if (parsed := parser.parse(view[row_start : row_end if row_end >= 0 else end])) is not None:
            key, answer = parsed
            if (known := by_id.setdefault(key, answer)) is not answer:
                known.merge(answer)
        end = row_start
    view.release()
