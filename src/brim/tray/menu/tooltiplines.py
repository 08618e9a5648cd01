"""Which lines of a tooltip are shown where it would be too long: what matters most, in the order of reading.

Pure. This module must not know what a line says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LINES = 5
"""So many are read at a glance. Plasma shows eight below the title, and breaks long ones (seen in 5.27)."""
LINE_LENGTH = 50
"""Letters of a line of Plasma's tooltip (seen: 51 to 57, with its default font)."""


class Weight(StrEnum):
    """How much a line matters: from the lightest, which goes first, to the heaviest."""

    OWN_AGE = "own_age"
    """When one limit was read, where it was not read with the others."""
    EARLY_RESET = "early_reset"
    FORECAST = "forecast"
    SPEND = "spend"
    OTHER_LIMIT = "other_limit"
    """A limit that is not in the icon, where other accounts are shown too."""
    OTHER_ACCOUNT = "other_account"
    WINDOW = "window"
    AGE = "age"
    """When the figures were read, and from where."""
    HEADLINE = "headline"
    CONTEXT = "context"
    """Whose figures these are, and what is wrong with them."""


_WEIGHTS = tuple(Weight)


@dataclass(frozen=True, slots=True)
class TooltipLine:
    """One line."""

    text: str
    weight: Weight
    percent: float = 0.0
    """Of lines of the same weight the one with the lowest goes first, and of equal ones the last."""

    @property
    def rank(self) -> int:
        """The number of its weight; the lowest goes first."""
        return _WEIGHTS.index(self.weight)

    @property
    def height(self) -> int:
        """How many lines it takes when it is broken."""
        return max(1, math.ceil(len(self.text) / LINE_LENGTH))


def fitted(lines: Sequence[TooltipLine]) -> list[TooltipLine]:
    """The lines that are shown; the heaviest one always is."""
    kept = list(enumerate(lines))
    while len(kept) > 1 and sum(line.height for _, line in kept) > MOST_LINES:
        kept.remove(min(kept, key=lambda entry: (entry[1].rank, entry[1].percent, -entry[0])))
    return [line for _, line in kept]
