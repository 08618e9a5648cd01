"""A mode in which no file is written: for a look at this machine that changes nothing.

This module must not know any file.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROBLEMS: ContextVar[list[str] | None] = ContextVar("_PROBLEMS", default=None)


@contextmanager
def read_only() -> Iterator[list[str]]:
    """Within the block, also in its threads, Brim writes and moves no file, and logs nothing about them.

    What is wrong with a file is added to the list instead, in words: the name of the file and why.
    """
    problems: list[str] = []
    token = _PROBLEMS.set(problems)
    try:
        yield problems
    finally:
        _PROBLEMS.reset(token)


def is_read_only() -> bool:
    """Whether no file may be written now."""
    return _PROBLEMS.get() is not None


def read_only_problems() -> list[str] | None:
    """What is wrong with files, in words, for the one who looks; None while files may be written."""
    return _PROBLEMS.get()
