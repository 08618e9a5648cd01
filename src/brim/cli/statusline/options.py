"""The options of `brim statusline` itself, as the installed command line has them. Standard library only, for speed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

OPTIONS = ("--state-dir", "--format", "--then")
"""Each is followed by its value; the order is that of the installed command line."""


def plain_options(words: Sequence[str]) -> dict[str, str] | None:
    """The options in a list of words that holds nothing else; None for any other list."""
    names, values = words[::2], words[1::2]
    if len(names) != len(values) or not set(names) <= set(OPTIONS):
        return None
    return dict(zip(names, values, strict=True))
