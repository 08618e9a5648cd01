"""The odds of a short window (a session): how such moments went on before.

Analogues. Each earlier window is looked at around the same distance from its beginning; a moment counts by its
likeness to now (distance from the beginning, time of day, rate, use so far, how long idle) and by its age. From
there the person's own use is followed as it really went on: bursts, pauses, lunch and the end of the day are in it
without being modelled. It is stretched a little where this window is busier than that one, and blurred a little, since
it will not come again exactly. The voices of all moments are added up, beside one voice of `habit` that is heard alone
while there are no earlier windows and is drowned by some ten alike. This module must not know weeks, zones or
calendars.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.forecast.distributions import FIFTHS, Distribution, normal_cdf, shifted, weighted
from brim.backend.forecast.monotonecurve import monotone_curve
from brim.backend.forecast.prior import USUAL_RATE, Prior, prior
from brim.backend.forecast.windowcurve import FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.forecast.monotonecurve import MonotoneCurve
    from brim.backend.forecast.pastusage import PastUsage, WindowReadings

MINUTE = 60.0
LENGTH = 300 * MINUTE
"""All times here are for a window of this length; others are brought to its scale."""
_FRESH = 18 * MINUTE
"""For so long after the newest reading work may have gone on unseen: the forecast starts at the reading then."""
_OFFSETS = tuple(30 * MINUTE * step for step in range(-3, 4))
_SHARE = 1 / 3
"""Weight of one such moment: all of one window together are worth about one."""
_DAY = 86_400.0
_NEAR_PHASE, _NEAR_CLOCK = 65 * MINUTE, 115 * MINUTE
_FAR_CLOCK = 360 * MINUTE
"""So far from the time of day one moment of a window is enough, and counts like all of them."""
_ALL_OFFSETS = 4.9
_ANY_CLOCK = 0.01
"""Weight of a moment at quite another time of day."""
_NEAR_RATE, _NEAR_USE, _NEAR_PAUSE = 2.0, 1.4, 2.0
"""Standard deviations, in logarithms."""
_RATE_BACK, _RATE_LEAST, _RATE_FLOOR = 10 * MINUTE, 10 * MINUTE, 0.03
_USE_FLOOR, _PAUSE_FLOOR = 20.0, 30 * MINUTE
_HALF_LIFE = 60.0
"""Windows after which what was counts half: people change."""
_STRETCH_USE, _STRETCH_RATE = 0.30, 0.12
_BLUR, _BLUR_POINTS = 0.25, 2.2
_TAIL = 0.13
"""Of the weighted times this much is outside the interval on either side: the blur makes their ends too long."""
_HABIT_WEIGHT = 0.65
_HABIT_WINDOWS = 0.35
"""The usual rate counts like so many earlier windows."""
_LEAST_LEFT, _LEAST_WEIGHT = 0.3, 1e-4


@dataclass(frozen=True, slots=True)
class _Moment:
    """What tells one moment from another."""

    phase: float
    clock: float
    rate: float
    use: float
    pause: float
    """The last three as logarithms."""
    total: float
    """Height of the line."""


@dataclass(frozen=True, slots=True)
class _WeightedMoment:
    """One earlier moment, and how much it counts."""

    weight: float
    at: float
    total: float
    """Height of the line there."""
    stretch: float
    """By how much more this window is used than that one was."""


def distribution(running: WindowReadings, story: PastUsage, now: float, workable: float) -> Distribution:
    """The odds that the running window is hit before its end, `workable` seconds of which may be worked in.

    The window must have a reading and stand below its limit. Seconds are from `now`.
    """
    unit = running.length / LENGTH
    newest, used = running.curve[-1]
    start = min(now, max(newest, now - _FRESH * unit))
    ahead = max(running.ends - start, 1.0)
    left = max(FULL - used, _LEAST_LEFT)
    blur = math.hypot(_BLUR, _BLUR_POINTS / left)
    here = _moment(monotone_curve(running.curve, running.begins, running.fastest), running.begins, 0.0, start, unit)
    voices = list(_voices(here, story, unit))
    usual = _habit(running, start, left, story)
    # Minutes outside the person's hours are left out before, and put back in evenly after.
    minutes, scale = workable / MINUTE / unit, ahead / workable * MINUTE * unit if workable else 0.0
    chance = _HABIT_WEIGHT * usual.chance(minutes)
    times = [(at * scale, _HABIT_WEIGHT * part) for at, part in usual.times(minutes)]
    weight = _HABIT_WEIGHT
    for voice in voices:
        weight += voice.weight
        gain = (story.line.at(voice.at + ahead) - voice.total) * voice.stretch
        if gain > 0:
            chance += voice.weight * normal_cdf(math.log(gain / left) / blur)
            times += _times(voice, story.line, left, blur, gain)
    return shifted(weighted(chance / weight, times, _TAIL), now - start)


def _times(
    voice: _WeightedMoment, line: MonotoneCurve, left: float, blur: float, gain: float
) -> Iterator[tuple[float, float]]:
    """When the limit is hit if all goes on as it did then; nothing where that takes more than the `gain` ahead."""
    for point in FIFTHS:
        needed = left * math.exp(blur * point)
        if needed > gain:
            return
        yield line.when(voice.total + needed / voice.stretch) - voice.at, voice.weight / len(FIFTHS)


def _habit(running: WindowReadings, start: float, left: float, story: PastUsage) -> Prior:
    """What to expect of anybody, with this person's own rate over whole windows as the usual one."""
    scale = running.length / LENGTH * MINUTE
    curve = [((at - running.begins) / scale, percent) for at, percent in running.curve]
    own = sum(stretch.used for stretch in story.stretches) * MINUTE / LENGTH
    usual_rate = (own + USUAL_RATE * _HABIT_WINDOWS) / (len(story.stretches) + _HABIT_WINDOWS)
    return prior(curve, max((start - running.begins) / scale, 1.0), left, usual_rate)


def _voices(here: _Moment, story: PastUsage, unit: float) -> Iterator[_WeightedMoment]:
    """Moments of earlier windows that are like `here`."""
    newest = len(story.stretches) - 1
    for index, stretch in enumerate(story.stretches):
        known = _SHARE * 0.5 ** ((newest - index) / _HALF_LIFE)
        center = stretch.begins + here.phase
        offsets = [offset * unit for offset in _OFFSETS]
        if _clocks_apart(here.clock, center) > _FAR_CLOCK:
            known, offsets = known * _ALL_OFFSETS, [0.0]
        for offset in offsets:
            at = center + offset
            if stretch.begins + MINUTE * unit < at < stretch.known_until:
                then = _moment(story.line, stretch.begins, stretch.base, at, unit)
                weight = known * _likeness(here, then, unit)
                if weight > _LEAST_WEIGHT:
                    more = _STRETCH_USE * (here.use - then.use) + _STRETCH_RATE * (here.rate - then.rate)
                    yield _WeightedMoment(weight, at, then.total, math.exp(more))


def _likeness(one: _Moment, other: _Moment, unit: float) -> float:
    """0 to 1."""
    apart = _clocks_apart(one.clock, other.clock) / _NEAR_CLOCK
    distance = (
        ((one.phase - other.phase) / unit / _NEAR_PHASE) ** 2
        + ((one.rate - other.rate) / _NEAR_RATE) ** 2
        + ((one.use - other.use) / _NEAR_USE) ** 2
        + ((one.pause - other.pause) / _NEAR_PAUSE) ** 2
    )
    return math.exp(-distance / 2) * (_ANY_CLOCK + (1 - _ANY_CLOCK) * math.exp(-apart * apart / 2))


def _clocks_apart(one: float, other: float) -> float:
    """Seconds between two times of day, the short way round."""
    return abs((one - other + _DAY / 2) % _DAY - _DAY / 2)


def _moment(line: MonotoneCurve, begins: float, base: float, at: float, unit: float) -> _Moment:
    """The moment on a line whose window began at `begins` with a height of `base`."""
    total = line.at(at)
    back = _RATE_BACK * unit
    rate = (total - line.at(max(begins, at - back))) / min(back, max(at - begins, _RATE_LEAST * unit)) * MINUTE * unit
    pause = max(0.0, at - (line.when(total - 1e-9) if total > base else begins)) / unit
    return _Moment(
        phase=at - begins,
        clock=at % _DAY,
        rate=math.log(max(rate, 0.0) + _RATE_FLOOR),
        use=math.log(max(total - base, 0.0) + _USE_FLOOR),
        pause=math.log(1 + pause / _PAUSE_FLOOR),
        total=total,
    )
