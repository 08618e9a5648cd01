"""Forecast of a short window (a session) from analogues: earlier moments that were like the present one.

Each earlier window is examined around the same distance from its start. A moment counts by its similarity to now
(distance from the start, time of day, rate, use so far, idle time) and by its age. From there the person's own use is
followed as it really continued: bursts, pauses, lunch and the end of the day are in it without a model of them. It is
scaled up a little where this window is used more than that one, and gets a little noise, since it will not repeat
exactly. The results of all analogues are added up, together with one fixed weight of the prior. The prior decides alone
while there are no earlier windows, and hardly counts once there are some ten similar ones. This module must not know
weeks, zones or calendars.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.forecast.distributions import (
    QUINTILE_MIDPOINTS,
    TimeDistribution,
    from_weighted_times,
    normal_cdf,
    shifted,
)
from brim.backend.forecast.monotonecurve import monotone_curve
from brim.backend.forecast.prior import USUAL_RATE, Prior, prior
from brim.backend.forecast.windowcurve import FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.forecast.monotonecurve import MonotoneCurve
    from brim.backend.forecast.pastusage import PastUsage, WindowReadings

MINUTE = 60.0
LENGTH = 300 * MINUTE
"""All times here are for a window of this length; other lengths are scaled to it."""
_FRESH = 18 * MINUTE
"""Time after the newest reading in which work may have continued unseen; the forecast then starts at the reading."""
_OFFSETS = tuple(30 * MINUTE * step for step in range(-3, 4))
_OFFSET_WEIGHT = 1 / 3
"""Weight of one such moment: all of one window together count about 1."""
_DAY = 86_400.0
_PHASE_SCALE, _CLOCK_SCALE = 65 * MINUTE, 115 * MINUTE
_FAR_CLOCK = 360 * MINUTE
"""Beyond this distance in the time of day one moment of a window is used, with the weight of all of them."""
_ALL_OFFSETS = 4.9
_ANY_CLOCK = 0.01
"""Weight of a moment at quite another time of day."""
_RATE_SCALE, _USE_SCALE, _PAUSE_SCALE = 2.0, 1.4, 2.0
"""Standard deviations, in logarithms."""
_RATE_BACK, _MIN_RATE_BACK, _RATE_FLOOR = 10 * MINUTE, 10 * MINUTE, 0.03
_USE_FLOOR, _PAUSE_FLOOR = 20.0, 30 * MINUTE
_HALF_LIFE = 60.0
"""Age, in windows, at which an analogue counts half: people change."""
_SCALE_USE, _SCALE_RATE = 0.30, 0.12
_NOISE, _NOISE_POINTS = 0.25, 2.2
_TAIL = 0.13
"""The part of the weighted times outside the interval on either side: the noise makes their tails too long."""
_PRIOR_WEIGHT = 0.65
_PRIOR_WINDOWS = 0.35
"""Weight of the usual rate, in earlier windows."""
_MIN_LEFT, _MIN_WEIGHT = 0.3, 1e-4


@dataclass(frozen=True, slots=True)
class _Features:
    """The features by which two moments are compared."""

    phase: float
    """Seconds since the start of the window."""
    clock: float
    """Seconds since 0:00 UTC."""
    rate: float
    use: float
    pause: float
    """The last three as logarithms."""
    total: float
    """Total of the curve."""


@dataclass(frozen=True, slots=True)
class _Analogue:
    """One earlier moment and its weight."""

    weight: float
    at: float
    total: float
    """Total of the curve at that moment."""
    scale: float
    """How much more this window is used than that one was, as a factor."""


def hit_distribution(running: WindowReadings, past: PastUsage, now: float, workable: float) -> TimeDistribution:
    """When the running window is hit before its end, `workable` seconds of which are working time.

    The window must have a reading and be below its limit. Seconds are from `now`.
    """
    unit = running.length / LENGTH
    newest, used = running.curve[-1]
    start = min(now, max(newest, now - _FRESH * unit))
    ahead = max(running.end - start, 1.0)
    left = max(FULL - used, _MIN_LEFT)
    noise = math.hypot(_NOISE, _NOISE_POINTS / left)
    curve = monotone_curve(running.curve, running.start, running.max_rate)
    present = _features(curve, running.start, 0.0, start, unit)
    analogues = list(_analogues(present, past, unit))
    general = _prior(running, start, left, past)
    # Minutes outside the working hours are left out before, and put back in evenly after.
    minutes, scale = workable / MINUTE / unit, ahead / workable * MINUTE * unit if workable else 0.0
    chance = _PRIOR_WEIGHT * general.chance(minutes)
    times = [(at * scale, _PRIOR_WEIGHT * part) for at, part in general.hit_times(minutes)]
    weight = _PRIOR_WEIGHT
    for analogue in analogues:
        weight += analogue.weight
        gain = (past.curve.total_at(analogue.at + ahead) - analogue.total) * analogue.scale
        if gain > 0:
            chance += analogue.weight * normal_cdf(math.log(gain / left) / noise)
            times += _hit_times(analogue, past.curve, left, noise, gain)
    return shifted(from_weighted_times(chance / weight, times, _TAIL), now - start)


def _hit_times(
    analogue: _Analogue, curve: MonotoneCurve, left: float, noise: float, gain: float
) -> Iterator[tuple[float, float]]:
    """When the limit is hit if use continues as it did then; nothing where that takes more than the `gain` ahead."""
    for point in QUINTILE_MIDPOINTS:
        needed = left * math.exp(noise * point)
        if needed > gain:
            return
        at = curve.time_of(analogue.total + needed / analogue.scale) - analogue.at
        yield at, analogue.weight / len(QUINTILE_MIDPOINTS)


def _prior(running: WindowReadings, start: float, left: float, past: PastUsage) -> Prior:
    """The prior, with this person's own rate over whole windows as the usual one."""
    scale = running.length / LENGTH * MINUTE
    curve = [((at - running.start) / scale, percent) for at, percent in running.curve]
    own = sum(window.used for window in past.windows) * MINUTE / LENGTH
    usual_rate = (own + USUAL_RATE * _PRIOR_WINDOWS) / (len(past.windows) + _PRIOR_WINDOWS)
    return prior(curve, max((start - running.start) / scale, 1.0), left, usual_rate)


def _analogues(present: _Features, past: PastUsage, unit: float) -> Iterator[_Analogue]:
    """Moments of earlier windows that are similar to the present one."""
    newest = len(past.windows) - 1
    for index, window in enumerate(past.windows):
        age_weight = _OFFSET_WEIGHT * 0.5 ** ((newest - index) / _HALF_LIFE)
        center = window.start + present.phase
        offsets = [offset * unit for offset in _OFFSETS]
        if _clock_distance(present.clock, center) > _FAR_CLOCK:
            age_weight, offsets = age_weight * _ALL_OFFSETS, [0.0]
        for offset in offsets:
            at = center + offset
            if window.start + MINUTE * unit < at < window.observed_until:
                earlier = _features(past.curve, window.start, window.total_at_start, at, unit)
                weight = age_weight * _similarity(present, earlier, unit)
                if weight > _MIN_WEIGHT:
                    excess = _SCALE_USE * (present.use - earlier.use) + _SCALE_RATE * (present.rate - earlier.rate)
                    yield _Analogue(weight, at, earlier.total, math.exp(excess))


def _similarity(first: _Features, second: _Features, unit: float) -> float:
    """0 to 1."""
    clock = _clock_distance(first.clock, second.clock) / _CLOCK_SCALE
    distance = (
        ((first.phase - second.phase) / unit / _PHASE_SCALE) ** 2
        + ((first.rate - second.rate) / _RATE_SCALE) ** 2
        + ((first.use - second.use) / _USE_SCALE) ** 2
        + ((first.pause - second.pause) / _PAUSE_SCALE) ** 2
    )
    return math.exp(-distance / 2) * (_ANY_CLOCK + (1 - _ANY_CLOCK) * math.exp(-clock * clock / 2))


def _clock_distance(first: float, second: float) -> float:
    """Seconds between two times of day, the shorter way round the clock."""
    return abs((first - second + _DAY / 2) % _DAY - _DAY / 2)


def _features(curve: MonotoneCurve, start: float, base: float, at: float, unit: float) -> _Features:
    """The features of a moment on a curve whose window began at `start` with a total of `base`."""
    total = curve.total_at(at)
    back = _RATE_BACK * unit
    risen = total - curve.total_at(max(start, at - back))
    rate = risen / min(back, max(at - start, _MIN_RATE_BACK * unit)) * MINUTE * unit
    pause = max(0.0, at - (curve.time_of(total - 1e-9) if total > base else start)) / unit
    return _Features(
        phase=at - start,
        clock=at % _DAY,
        rate=math.log(max(rate, 0.0) + _RATE_FLOOR),
        use=math.log(max(total - base, 0.0) + _USE_FLOOR),
        pause=math.log(1 + pause / _PAUSE_FLOOR),
        total=total,
    )
