"""What is known of a person's earlier windows, as one rising line from the first to the running one.

This module must not know what is concluded from it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.backend.forecast.monotonecurve import SPREAD, MonotoneCurve
from brim.backend.forecast.windowcurve import FULL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.forecast.windowcurve import Curve

HIT = FULL - 0.5
"""From here on a figure may be a rounded 100."""
_EARLIER = 360.0
"""Seconds by which a window that begins with its first use began before its first reading."""
_GRID = 2
"""So many windows that fit a fixed rhythm are no accident."""
_BEFORE_HIT = 90 * 60.0
"""Seconds before a limit was hit that tell how fast it would have gone on."""
_SHORT = 600.0
"""No rate is taken over less time."""
_GONE_ON = 0.75
"""Part of that rate, since not everybody would have gone on to the end."""


LONG = 36 * 3_600.0
"""Seconds; windows from this length on are judged by days."""
_FASTEST_SHORT, _FASTEST_LONG = 300.0, 1_000.0
"""Points that nobody but machines uses in the length of a window, if it went on to its end."""


@dataclass(frozen=True, slots=True)
class WindowReadings:
    """The readings of one window, with its bounds in seconds since the epoch."""

    curve: Curve
    begins: float
    ends: float

    @property
    def length(self) -> float:
        """Seconds."""
        return self.ends - self.begins

    @property
    def fastest(self) -> float:
        """Points a second that somebody may use."""
        return (_FASTEST_SHORT if self.length < LONG else _FASTEST_LONG) / self.length

    @property
    def seen_from(self) -> float:
        """When somebody began to look; before, only the sum of the use is known."""
        first, percent = self.curve[0] if self.curve else (self.begins, 0.0)
        return first if percent > self.fastest * SPREAD and first - self.begins > SPREAD else self.begins


@dataclass(frozen=True, slots=True)
class PastWindow:
    """One earlier window on the line."""

    begins: float
    ends: float
    base: float
    """The line's height where it begins."""
    used: float
    """Percent used in it, 100 at most."""
    seen_from: float
    """Before, only the sum of the use is known."""
    hit_at: float | None
    """When its limit was hit; from then to its end nobody could work, so nothing is known."""

    @property
    def known_until(self) -> float:
        """Until then what was used is what was wanted."""
        return self.ends if self.hit_at is None else self.hit_at


@dataclass(frozen=True, slots=True)
class PastUsage:
    """Earlier windows, oldest first."""

    line: MonotoneCurve
    """Points used since the first of them began."""
    stretches: tuple[PastWindow, ...]


def window_readings(
    found: Sequence[tuple[Curve, float | None]], running: WindowReadings, *, fixed: bool
) -> tuple[WindowReadings, ...]:
    """Earlier windows, oldest first, each with its curve and its reset if that is known.

    Where it is not, the bounds are those of a fixed rhythm if all windows fit one, else they begin with the first use.
    `fixed` says that windows of this kind follow each other without a pause. A window without readings is left out.
    """
    length = running.ends - running.begins
    found = sorted(((curve, reset) for curve, reset in found if curve), key=_begins)
    slots = [_slot(curve, running.begins, length) for curve, _ in found]
    rhythm = fixed or (None not in slots and len(set(slots)) == len(slots) >= _GRID)
    made: list[WindowReadings] = []
    for (curve, reset), slot in zip(found, slots, strict=True):
        begins = reset - length if reset is not None else curve[0][0] - _EARLIER
        if reset is None and rhythm and slot is not None:
            begins = running.begins + slot * length
        begins = max(begins, curve[-1][0] - length, made[-1].curve[-1][0] if made else -math.inf)
        if made and made[-1].ends > begins:
            made[-1] = replace(made[-1], ends=begins)
        made.append(WindowReadings(curve, begins, min(begins + length, running.begins)))
    return tuple(span for span in made if span.ends > span.begins)


def _begins(one: tuple[Curve, float | None]) -> float:
    """The first reading's time; who asks may have mixed the windows up."""
    return one[0][0][0]


def _slot(curve: Curve, begins: float, length: float) -> int | None:
    """Which place before the running window the readings fill, if all of them fit into one."""
    slot = math.floor((curve[0][0] - begins) / length)
    return slot if slot < 0 and curve[-1][0] <= begins + (slot + 1) * length + 1 else None


def past_usage(past: Sequence[WindowReadings], *, go_on: bool) -> PastUsage:
    """One line of all windows. With `go_on` it rises beyond a limit that was hit, as it might have without one."""
    line, stretches = MonotoneCurve(), []
    for span in past:
        base = line.totals[-1] if line.totals else 0.0
        hit_at = line.draw(span.curve, span.begins, span.fastest, HIT)
        used = min(line.totals[-1] - base, FULL)
        if hit_at is not None and go_on:
            since = max(span.begins, hit_at - _BEFORE_HIT)
            pace = (line.totals[-1] - line.at(since)) / max(hit_at - since, _SHORT)
            line.level(span.ends, pace * _GONE_ON * (span.ends - hit_at))
        stretches.append(PastWindow(span.begins, span.ends, base, used, span.seen_from, hit_at))
    return PastUsage(line, tuple(stretches))
