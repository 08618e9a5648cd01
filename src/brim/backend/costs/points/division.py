"""Divides the official percentage of one window among the uses on this machine and everything else. Pure.

The learned multipliers say how much the uses were; the readings say how much there was at most. Where both disagree by
more than rounding, the uses are scaled down. What the uses leave is `elsewhere`, unless it is within its own doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.costs.points.stretches import points as points_of_use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.costs.points.curve import ReadingLine
    from brim.backend.costs.points.features import Use
    from brim.backend.costs.points.values import Multipliers

_SLACK_STEPS, _SLACK_PART = 1.05, 0.02
"""By so much the uses may exceed a reading: rounding, and readings that come late."""
_NO_NEWS_STEPS, _NO_NEWS_PART = 1.2, 0.07
"""A rest of less than this is within its own doubt."""
_HALVINGS = 18


@dataclass(frozen=True, slots=True)
class Division:
    """The percentage of one window, divided."""

    uses: tuple[tuple[Use, float], ...]
    """Each use until the last reading, and its points."""
    elsewhere: float


def divide(line: ReadingLine, uses: Sequence[Use], learned: Multipliers) -> Division:
    """The points of each use; `uses` are in the order of time. The sum of all is the last reading."""
    counted = [use for use in uses if line.start <= use.at <= line.read_at]
    points = [points_of_use(use.family, use.dollars, learned) for use in counted]
    scale = _scale(line, _totals(line, counted, points))
    local, percent = scale * sum(points), line.percent
    if local > 0 and percent - local <= _NO_NEWS_STEPS * line.step + _NO_NEWS_PART * percent:
        scale *= percent / local
        local = percent
    return Division(
        tuple((use, scale * value) for use, value in zip(counted, points, strict=True)), max(0.0, percent - local)
    )


def _totals(line: ReadingLine, uses: Sequence[Use], points: Sequence[float]) -> list[float]:
    """The points of all uses until each reading."""
    totals, total, index = [], 0.0, 0
    for at, _ in line.readings:
        while index < len(uses) and uses[index].at <= at:
            total += points[index]
            index += 1
        totals.append(total)
    return totals


def _scale(line: ReadingLine, totals: Sequence[float]) -> float:
    """The largest factor, 1 at most, with which the uses fit under the readings."""
    low, high = 0.0, 1.0
    if _fits(line, totals, high):
        return high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _fits(line, totals, middle):
            low = middle
        else:
            high = middle
    return low


def _fits(line: ReadingLine, totals: Sequence[float], scale: float) -> bool:
    """Whether uses and the smallest foreign use that never falls stay below each reading, apart from a slack."""
    elsewhere = 0.0
    for (_, percent), total in zip(line.readings, totals, strict=True):
        elsewhere = max(elsewhere, percent - scale * total)
        if scale * total + elsewhere > percent + _SLACK_STEPS * line.step + _SLACK_PART * percent:
            return False
    return True
