"""Cuts windows into stretches of time: how far the percentage grew, and what was used here meanwhile. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.costs.points.features import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brim.backend.costs.points.curve import ReadingLine
    from brim.backend.costs.points.features import Dollars, Use
    from brim.backend.costs.points.values import Multipliers

_MIN_STEPS, _MIN_GROWTH = 3, 1.5
"""A stretch grows by at least so many steps and points, so that rounding is a small part of it."""
_MAX_PART = 0.2
"""The part of a window after which a stretch ends although the percentage has hardly grown."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time between two readings."""

    window: int
    """The number of the window in its list."""
    dollars: Mapping[str, Dollars]
    """What the uses weigh at list price, by family of models."""
    growth: float
    """In points."""
    step: float
    """The step of the readings."""


def stretches(window: int, length: float, line: ReadingLine, uses: Sequence[Use]) -> list[Stretch]:
    """The stretches of a window in which something was used here; `uses` are in the order of time."""
    found: list[Stretch] = []
    least = max(_MIN_STEPS * line.step, _MIN_GROWTH)
    since, percent_then, index = line.start, line.begin, 0
    while index < len(uses) and uses[index].at < line.start:
        index += 1
    dollars: dict[str, Dollars] = {}
    for at, percent in line.readings:
        while index < len(uses) and uses[index].at <= at:
            use = uses[index]
            dollars[use.family] = dollars.get(use.family, NOTHING).plus(use.dollars)
            index += 1
        if percent_then is None:  # what was left by a reset grew earlier
            since, percent_then, dollars = at, percent, {}
        elif percent - percent_then >= least or (at - since > _MAX_PART * length and dollars):
            if any(amount.total > 0 for amount in dollars.values()):
                found.append(Stretch(window, dollars, percent - percent_then, line.step))
            since, percent_then, dollars = at, percent, {}
    return found


def predicted(dollars: Mapping[str, Dollars], learned: Multipliers) -> float:
    """The points of uses by what was learned."""
    return sum(points(family, amount, learned) for family, amount in dollars.items())


def points(family: str, dollars: Dollars, learned: Multipliers) -> float:
    """The points of uses of one family."""
    weighed = dollars.main + learned.cache_write * dollars.cache_write + learned.cache_read * dollars.cache_read
    return weighed * learned.families.get(family, learned.other)
