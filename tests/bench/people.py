"""Simulated people whose habits were looked at while the forecast was tuned: what they want to use, minute by minute.

A person is a function of a seeded source of randomness and a number of days, which begin on a Monday. It gives the
demand of each minute in points of a session's limit, whatever any limit lets through. Each person of a kind has habits
of its own. Their whole trade is alternating work and pauses within the hours of a day.
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
"""Minutes of a day, from and until; past midnight they are over 1440."""

DAY = 1_440
_WEEK, _SATURDAY = 7, 5
_LUNCH_FROM = 300


def around(chance: Random, median: float, spread: float) -> float:
    """A lognormal value: `spread` is the standard deviation of its logarithm."""
    return median * math.exp(chance.gauss(0, spread))


def idle(days: int) -> Demand:
    """Nobody wants anything."""
    return [0.0] * (days * DAY)


def weekend(day: int) -> bool:
    """Whether a day is Saturday or Sunday."""
    return day % _WEEK >= _SATURDAY


def pour(demand: Demand, begins: int, ends: int, points: float) -> None:
    """Add so many points to each minute, as far as there is time."""
    for minute in range(max(begins, 0), min(ends, len(demand))):
        demand[minute] += points


def presence(chance: Random, begins: float, ends: float) -> Iterator[Block]:
    """The hours of a working day, with a lunch if they are long."""
    first = int(chance.gauss(begins, 25))
    last = max(first + 30, int(chance.gauss(ends, 40)))
    if last - first > _LUNCH_FROM:
        noon = int(chance.gauss(begins * 0.575 + ends * 0.425, 20))
        yield first, noon
        first = noon + int(chance.uniform(25, 75))
    yield first, last


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Work and pauses in turn."""

    work: float
    """Mean length in minutes."""
    pause: float
    spread: float
    """Standard deviation of the logarithm of the rate, from one spell of work to the next."""
    eager: float
    """Chance to begin with work."""


def spells(chance: Random, demand: Demand, block: Block, rhythm: Rhythm, hourly: float) -> None:
    """Fill a block with work and pauses; `hourly` is the median rate of work in points an hour."""
    minute, ends = block
    works = chance.random() < rhythm.eager
    while minute < ends:
        length = max(1, int(chance.expovariate(1 / (rhythm.work if works else rhythm.pause))))
        if works:
            rate = around(chance, hourly, rhythm.spread) / 60
            for at in range(max(minute, 0), min(minute + length, ends, len(demand))):
                demand[at] += rate * chance.uniform(0.5, 1.5)
        minute += length
        works = not works


def steady(chance: Random, days: int) -> Demand:
    """Works all day, at much the same rate, with short pauses."""
    demand = idle(days)
    rate, sometimes = around(chance, 20, 0.45), chance.random() < 0.2
    begins, ends = chance.uniform(450, 600), chance.uniform(990, 1140)
    rhythm = Rhythm(chance.uniform(40, 120), chance.uniform(3, 12), spread=0.15, eager=0.9)
    for day in range(days):
        if (weekend(day) and not (sometimes and chance.random() < 0.5)) or chance.random() < 0.05:
            continue
        level = around(chance, rate, 0.2)
        for first, last in presence(chance, begins, ends):
            block = day * DAY + first, day * DAY + last
            spells(chance, demand, block, rhythm, level)
    return demand


def bursty(chance: Random, days: int) -> Demand:
    """Much in half an hour, then nothing for an hour."""
    demand = idle(days)
    rate = around(chance, 60, 0.4)
    rhythm = Rhythm(chance.uniform(10, 40), chance.uniform(20, 100), spread=0.5, eager=0.4)
    begins, ends = chance.uniform(420, 660), chance.uniform(960, 1320)
    for day in range(days):
        if (weekend(day) and chance.random() < 0.7) or chance.random() < 0.08:
            continue
        level = around(chance, rate, 0.35)
        for first, last in presence(chance, begins, ends):
            block = day * DAY + first, day * DAY + last
            spells(chance, demand, block, rhythm, level)
    return demand


def night(chance: Random, days: int) -> Demand:
    """Begins in the evening, often until the morning."""
    demand = idle(days)
    rate = around(chance, 28, 0.5)
    rhythm = Rhythm(chance.uniform(20, 80), chance.uniform(5, 40), spread=0.3, eager=0.7)
    begins, length = chance.uniform(1140, 1380), chance.uniform(180, 480)
    for day in range(days):
        if chance.random() < 0.2:
            continue
        first = day * DAY + int(chance.gauss(begins, 40))
        block = first, first + int(chance.gauss(length, 60))
        spells(chance, demand, block, rhythm, around(chance, rate, 0.35))
    return demand


def weekender(chance: Random, days: int) -> Demand:
    """Has another trade during the week, and the weekend for this one."""
    demand = idle(days)
    rate = around(chance, 32, 0.45)
    rhythm = Rhythm(chance.uniform(20, 90), chance.uniform(10, 50), spread=0.3, eager=0.6)
    for day in range(days):
        if weekend(day) and chance.random() < 0.85:
            level = around(chance, rate, 0.3)
            for first, last in presence(chance, chance.uniform(540, 720), chance.uniform(1020, 1380)):
                block = day * DAY + first, day * DAY + last
                spells(chance, demand, block, rhythm, level)
        elif not weekend(day) and chance.random() < 0.35:
            first = day * DAY + int(chance.uniform(1140, 1260))
            block = first, first + int(chance.uniform(40, 180))
            spells(chance, demand, block, replace(rhythm, eager=0.7), rate * 0.6)
    return demand


def agents(chance: Random, days: int) -> Demand:
    """Starts several agents at once; each goes on by itself for as long as it takes."""
    demand = idle(days)
    rate, pause, length = around(chance, 11, 0.35), chance.uniform(15, 60), chance.uniform(20, 90)
    begins, ends = chance.uniform(480, 660), chance.uniform(1020, 1440)
    for day in range(days):
        if (weekend(day) and chance.random() < 0.6) or chance.random() < 0.08:
            continue
        level = around(chance, rate, 0.3)
        minute, last = day * DAY + int(chance.gauss(begins, 30)), day * DAY + int(chance.gauss(ends, 60))
        while minute < last:
            for _ in range(chance.choice((1, 1, 2, 3))):
                pour(demand, minute, minute + int(around(chance, length, 0.7)), around(chance, level, 0.3) / 60)
            minute += max(1, int(chance.expovariate(1 / pause)))
    return demand


def holiday(chance: Random, days: int) -> Demand:
    """Works, and is away for a week or so every few weeks."""
    demand = (steady if chance.random() < 0.5 else bursty)(chance, days)
    day = chance.randrange(3, 15)
    while day < days:
        away = chance.randrange(3, 12)
        demand[day * DAY : (day + away) * DAY] = [0.0] * (min(days, day + away) - day) * DAY
        day += away + chance.randrange(8, 25)
    return demand


KINDS: dict[str, Person] = {
    "steady": steady,
    "bursty": bursty,
    "night": night,
    "weekend": weekender,
    "agents": agents,
    "holiday": holiday,
}
