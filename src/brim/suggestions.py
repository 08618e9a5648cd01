"""Finds the name that a mistyped one was meant to be: of a command, an option, a setting, a rule or a limit.

Pure, and the only user of `difflib`, which is imported when something was mistyped. This module must not know what the
names stand for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MIN_PREFIX = 3
"""Letters from which on the beginning of a name stands for it."""
_SIMILARITY = 0.6


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that is most like the word, whatever its capitals; None when none is like it."""
    known = {name.casefold(): name for name in names}
    typed = word.casefold()
    if len(typed) >= _MIN_PREFIX and (longer := [name for name in known if name.startswith(typed)]):
        return known[min(longer, key=len)]
    from difflib import get_close_matches

    matches = get_close_matches(typed, known, n=1, cutoff=_SIMILARITY)
    return known[matches[0]] if matches else None


def nearest_dotted(word: str, names: Iterable[str]) -> str | None:
    """As `nearest` for names such as `icon.style`: the section alone makes two names alike only if it is the same."""
    known = tuple(names)
    section, _, last = word.casefold().rpartition(".")
    siblings = {name.rpartition(".")[2]: name for name in known if name.rpartition(".")[0] == section}
    if (sibling := nearest(last, siblings)) is not None:
        return siblings[sibling]
    lasts = {name.rpartition(".")[2]: name for name in known}
    return lasts.get(last) or (None if siblings and section else nearest(word, known))
