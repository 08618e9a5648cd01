"""Numbers of tokens in rows of transcripts, of whichever program. This module must not know what else a row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_TOKENS = 10**12
"""A higher number is none."""


def count_of(data: Mapping[str, object], name: str) -> int:
    """A number of tokens; 0 for anything that cannot be one."""
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_TOKENS:
        return 0
    return int(value)
