"""Simulated people with whose habits the forecast was tuned: their demand in each minute.

A person is a function of a seeded random generator and a number of days, which begin on a Monday. It returns the demand
of each minute in percentage points of a session's limit, independent of any limit. Each person of a kind has habits of
its own. All of them alternate work and pauses within the hours of a day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

type Demand = list[float]
type Person = Callable[[Random, int], Demand]
type Block = tuple[int, int]
"""The first and the last minute of a block of a day; after midnight they are over 1440."""

DAY = 1_440
_WEEK, _SATURDAY = 7, 5
_LUNCH_FROM = 300


def lognormal(rng: Random, median: float, spread: float) -> float:
    """A lognormal value: `spread` is the standard deviation of its logarithm."""
    return median * math.exp(rng.gauss(0, spread))


def no_demand(days: int) -> Demand:
    """No demand on any day."""
    return [0.0] * (days * DAY)


def is_weekend(day: int) -> bool:
    """Whether a day is Saturday or Sunday."""
    return day % _WEEK >= _SATURDAY


def add_demand(demand: Demand, begins: int, ends: int, points: float) -> None:
    """Add points to each of these minutes, within the simulated time."""
    for minute in range(max(begins, 0), min(ends, len(demand))):
        demand[minute] += points


def work_blocks(rng: Random, begins: float, ends: float) -> Iterator[Block]:
    """The hours of a working day, with a lunch break if it is long."""
    first = int(rng.gauss(begins, 25))
    last = max(first + 30, int(rng.gauss(ends, 40)))
    if last - first > _LUNCH_FROM:
        noon = int(rng.gauss(begins * 0.575 + ends * 0.425, 20))
        yield first, noon
        first = noon + int(rng.uniform(25, 75))
    yield first, last


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The alternation of work and pauses."""

    work: float
    """Mean length in minutes."""
    pause: float
    spread: float
    """Standard deviation of the logarithm of the rate, from one spell of work to the next."""
    eager: float
    """The chance that a block begins with work."""


def add_spells(rng: Random, demand: Demand, block: Block, rhythm: Rhythm, hourly: float) -> None:
    """Fill a block with work and pauses; `hourly` is the median rate of work in points an hour."""
    minute, ends = block
    works = rng.random() < rhythm.eager
    while minute < ends:
        length = max(1, int(rng.expovariate(1 / (rhythm.work if works else rhythm.pause))))
        if works:
            rate = lognormal(rng, hourly, rhythm.spread) / 60
            for at in range(max(minute, 0), min(minute + length, ends, len(demand))):
                demand[at] += rate * rng.uniform(0.5, 1.5)
        minute += length
        works = not works


def steady(rng: Random, days: int) -> Demand:
    """Works all day at a nearly constant rate, with short pauses."""
    demand = no_demand(days)
    rate, sometimes = lognormal(rng, 20, 0.45), rng.random() < 0.2
    begins, ends = rng.uniform(450, 600), rng.uniform(990, 1140)
    rhythm = Rhythm(rng.uniform(40, 120), rng.uniform(3, 12), spread=0.15, eager=0.9)
    for day in range(days):
        if (is_weekend(day) and not (sometimes and rng.random() < 0.5)) or rng.random() < 0.05:
            continue
        level = lognormal(rng, rate, 0.2)
        for first, last in work_blocks(rng, begins, ends):
            block = day * DAY + first, day * DAY + last
            add_spells(rng, demand, block, rhythm, level)
    return demand


def bursty(rng: Random, days: int) -> Demand:
    """Works intensely for half an hour, then not at all for an hour."""
    demand = no_demand(days)
    rate = lognormal(rng, 60, 0.4)
    rhythm = Rhythm(rng.uniform(10, 40), rng.uniform(20, 100), spread=0.5, eager=0.4)
    begins, ends = rng.uniform(420, 660), rng.uniform(960, 1320)
    for day in range(days):
        if (is_weekend(day) and rng.random() < 0.7) or rng.random() < 0.08:
            continue
        level = lognormal(rng, rate, 0.35)
        for first, last in work_blocks(rng, begins, ends):
            block = day * DAY + first, day * DAY + last
            add_spells(rng, demand, block, rhythm, level)
    return demand


def night(rng: Random, days: int) -> Demand:
    """Begins in the evening, and often works until the morning."""
    demand = no_demand(days)
    rate = lognormal(rng, 28, 0.5)
    rhythm = Rhythm(rng.uniform(20, 80), rng.uniform(5, 40), spread=0.3, eager=0.7)
    begins, length = rng.uniform(1140, 1380), rng.uniform(180, 480)
    for day in range(days):
        if rng.random() < 0.2:
            continue
        first = day * DAY + int(rng.gauss(begins, 40))
        block = first, first + int(rng.gauss(length, 60))
        add_spells(rng, demand, block, rhythm, lognormal(rng, rate, 0.35))
    return demand


def weekender(rng: Random, days: int) -> Demand:
    """Works at the weekend, and only sometimes in the evening of another day."""
    demand = no_demand(days)
    rate = lognormal(rng, 32, 0.45)
    rhythm = Rhythm(rng.uniform(20, 90), rng.uniform(10, 50), spread=0.3, eager=0.6)
    for day in range(days):
        if is_weekend(day) and rng.random() < 0.85:
            level = lognormal(rng, rate, 0.3)
            for first, last in work_blocks(rng, rng.uniform(540, 720), rng.uniform(1020, 1380)):
                block = day * DAY + first, day * DAY + last
                add_spells(rng, demand, block, rhythm, level)
        elif not is_weekend(day) and rng.random() < 0.35:
            first = day * DAY + int(rng.uniform(1140, 1260))
            block = first, first + int(rng.uniform(40, 180))
            add_spells(rng, demand, block, replace(rhythm, eager=0.7), rate * 0.6)
    return demand


def agents(rng: Random, days: int) -> Demand:
    """Starts several agents at once; each works on its own until it is finished."""
    demand = no_demand(days)
    rate, pause, length = lognormal(rng, 11, 0.35), rng.uniform(15, 60), rng.uniform(20, 90)
    begins, ends = rng.uniform(480, 660), rng.uniform(1020, 1440)
    for day in range(days):
        if (is_weekend(day) and rng.random() < 0.6) or rng.random() < 0.08:
            continue
        level = lognormal(rng, rate, 0.3)
        minute, last = day * DAY + int(rng.gauss(begins, 30)), day * DAY + int(rng.gauss(ends, 60))
        while minute < last:
            for _ in range(rng.choice((1, 1, 2, 3))):
                add_demand(demand, minute, minute + int(lognormal(rng, length, 0.7)), lognormal(rng, level, 0.3) / 60)
            minute += max(1, int(rng.expovariate(1 / pause)))
    return demand


def holiday(rng: Random, days: int) -> Demand:
    """Works, and is absent for about a week every few weeks."""
    demand = (steady if rng.random() < 0.5 else bursty)(rng, days)
    day = rng.randrange(3, 15)
    while day < days:
        away = rng.randrange(3, 12)
        demand[day * DAY : (day + away) * DAY] = [0.0] * (min(days, day + away) - day) * DAY
        day += away + rng.randrange(8, 25)
    return demand


KINDS: dict[str, Person] = {
    "steady": steady,
    "bursty": bursty,
    "night": night,
    "weekend": weekender,
    "agents": agents,
    "holiday": holiday,
}
