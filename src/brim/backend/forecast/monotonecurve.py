"""Use over time as a line that never falls: how much at which time, and when how much.

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

SPREAD = 16 * 60.0
"""Seconds over which a rise is spread that was seen only after a long silence: work had begun again shortly before."""
_INSTANT = 0.5


@dataclass(frozen=True, slots=True)
class MonotoneCurve:
    """Corners of the line, in seconds and points; between two corners it is straight, before and after them level."""

    times: list[float] = field(default_factory=list)
    totals: list[float] = field(default_factory=list)

    def at(self, when: float) -> float:
        """How much at that time; 0 on an empty line."""
        times, totals = self.times, self.totals
        index = bisect_right(times, when)
        if index == 0:
            return totals[0] if totals else 0.0
        before = totals[index - 1]
        if index == len(times):
            return before
        after, start = totals[index], times[index - 1]
        return before + (after - before) * (when - start) / (times[index] - start)

    def when(self, total: float) -> float:
        """The first time at which there is so much; infinite when there never is."""
        times, totals = self.times, self.totals
        index = bisect_left(totals, total)
        if index == len(totals):
            return math.inf
        if index == 0:
            return times[0]
        before, start = totals[index - 1], times[index - 1]
        return start + (times[index] - start) * (total - before) / (totals[index] - before)

    def back(self, when: float, step: float, count: int) -> Iterator[float]:
        """How much at a time and at `count` - 1 earlier ones, each `step` before."""
        times, totals = self.times, self.totals
        index = bisect_right(times, when)
        for _ in range(count):
            while index and times[index - 1] > when:
                index -= 1
            if index == 0:
                yield totals[0]
            elif index == len(times):
                yield totals[-1]
            else:
                before, start = totals[index - 1], times[index - 1]
                yield before + (totals[index] - before) * (when - start) / (times[index] - start)
            when -= step

    def draw(self, curve: Curve, begins: float, fastest: float, least: float = math.inf) -> float | None:
        """Draw a window on, which begins with nothing used, until it has reached `least` percent; when it has, or None.

        `fastest`: points a second that somebody may use. What was seen after a silence took so long at least; where
        nobody had looked before and it is much, it took all of the silence. A corner that is not later than the one
        before is moved so that it is.
        """
        times, totals = self.times, self.totals
        base, last, used = totals[-1] if totals else 0.0, begins, 0.0
        if times and last <= times[-1]:
            last = times[-1] + _INSTANT
        times.append(last)
        totals.append(base)
        seen = last
        for at, percent in curve:
            if percent > used:
                since = seen
                if at - seen > 1.5 * SPREAD:
                    took = max(SPREAD, (percent - used) / fastest)
                    since = seen if took > SPREAD and at == curve[0][0] else max(seen, at - took)
                if since > last:
                    times.append(since)
                    totals.append(base + used)
                    last = since
                last = at if at > last else last + _INSTANT
                times.append(last)
                totals.append(base + percent)
                used = percent
                if percent >= least:
                    return last
            seen = at
        return None

    def level(self, when: float, more: float = 0.0) -> None:
        """Draw on to a later time, with so much more used until then; nothing happens for an earlier one."""
        if when > self.times[-1]:
            self.times.append(when)
            self.totals.append(self.totals[-1] + max(more, 0.0))


def monotone_curve(curve: Curve, begins: float, fastest: float) -> MonotoneCurve:
    """The line of one window; `fastest` as for drawing."""
    made = MonotoneCurve()
    made.draw(curve, begins, fastest)
    return made
