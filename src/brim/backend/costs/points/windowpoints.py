"""What the percentage of one window went into: one function for callers. Pure.

This module must not know where readings and answers are stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.costs.points.curve import reading_line
from brim.backend.costs.points.division import divide
from brim.backend.costs.points.ranges import doubt, elsewhere_range, local_range, total
from brim.backend.costs.points.values import PART_SECONDS, Multipliers, Share, WindowPoints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from brim.backend.costs.points.curve import ReadingLine
    from brim.backend.costs.points.features import Use
    from brim.backend.costs.points.values import LimitWindow, Points


def points_of(window: LimitWindow, uses: Iterable[Use], learned: Multipliers | None) -> WindowPoints | None:
    """The points of a window until its last official reading; None where there is no reading.

    `uses`: those of the account on this machine, in any order; what is outside the window or later than the last
    reading is left out. `learned`: None where nothing could be learned; then all local use is taken for the whole
    growth, and the ranges say that this is a guess.
    """
    line = reading_line(window)
    if line is None:
        return None
    ordered = sorted(uses)
    division = divide(line, ordered, learned or _guess(line, ordered))
    sums: dict[tuple[int, object], float] = {}
    keys = {}
    for use, points in division.uses:
        if points > 0:
            part = int(use.at // PART_SECONDS) * PART_SECONDS
            key = part, (use.place, use.model)
            keys[key] = Share(part, use.place, use.model, 0.0)
            sums[key] = sums.get(key, 0.0) + points
    shares = tuple(Share(share.at, share.place, share.model, sums[key]) for key, share in sorted(keys.items()))
    doubted = doubt(learned)

    def grouped(key_of: Callable[[Share], str]) -> Mapping[str, Points]:
        return {key: local_range(value, line.percent, line.step, doubted) for key, value in _grouped(shares, key_of)}

    return WindowPoints(
        window=window,
        read_at=line.read_at,
        percent=line.percent,
        step=line.step,
        doubt=doubted,
        projects=grouped(lambda share: share.place.project),
        sessions=grouped(lambda share: share.place.session),
        models=grouped(lambda share: share.model),
        elsewhere=elsewhere_range(division.elsewhere, line.percent, line.step, doubted),
        shares=shares,
    )


def points_by(windows: Iterable[WindowPoints], key_of: Callable[[Share], str]) -> Mapping[str, Points]:
    """The points of several windows of one limit by a key of their parts, the largest first: by day, for example.

    With `elsewhere` of the windows they add up to the sum of their percentages.
    """
    parts: dict[str, list[Points]] = {}
    for window in windows:
        for key, value in _grouped(window.shares, key_of):
            parts.setdefault(key, []).append(local_range(value, window.percent, window.step, window.doubt))
    sums = {key: total(values) for key, values in parts.items()}
    return dict(sorted(sums.items(), key=lambda entry: (-entry[1].value, entry[0])))


def elsewhere_of(windows: Iterable[WindowPoints]) -> Points:
    """What no answer here explains, in several windows of one limit."""
    return total(window.elsewhere for window in windows)


def _grouped(shares: Iterable[Share], key_of: Callable[[Share], str]) -> Sequence[tuple[str, float]]:
    """The sums of shares by a key, the largest first."""
    sums: dict[str, float] = {}
    for share in shares:
        key = key_of(share)
        sums[key] = sums.get(key, 0.0) + share.points
    return sorted(sums.items(), key=lambda entry: (-entry[1], entry[0]))


def _guess(line: ReadingLine, uses: Sequence[Use]) -> Multipliers:
    """All growth is local, by list price."""
    dollars = sum(use.dollars.total for use in uses if line.start <= use.at <= line.read_at)
    return Multipliers(other=line.percent / dollars if dollars > 0 else 0.0)
