"""Paths as they are stored. This module must not know which files there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def text_of(path: str | Path) -> str:
    """A path as text that can be stored; the same path is always the same text."""
    return str(path).encode("utf-8", "backslashreplace").decode()
