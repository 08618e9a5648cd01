"""Cumulative use over time as a piecewise linear curve that never falls, with lookups in both directions.

This module must not know windows, percentages or people.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.forecast.windowcurve import Curve

RISE_SECONDS = 16 * 60.0
"""A rise that was read only after a long gap is assumed to have taken this time: work had begun shortly before."""
_MIN_STEP = 0.5


@dataclass(frozen=True, slots=True)
class MonotoneCurve:
    """The corners of the curve, in seconds and points: straight between two corners, constant before and after them."""

    times: list[float] = field(default_factory=list)
    totals: list[float] = field(default_factory=list)

    def total_at(self, time: float) -> float:
        """The total at a time; 0 on an empty curve."""
        times, totals = self.times, self.totals
        index = bisect_right(times, time)
        if index == 0:
            return totals[0] if totals else 0.0
        before = totals[index - 1]
        if index == len(times):
            return before
        after, start = totals[index], times[index - 1]
        return before + (after - before) * (time - start) / (times[index] - start)

    def time_of(self, total: float) -> float:
        """The first time at which the total is reached; infinite when it never is."""
        times, totals = self.times, self.totals
        index = bisect_left(totals, total)
        if index == len(totals):
            return math.inf
        if index == 0:
            return times[0]
        before, start = totals[index - 1], times[index - 1]
        return start + (times[index] - start) * (total - before) / (totals[index] - before)

    def totals_back(self, time: float, step: float, count: int) -> Iterator[float]:
        """The totals at `count` times: at `time` and at earlier ones, each `step` before."""
        times, totals = self.times, self.totals
        index = bisect_right(times, time)
        for _ in range(count):
            while index and times[index - 1] > time:
                index -= 1
            if index == 0:
                yield totals[0]
            elif index == len(times):
                yield totals[-1]
            else:
                before, start = totals[index - 1], times[index - 1]
                yield before + (totals[index] - before) * (time - start) / (times[index] - start)
            time -= step

    def append_window(
        self, curve: Curve, start: float, max_rate: float, until_percent: float = math.inf
    ) -> float | None:
        """Append a window that starts with nothing used, up to the reading that reaches `until_percent`.

        Returns the time of that reading, or None. `max_rate` is the most points a second that a person may use. A rise
        after a gap between readings took at least so long; a large rise before the first reading of the window took
        the whole gap. A corner that is not later than the one before is moved so that it is.
        """
        times, totals = self.times, self.totals
        base, last, used = totals[-1] if totals else 0.0, start, 0.0
        if times and last <= times[-1]:
            last = times[-1] + _MIN_STEP
        times.append(last)
        totals.append(base)
        previous = last
        for at, percent in curve:
            if percent > used:
                since = previous
                if at - previous > 1.5 * RISE_SECONDS:
                    duration = max(RISE_SECONDS, (percent - used) / max_rate)
                    whole_gap = duration > RISE_SECONDS and at == curve[0][0]
                    since = previous if whole_gap else max(previous, at - duration)
                if since > last:
                    times.append(since)
                    totals.append(base + used)
                    last = since
                last = at if at > last else last + _MIN_STEP
                times.append(last)
                totals.append(base + percent)
                used = percent
                if percent >= until_percent:
                    return last
            previous = at
        return None

    def extend(self, time: float, points: float = 0.0) -> None:
        """Extend the curve to a later time, with so many more points used by then; an earlier time changes nothing."""
        if time > self.times[-1]:
            self.times.append(time)
            self.totals.append(self.totals[-1] + max(points, 0.0))


def monotone_curve(curve: Curve, start: float, max_rate: float) -> MonotoneCurve:
    """The curve of one window; `max_rate` as for `append_window`."""
    window = MonotoneCurve()
    window.append_window(curve, start, max_rate)
    return window
