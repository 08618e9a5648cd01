"""Learns what a limit counts from its last windows, and starts again when the limit itself has changed. Pure.

A limit is doubled or halved without notice. Then what was learned is wrong by one factor for all: the windows before
the change are left out. This module must not know where windows are stored.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.backend.costs.points.curve import reading_line
from brim.backend.costs.points.features import Dollars
from brim.backend.costs.points.fit import fit
from brim.backend.costs.points.stretches import predicted, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.costs.points.features import Use
    from brim.backend.costs.points.stretches import Stretch
    from brim.backend.costs.points.values import LimitWindow, Multipliers

MAX_WINDOWS = 30
"""Older windows say nothing new."""
_LARGER, _SMALLER = 0.75, 1.35
"""The limit was raised when the median of growth to prediction is below the first; lowered when its lower quartile is
above the second. Foreign use can only raise growth."""
_LEVEL = 0.4
"""The quantile that is the level of growth to prediction in windows with some foreign use."""
_MIN_WINDOWS, _MIN_STRETCHES = 2, 4
"""What must lie before a change and after it; one window is enough after a raise, which foreign use cannot feign."""
_MAX_CHANGES = 3
_SCALE_SPREAD = 0.2
"""By so much a factor between limits may be wrong: a stretch of a week is long, and holds foreign use more often."""


@dataclass(frozen=True, slots=True)
class KnownWindow:
    """A window with what was used here in it."""

    window: LimitWindow
    uses: Sequence[Use]
    """In the order of time."""


def learn(windows: Sequence[KnownWindow], shape: Multipliers | None = None) -> Multipliers | None:
    """What the last windows teach, the running one included; oldest first. None without any growth to learn from.

    `shape`: what was learned of a limit that is read more finely; then only one factor between both is learned, where
    `scale.py` could not compare their readings.
    """
    last = windows[-MAX_WINDOWS:]
    found: list[Stretch] = []
    for number, known in enumerate(last):
        line = reading_line(known.window)
        if line is not None:
            found += stretches(number, known.window.end - known.window.start, line, known.uses)
    if shape is not None:
        found = [replace(stretch, dollars=_as_one(stretch, shape)) for stretch in found]
    first = 0
    learned = fit(found, len(last))
    for _ in range(_MAX_CHANGES):
        change = None if learned is None else last_change(found, learned)
        if change is None:
            break
        first, found = change, [stretch for stretch in found if stretch.window >= change]
        learned = fit(found, len(last) - first)
    return learned if learned is None or shape is None else _scaled(shape, learned)


def last_change(found: Sequence[Stretch], learned: Multipliers) -> int | None:
    """The number of the first window after the clearest change of the limit; None where there is none."""
    ratios = [
        (stretch.window, stretch.growth / expected)
        for stretch in found
        if (expected := predicted(stretch.dollars, learned)) > 0
    ]
    best, best_number = 0.0, None
    numbers = sorted({window for window, _ in ratios})
    for number in numbers[_MIN_WINDOWS:]:
        before = [ratio for window, ratio in ratios if window < number]
        after = [ratio for window, ratio in ratios if window >= number]
        smaller_side = min(len(before), len(after))
        level = _quantile(before, _LEVEL)
        if smaller_side < _MIN_STRETCHES or level <= 0:
            continue
        raised = _quantile(after, 0.5) / level < _LARGER
        lowered = number != numbers[-1] and _quantile(after, 0.25) / level > _SMALLER
        if raised or lowered:
            evidence = abs(math.log(max(_quantile(after, _LEVEL) / level, 1e-3))) * math.sqrt(smaller_side)
            if evidence > best:
                best, best_number = evidence, number
    return None if best_number is None else _without_old(ratios, best_number)


def _without_old(ratios: Sequence[tuple[int, float]], number: int) -> int:
    """The first window from `number` on that is rather like those after it than like those before it.

    One window of the old limit among few of the new one would spoil what they teach.
    """
    before = _quantile([ratio for window, ratio in ratios if window < number], _LEVEL)
    after = _quantile([ratio for window, ratio in ratios if window >= number], _LEVEL)
    middle = math.sqrt(before * max(after, 0.0))
    later = sorted({window for window, _ in ratios if window >= number})
    for window in later:
        own = _quantile([ratio for other, ratio in ratios if other == window], _LEVEL)
        if (own > middle) == (after > before):
            return window
    return number


def _as_one(stretch: Stretch, shape: Multipliers) -> dict[str, Dollars]:
    return {"": Dollars(predicted(stretch.dollars, shape), 0.0, 0.0)}


def _scaled(shape: Multipliers, factor: Multipliers) -> Multipliers:
    """The multipliers of one limit, times what one of its points is of another limit."""
    scale = factor.families.get("", factor.other)
    families = {family: scale * value for family, value in shape.families.items()}
    return replace(
        shape,
        families=families,
        other=scale * shape.other,
        windows=factor.windows,
        stretches=factor.stretches,
        spread=_SCALE_SPREAD,
    )


def _quantile(values: Sequence[float], part: float) -> float:
    return sorted(values)[int(part * (len(values) - 1))]
