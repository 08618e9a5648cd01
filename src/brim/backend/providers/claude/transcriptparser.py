"""Finds the rows of a transcript of Claude Code that report answers. This module must not know what a row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providers.claude.names import NAME
from brim.backend.providers.claude.transcriptrow import NEEDLE, RowParser
from brim.backend.providers.claude.transcripts import transcript_folder
from brim.backend.transcripts.answer import Place
from brim.backend.transcripts.paths import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from brim.backend.transcripts.answer import Answer

_SUBAGENTS = "subagents"
_UNNEEDED = (b'{"type":"file-history-snapshot"', b'{"type":"queue-operation"', b'{"type":"summary"')


class RowsParser:
    """Parses blocks of rows, each of which stands for itself."""

    def __init__(self, parser: RowParser) -> None:
        """`parser` is for one transcript."""
        self._parser = parser

    @property
    def unneeded(self) -> tuple[bytes, ...]:
        """How rows begin that Claude Code writes besides, and which may be huge."""
        return _UNNEEDED

    def parse(self, block: bytes | bytearray, start: int, end: int, found: dict[str, Answer]) -> None:
        """From the end to the begin: a row reports its answer behind its texts, which need not be searched then."""
        view, parse = memoryview(block), self._parser.parse
        while (hit := block.rfind(NEEDLE, start, end)) >= 0:
            row_start = block.rfind(b"\n", start, hit) + 1 or start
            row_end = block.find(b"\n", hit, end)
            if (parsed := parse(view[row_start : row_end if row_end >= 0 else end])) is not None:
                key, answer = parsed
                if (known := found.setdefault(key, answer)) is not answer:
                    known.merge(answer)
            end = row_start
        view.release()

    def context(self) -> str:
        """None."""
        return ""


def parser_for(root: Path, path: Path, bands: Mapping[str, int]) -> RowsParser:
    """A parser for a file below a root's `projects`: its folder's name and its own name count where rows lack them."""
    parts = path.relative_to(transcript_folder(root).path).parts
    session = parts[1] if _SUBAGENTS in parts[2:] else path.stem
    place = Place(session, parts[0] if len(parts) > 1 else path.parent.name, text_of(root), NAME)
    return RowsParser(RowParser(place, bands))
