"""Simulated people that no number of the forecast was fitted to, made in other ways than those of `people`.

Prompts that call for more prompts, renewals with heavy tails, a rate that wanders, schedules, shifts, deadlines, and a
change of habits: `limits` turns what they want into readings, as for everybody.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tests.bench.people import DAY, agents, around, bursty, idle, night, pour, steady, weekend

if TYPE_CHECKING:
    from random import Random

    from tests.bench.people import Demand, Person

_SLEEP = 480


def excited(chance: Random, days: int) -> Demand:
    """A Hawkes process: each prompt makes the next one likelier for a while; the hour of day sets the base."""
    demand = idle(days)
    base, branch, decay = chance.uniform(1.5, 6) / 60, chance.uniform(0.5, 0.85), 1 / chance.uniform(8, 40)
    cost, peak, depth = around(chance, 1.2, 0.5), chance.uniform(0, DAY), chance.uniform(0.6, 1)
    on_weekends, excitement = chance.uniform(0.1, 1), 0.0
    for minute in range(len(demand)):
        daily = (1 + depth * math.cos(2 * math.pi * (minute - peak) / DAY)) / 2
        daily *= on_weekends if weekend(minute // DAY) else 1
        prompted = chance.random() < 1 - math.exp(-base * daily * daily - excitement)
        excitement *= math.exp(-decay)
        if prompted:
            demand[minute] += chance.expovariate(1 / cost)
            excitement += branch * decay
    return demand


def renewal(chance: Random, days: int) -> Demand:
    """Pauses with a Pareto tail and work of Weibull lengths, around the clock but for eight hours of sleep."""
    demand = idle(days)
    tail, least = chance.uniform(1.1, 1.8), chance.uniform(5, 25)
    scale, shape, rate = chance.uniform(15, 90), chance.uniform(0.7, 2), around(chance, 40, 0.5)
    asleep, minute = chance.uniform(0, DAY), 0
    while minute < len(demand):
        length = max(1, int(chance.weibullvariate(scale, shape)))
        points = around(chance, rate, 0.4) / 60
        for at in range(minute, min(len(demand), minute + length)):
            if (at - asleep) % DAY > _SLEEP:
                demand[at] += points
        minute += length + max(1, int(least * chance.paretovariate(tail)))
    return demand


def wanderer(chance: Random, days: int) -> Demand:
    """The logarithm of the rate is a random walk that is drawn back to its mean, during certain hours."""
    demand = idle(days)
    memory, spread = chance.uniform(30, 400), chance.uniform(0.6, 1.3)
    rate, begins, length = around(chance, 14, 0.5), chance.uniform(0, DAY), chance.uniform(360, 840)
    free, at = chance.randrange(1, 7), 0.0
    for minute in range(len(demand)):
        at += -at / memory + math.sqrt(2 / memory) * spread * chance.gauss(0, 1)
        if (minute - begins) % DAY < length and minute // DAY % 7 != free:
            demand[minute] = rate * math.exp(at) / 60
    return demand


def always(chance: Random, days: int) -> Demand:
    """Hits every limit that there is: agents from morning to night, every day."""
    demand, rate = idle(days), chance.uniform(35, 90)
    for day in range(days):
        first, last = (day * DAY + int(chance.gauss(hour * 60, 40)) for hour in (8, 22))
        for minute in range(first, min(last, len(demand))):
            demand[minute] += rate / 60 * chance.uniform(0.4, 1.6) if minute % 90 > 10 else 0
    return demand


def never(chance: Random, days: int) -> Demand:
    """Far from the limit of any session."""
    demand, rate = idle(days), chance.uniform(3, 15)
    for day in range(days):
        minute = day * DAY + 540
        while minute < day * DAY + 1080 and not weekend(day):
            length = chance.randrange(5, 40)
            pour(demand, minute, minute + length, rate / 60)
            minute += length + chance.randrange(5, 40)
    return demand


def scheduled(chance: Random, days: int) -> Demand:
    """Agents that start at the same minutes of each day and cost much the same; now and then a person besides."""
    demand = idle(days)
    jobs = [
        (chance.randrange(DAY), chance.randrange(10, 120), around(chance, 30, 0.6))
        for _ in range(chance.randrange(3, 9))
    ]
    for day in range(days):
        for at, length, rate in jobs:
            if chance.random() < 0.95:
                pour(demand, day * DAY + at, day * DAY + at + length, around(chance, rate, 0.15) / 60)
        if chance.random() < 0.3:
            first = day * DAY + chance.randrange(480, 1200)
            pour(demand, first, first + chance.randrange(10, 60), jobs[0][2] / 60)
    return demand


def shifts(chance: Random, days: int) -> Demand:
    """Early, late and night shifts in turn, four days each, and two days off between."""
    demand, rate, phase = idle(days), around(chance, 22, 0.4), chance.randrange(18)
    for day in range(days):
        shift, of_shift = divmod((day + phase) % 18, 6)
        minute = day * DAY + (360, 840, 1320)[shift]
        ends = minute + 480 if of_shift < 4 else minute
        while minute < ends:
            length = int(chance.gammavariate(2, 25)) + 1
            pour(demand, minute, minute + length, rate * chance.gammavariate(4, 0.25) / 60)
            minute += length + int(chance.gammavariate(1, 15))
    return demand


def changer(chance: Random, days: int) -> Demand:
    """Changes its habits for good on some day: other hours, another rhythm, more or less of it."""
    before, after = chance.sample((steady, bursty, agents, night, renewal), 2)
    at = chance.randrange(days // 3, days * 5 // 6) * DAY
    factor = math.exp(chance.uniform(-1, 1))
    return before(chance, days)[:at] + [points * factor for points in after(chance, days)[at:]]


def student(chance: Random, days: int) -> Demand:
    """Nothing for days, then a deadline, and more each day until it is there."""
    demand, day = idle(days), 0
    while day < days:
        day += chance.randrange(2, 9)
        crunch = chance.randrange(3, 8)
        for number in range(crunch):
            first = (day + number) * DAY + int(chance.uniform(540, 840))
            rate = around(chance, 25, 0.3)
            for minute in range(first, min(len(demand), first + int(120 + 600 * (number + 1) / crunch))):
                if minute // 25 % 3:
                    demand[minute] += rate / 60 * chance.expovariate(1)
        day += crunch
    return demand


KINDS: dict[str, Person] = {
    "excited": excited,
    "renewal": renewal,
    "wanderer": wanderer,
    "always": always,
    "never": never,
    "scheduled": scheduled,
    "shifts": shifts,
    "changer": changer,
    "student": student,
}
