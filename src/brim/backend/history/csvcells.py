"""The cells of a CSV file: a program for tables would calculate one that begins like a formula, so it gets a quote.

What was guarded can be read again without loss. This module must not know what a cell means.
"""

from __future__ import annotations

import re

from brim.printing import one_line

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")
"""Also in the wide form of East Asian scripts, and behind earlier quotes."""


def guarded(text: str) -> str:
    """A cell that no program calculates, and no terminal obeys."""
    return one_line(f"'{text}" if _FORMULA.match(text) else text)


def unguarded(cell: str) -> str:
    """The text of a cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
