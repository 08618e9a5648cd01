"""Printing for the commands that show readings. This module must not know what is printed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def show(output: str, end: str = "\n") -> None:
    """Print, also where the terminal cannot show every character."""
    encoding = sys.stdout.encoding or "utf-8"
    print(output.encode(encoding, "replace").decode(encoding), end=end)


def complain(sentences: Iterable[object]) -> None:
    """Print each sentence as a line on standard error."""
    for sentence in sentences:
        print(f"brim: {sentence}", file=sys.stderr)
