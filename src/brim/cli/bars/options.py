"""Reads plain options without `argparse`, which takes longer than everything else that these commands do.

Whatever is not plain is left to `argparse`, and so is every mistake. This module must not know what an option means.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def plain_options(
    words: Sequence[str], with_value: Collection[str], switches: Collection[str]
) -> dict[str, str] | None:
    """The options in a list of words that holds nothing else, by name; None for any other list. A switch is empty."""
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word in switches:
            found[word] = ""
        elif name in with_value and equals:
            found[name] = value
        elif word in with_value and (given := next(rest, None)) is not None and not given.startswith("-"):
            found[word] = given
        else:
            return None
    return found
