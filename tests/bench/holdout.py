"""The holdout set: simulated people that the forecast was not tuned with, made in other ways than `people`.

Prompts that cause more prompts, renewal processes with heavy tails, a rate that is a random walk, schedules, shifts,
deadlines, and a change of habits. `limits` turns their demand into readings, as for all people.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tests.bench.people import DAY, add_demand, agents, bursty, is_weekend, lognormal, night, no_demand, steady

if TYPE_CHECKING:
    from random import Random

    from tests.bench.people import Demand, Person

_SLEEP = 480


def excited(rng: Random, days: int) -> Demand:
    """A Hawkes process: each prompt makes another one more likely for a while; the base rate depends on the hour."""
    demand = no_demand(days)
    base, branch, decay = rng.uniform(1.5, 6) / 60, rng.uniform(0.5, 0.85), 1 / rng.uniform(8, 40)
    cost, peak, depth = lognormal(rng, 1.2, 0.5), rng.uniform(0, DAY), rng.uniform(0.6, 1)
    on_weekends, excitement = rng.uniform(0.1, 1), 0.0
    for minute in range(len(demand)):
        daily = (1 + depth * math.cos(2 * math.pi * (minute - peak) / DAY)) / 2
        daily *= on_weekends if is_weekend(minute // DAY) else 1
        prompted = rng.random() < 1 - math.exp(-base * daily * daily - excitement)
        excitement *= math.exp(-decay)
        if prompted:
            demand[minute] += rng.expovariate(1 / cost)
            excitement += branch * decay
    return demand


def renewal(rng: Random, days: int) -> Demand:
    """Pauses with a Pareto tail and work of Weibull lengths, at all hours except for eight hours of sleep."""
    demand = no_demand(days)
    tail, least = rng.uniform(1.1, 1.8), rng.uniform(5, 25)
    scale, shape, rate = rng.uniform(15, 90), rng.uniform(0.7, 2), lognormal(rng, 40, 0.5)
    asleep, minute = rng.uniform(0, DAY), 0
    while minute < len(demand):
        length = max(1, int(rng.weibullvariate(scale, shape)))
        points = lognormal(rng, rate, 0.4) / 60
        for at in range(minute, min(len(demand), minute + length)):
            if (at - asleep) % DAY > _SLEEP:
                demand[at] += points
        minute += length + max(1, int(least * rng.paretovariate(tail)))
    return demand


def wanderer(rng: Random, days: int) -> Demand:
    """The logarithm of the rate is a mean-reverting random walk, during certain hours."""
    demand = no_demand(days)
    memory, spread = rng.uniform(30, 400), rng.uniform(0.6, 1.3)
    rate, begins, length = lognormal(rng, 14, 0.5), rng.uniform(0, DAY), rng.uniform(360, 840)
    free, at = rng.randrange(1, 7), 0.0
    for minute in range(len(demand)):
        at += -at / memory + math.sqrt(2 / memory) * spread * rng.gauss(0, 1)
        if (minute - begins) % DAY < length and minute // DAY % 7 != free:
            demand[minute] = rate * math.exp(at) / 60
    return demand


def always(rng: Random, days: int) -> Demand:
    """Reaches every limit: agents work from morning to night, on every day."""
    demand, rate = no_demand(days), rng.uniform(35, 90)
    for day in range(days):
        first, last = (day * DAY + int(rng.gauss(hour * 60, 40)) for hour in (8, 22))
        for minute in range(first, min(last, len(demand))):
            demand[minute] += rate / 60 * rng.uniform(0.4, 1.6) if minute % 90 > 10 else 0
    return demand


def never(rng: Random, days: int) -> Demand:
    """Never comes near the limit of a session."""
    demand, rate = no_demand(days), rng.uniform(3, 15)
    for day in range(days):
        minute = day * DAY + 540
        while minute < day * DAY + 1080 and not is_weekend(day):
            length = rng.randrange(5, 40)
            add_demand(demand, minute, minute + length, rate / 60)
            minute += length + rng.randrange(5, 40)
    return demand


def scheduled(rng: Random, days: int) -> Demand:
    """Agents that start at the same minutes of each day and use nearly the same; sometimes a person as well."""
    demand = no_demand(days)
    jobs = [(rng.randrange(DAY), rng.randrange(10, 120), lognormal(rng, 30, 0.6)) for _ in range(rng.randrange(3, 9))]
    for day in range(days):
        for at, length, rate in jobs:
            if rng.random() < 0.95:
                add_demand(demand, day * DAY + at, day * DAY + at + length, lognormal(rng, rate, 0.15) / 60)
        if rng.random() < 0.3:
            first = day * DAY + rng.randrange(480, 1200)
            add_demand(demand, first, first + rng.randrange(10, 60), jobs[0][2] / 60)
    return demand


def shifts(rng: Random, days: int) -> Demand:
    """Early, late and night shifts in turn, four days each, with two days off between them."""
    demand, rate, phase = no_demand(days), lognormal(rng, 22, 0.4), rng.randrange(18)
    for day in range(days):
        shift, of_shift = divmod((day + phase) % 18, 6)
        minute = day * DAY + (360, 840, 1320)[shift]
        ends = minute + 480 if of_shift < 4 else minute
        while minute < ends:
            length = int(rng.gammavariate(2, 25)) + 1
            add_demand(demand, minute, minute + length, rate * rng.gammavariate(4, 0.25) / 60)
            minute += length + int(rng.gammavariate(1, 15))
    return demand


def changer(rng: Random, days: int) -> Demand:
    """Changes its habits on one day: other hours, another rhythm, a higher or lower rate."""
    before, after = rng.sample((steady, bursty, agents, night, renewal), 2)
    at = rng.randrange(days // 3, days * 5 // 6) * DAY
    factor = math.exp(rng.uniform(-1, 1))
    return before(rng, days)[:at] + [points * factor for points in after(rng, days)[at:]]


def student(rng: Random, days: int) -> Demand:
    """Does nothing for days, then works more on each day until a deadline."""
    demand, day = no_demand(days), 0
    while day < days:
        day += rng.randrange(2, 9)
        crunch = rng.randrange(3, 8)
        for number in range(crunch):
            first = (day + number) * DAY + int(rng.uniform(540, 840))
            rate = lognormal(rng, 25, 0.3)
            for minute in range(first, min(len(demand), first + int(120 + 600 * (number + 1) / crunch))):
                if minute // 25 % 3:
                    demand[minute] += rate / 60 * rng.expovariate(1)
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
