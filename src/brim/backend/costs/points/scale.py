"""How many points of a week one point of the session is: both are official readings of the same use. Pure.

Foreign use counts in both, so unlike local answers it cannot mislead here, and a day of readings is enough. The week of
one model is compared with the local points of that model, in sessions that show no foreign use. Only what was read of
both is compared: from the first to the last reading of each session.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.backend.costs.points.curve import reading_line
from brim.backend.costs.points.features import in_scope
from brim.backend.costs.points.stretches import points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from brim.backend.costs.points.curve import ReadingLine
    from brim.backend.costs.points.learning import KnownWindow
    from brim.backend.costs.points.values import LimitWindow, Multipliers

_MIN_STEPS = 3
"""With less growth of the week the factor is not known."""
_ROUNDING = 0.41
"""Standard deviation of a growth between two rounded readings, in steps."""
_SAME_READING = 2.0
"""Seconds: limits of one answer are of one time."""
_NO_FOREIGN_PART, _NO_FOREIGN_STEPS = 0.1, 1.0
"""A session whose growth is explained but for so much has no foreign use."""


@dataclass(frozen=True, slots=True)
class SessionGrowth:
    """What a session shows between its first and its last reading."""

    first_at: float
    last_at: float
    percent: float
    """By so many points it grew."""
    local: Mapping[str, float]
    """The points of each family of models by what was learned."""
    step: float

    def points(self, scope: str | None) -> float:
        """The points that count for a week, or for that of a model; 0 where they are not known."""
        if scope is None:
            return self.percent
        local = sum(self.local.values())
        if local <= 0 or self.percent - local > _NO_FOREIGN_PART * self.percent + _NO_FOREIGN_STEPS * self.step:
            return 0.0
        counted = sum(value for family, value in self.local.items() if in_scope(family, scope))
        return counted * min(1.0, self.percent / local)


def session_growths(learned: Multipliers, sessions: Iterable[KnownWindow]) -> tuple[SessionGrowth, ...]:
    """The growth of the sessions from which something was learned."""
    growths = []
    for session in sessions:
        line = reading_line(session.window)
        if line is None:
            continue
        first_at, first = line.readings[0]
        local: dict[str, float] = {}
        for use in session.uses:
            if first_at < use.at <= line.read_at:
                local[use.family] = local.get(use.family, 0.0) + points(use.family, use.dollars, learned)
        growths.append(SessionGrowth(first_at, line.read_at, line.percent - first, local, line.step))
    return tuple(growths)


def scaled_to_week(
    shape: Multipliers, sessions: Sequence[SessionGrowth], weeks: Sequence[LimitWindow], scope: str | None = None
) -> Multipliers | None:
    """The multipliers of a week: those of the session times one factor; None where there is too little to compare.

    `shape`: what was learned from `sessions`. `weeks`: the windows of the same time, the running one included.
    `scope`: the name of the model that counts alone.
    """
    lines = [line for week in weeks if (line := reading_line(week)) is not None]
    of_week = of_session = rounding = 0.0
    for session in sessions:
        counted = session.points(scope)
        for line in lines:
            before, after = _percent_at(line, session.first_at), _percent_at(line, session.last_at)
            if counted > 0 and before is not None and after is not None:
                of_week += after - before
                of_session += counted
                rounding += (_ROUNDING * line.step) ** 2
                break
    step = max((line.step for line in lines), default=1.0)
    if of_week < _MIN_STEPS * step or of_session <= 0:
        return None
    factor = of_week / of_session
    return replace(
        shape,
        families={family: factor * value for family, value in shape.families.items()},
        other=factor * shape.other,
        spread=math.sqrt(rounding) / of_week,
    )


def _percent_at(line: ReadingLine, at: float) -> float | None:
    """The percentage of a week at the time of a reading: the last change before it; None outside the week."""
    index = bisect_right(line.readings, (at + _SAME_READING, math.inf)) - 1
    if not line.start <= at <= line.end or (index < 0 and line.begin is None):
        return None
    return line.readings[index][1] if index >= 0 else 0.0
