"""Chooses the form of a sentence for a number: the one place that knows that there are two. It must not know a text."""

from __future__ import annotations


def counted(count: int, one: str, many: str, **fields: object) -> str:
    """The sentence for this number, with `{count}` and the other fields filled in."""
    return (one if count == 1 else many).format(count=count, **fields)
