"""One row of a session file as JSON, whatever a stopped program left before it.

This module must not know what a row means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from brim.backend.transcripts.counts import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME_LETTERS = 1024
_ROW_BEGIN = b'{"timestamp":'
"""How rows begin; quotes in texts stand behind a backslash, so it is in no text."""


class Usage(NamedTuple):
    """Tokens as Codex counts them."""

    input: int
    """With those that were read from the cache, and those that were written to it."""
    cached: int
    written: int
    output: int
    """With those of reasoning."""

    def since(self, before: Usage | None) -> Usage:
        """What came to an earlier sum; all of it where there is none, or where counting began again."""
        if before is None or any(now < then for now, then in zip(self, before, strict=True)):
            return self
        return Usage(*(now - then for now, then in zip(self, before, strict=True)))


def row_of(raw: bytes) -> dict[str, object] | None:
    """The object in a row, also behind NUL bytes or half a row; None where there is none."""
    raw = raw.rpartition(b"\0")[2]
    begin = raw.rfind(_ROW_BEGIN)
    return _decoded(raw) or (_decoded(raw[begin:]) if begin > 0 else None)


def _decoded(raw: bytes) -> dict[str, object] | None:
    try:
        row = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def part(data: Mapping[str, object], name: str) -> dict[str, object]:
    """An object in a row; empty for anything else."""
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def text(data: Mapping[str, object], name: str) -> str:
    """A text that every encoding can hold, and not a page long; empty for anything else."""
    value = data.get(name)
    return value.encode("utf-8", "replace").decode()[:_NAME_LETTERS] if isinstance(value, str) else ""


def usage(data: Mapping[str, object], name: str) -> Usage | None:
    """Numbers of tokens, of which one that is missing is 0; None where nothing is counted."""
    found = data.get(name)
    if not isinstance(found, dict):
        return None
    sent, cached = count_of(found, "input_tokens"), count_of(found, "cached_input_tokens")
    return Usage(sent, cached, count_of(found, "cache_write_input_tokens"), count_of(found, "output_tokens"))
