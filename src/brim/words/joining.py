"""Several names or sentences as one text, in a way that a translation can change.

This module must not know what the names and sentences say.
"""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING

from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def all_of(names: Sequence[str]) -> str:
    """`a`, `a and b`, or `a, b and c`; there is at least one name."""
    *first, last = names
    return _("{names} and {last_name}", names=listed(first), last_name=last) if first else last


def one_of(names: Sequence[str]) -> str:
    """`a`, `a or b`, or `a, b or c`; there is at least one name."""
    *first, last = names
    return _("{names} or {last_name}", names=listed(first), last_name=last) if first else last


def listed(names: Iterable[str]) -> str:
    """`a, b, c`; empty without names."""
    return reduce(lambda names, name: _("{names}, {name}", names=names, name=name) if names else name, names, "")


def sentences(*texts: str | None) -> str:
    """Whole sentences one after the other; empty ones and None are left out."""
    return reduce(
        lambda before, text: _("{sentence} {next_sentence}", sentence=before, next_sentence=text) if before else text,
        filter(None, texts),
        "",
    )


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, each with its full stop."""
    return [sentence for sentence in re.split(r"(?<=[.!?]) +", text.strip()) if sentence]
