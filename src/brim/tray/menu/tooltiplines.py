"""Which lines of a tooltip are shown where it would be too long: what matters most, in the order of reading.

Pure. This module must not know what a line says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LINES = 8
"""Plasma shows so many lines below the title, and breaks long ones (seen in 5.27)."""
LINE_LENGTH = 50
"""Letters of a line of Plasma's tooltip (seen: 51 to 57, with its default font)."""


class Weight(IntEnum):
    """How much a line matters; the heaviest stays longest."""

    NEXT_READ = 0
    REASON = 1
    LATER_FORECAST = 2
    FORECAST = 3
    SPEND = 4
    OTHER_ACCOUNT = 5
    WINDOW = 6
    AGE = 7
    """When the figures were read, and from where."""
    HEADLINE = 8
    CONTEXT = 9
    """Whose figures these are, and what is wrong with them."""


@dataclass(frozen=True, slots=True)
class TooltipLine:
    """One line."""

    text: str
    weight: Weight
    percent: float = 0.0
    """Of lines of the same weight the one with the lowest goes first, and of equal ones the last."""

    @property
    def height(self) -> int:
        """How many lines it takes when it is broken."""
        return max(1, math.ceil(len(self.text) / LINE_LENGTH))


def fitted(lines: Sequence[TooltipLine]) -> list[TooltipLine]:
    """The lines that are shown; the heaviest one always is."""
    kept = list(enumerate(lines))
    while len(kept) > 1 and sum(line.height for _, line in kept) > MOST_LINES:
        kept.remove(min(kept, key=lambda entry: (entry[1].weight, entry[1].percent, -entry[0])))
    return [line for _, line in kept]
