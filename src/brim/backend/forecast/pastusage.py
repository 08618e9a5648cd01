"""The user's earlier windows, joined into one rising curve from the first window to the running one.

This module must not know what is concluded from it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.backend.forecast.monotonecurve import RISE_SECONDS, MonotoneCurve
from brim.backend.forecast.windowcurve import FULL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.forecast.windowcurve import Curve

HIT_PERCENT = FULL - 0.5
"""From here on a figure may be a rounded 100."""
_START_BEFORE_READING = 360.0
"""Seconds by which a window that starts with its first use started before its first reading."""
_MIN_RHYTHM_WINDOWS = 2
"""Minimum number of windows that must fit a fixed rhythm before it is assumed."""
_RATE_BEFORE_HIT = 90 * 60.0
"""Seconds before a limit was hit; the rate over this time shows how fast use would have continued."""
_MIN_RATE_SECONDS = 600.0
"""No rate is computed over less time."""
_CONTINUED_PART = 0.75
"""The part of that rate that is assumed to continue, since not everybody would have worked on until the reset."""


LONG_WINDOW = 36 * 3_600.0
"""Seconds; windows of this length or more are forecast by days."""
_MAX_POINTS_SHORT, _MAX_POINTS_LONG = 300.0, 1_000.0
"""Points in the length of a short or long window that only machines exceed, if use continued until the reset."""


@dataclass(frozen=True, slots=True)
class WindowReadings:
    """The readings of one window, with its start and end in seconds since the epoch."""

    curve: Curve
    start: float
    end: float
    whole: float | None = None
    """Seconds from start to reset of a window that is not reset early; None where this one is such a window."""

    @property
    def length(self) -> float:
        """Seconds of a whole window of this kind: one that begins with an early reset is shorter."""
        return self.whole or self.end - self.start

    @property
    def max_rate(self) -> float:
        """The most points a second that a person may use."""
        return (_MAX_POINTS_SHORT if self.length < LONG_WINDOW else _MAX_POINTS_LONG) / self.length

    @property
    def observed_from(self) -> float:
        """When the readings begin; before that only the sum of the use is known."""
        first, percent = self.curve[0] if self.curve else (self.start, 0.0)
        late = percent > self.max_rate * RISE_SECONDS and first - self.start > RISE_SECONDS
        return first if late else self.start


@dataclass(frozen=True, slots=True)
class PastWindow:
    """One earlier window on the curve."""

    start: float
    end: float
    total_at_start: float
    """The total of the curve at the start of the window."""
    used: float
    """Percent used in it, 100 at most."""
    observed_from: float
    """Before that only the sum of the use is known."""
    hit_at: float | None
    """When its limit was hit; from then to its end work was blocked, so the use is unknown."""

    @property
    def observed_until(self) -> float:
        """Until then the use was not limited."""
        return self.end if self.hit_at is None else self.hit_at


@dataclass(frozen=True, slots=True)
class PastUsage:
    """Earlier windows, oldest first."""

    curve: MonotoneCurve
    """Points used since the start of the first window."""
    windows: tuple[PastWindow, ...]


def earlier_readings(
    curves: Sequence[tuple[Curve, float | None]], running: WindowReadings, *, fixed: bool
) -> tuple[WindowReadings, ...]:
    """Earlier windows, oldest first, each from its curve and its reset if that is known.

    Without a reset the bounds follow a fixed rhythm if all windows fit one; otherwise a window starts with its first
    use. `fixed` means that windows of this kind follow each other without a pause. A window without readings is left
    out.
    """
    length = running.length
    curves = sorted(((curve, reset) for curve, reset in curves if curve), key=_first_reading)
    slots = [_slot(curve, running.start, length) for curve, _ in curves]
    rhythm = fixed or (None not in slots and len(set(slots)) == len(slots) >= _MIN_RHYTHM_WINDOWS)
    windows: list[WindowReadings] = []
    for (curve, reset), slot in zip(curves, slots, strict=True):
        start = reset - length if reset is not None else curve[0][0] - _START_BEFORE_READING
        if reset is None and rhythm and slot is not None:
            start = running.start + slot * length
        start = max(start, curve[-1][0] - length, windows[-1].curve[-1][0] if windows else -math.inf)
        if windows and windows[-1].end > start:
            windows[-1] = replace(windows[-1], end=start)
        windows.append(WindowReadings(curve, start, min(start + length, running.start)))
    return tuple(window for window in windows if window.end > window.start)


def _first_reading(window: tuple[Curve, float | None]) -> float:
    """The time of the first reading; the caller may have mixed up the order of the windows."""
    return window[0][0][0]


def _slot(curve: Curve, start: float, length: float) -> int | None:
    """The position before the running window, counted in windows, if all readings fit into that one window."""
    slot = math.floor((curve[0][0] - start) / length)
    return slot if slot < 0 and curve[-1][0] <= start + (slot + 1) * length + 1 else None


def past_usage(past: Sequence[WindowReadings], *, extrapolate: bool) -> PastUsage:
    """One curve of all windows. With `extrapolate` it rises beyond a limit that was hit, as if there were none."""
    curve, windows = MonotoneCurve(), []
    for window in past:
        base = curve.totals[-1] if curve.totals else 0.0
        hit_at = curve.append_window(window.curve, window.start, window.max_rate, HIT_PERCENT)
        used = min(curve.totals[-1] - base, FULL)
        if hit_at is not None and extrapolate:
            since = max(window.start, hit_at - _RATE_BEFORE_HIT)
            rate = (curve.totals[-1] - curve.total_at(since)) / max(hit_at - since, _MIN_RATE_SECONDS)
            curve.extend(window.end, rate * _CONTINUED_PART * (window.end - hit_at))
        windows.append(PastWindow(window.start, window.end, base, used, window.observed_from, hit_at))
    return PastUsage(curve, tuple(windows))
