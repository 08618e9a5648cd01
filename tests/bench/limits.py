"""What a simulated person's limits look like to Brim: windows that fill and block, looked at now and then.

The session's windows begin with the first use or in a fixed rhythm, the week's always in one; a limit that is hit lets
nothing through until its reset. Readings are made at work only or all day, often or seldom, rounded as a server does.
From them come the questions that a forecast is asked, each with what really happened then. Times are minutes since the
first day of the simulation. This module must not know how anything is forecast.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from brim.backend.forecast.predict import ForecastInput
from brim.backend.forecast.windowcurve import FULL, WindowCurve
from tests.bench.people import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.bench.people import Demand, Person

type Readings = tuple[tuple[float, float], ...]
"""Minute and percent."""

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
SESSION, WEEK = 300, 7 * DAY
_DAYS = 63
_KEPT = (0, 1, 3, 8, 20, 1_000)
"""So many earlier windows are known at most."""
_STEPS = ((5, 15), (5, 15), (5, 6), (5, 10), (10, 15), (20, 60))
"""Minutes between two readings, at least and at most."""
_ROUNDED: tuple[Callable[[float], float], ...] = (math.floor, round, lambda percent: round(percent, 1))
_NEAR_WORK = 20
_GAP, _GAP_MINUTES = 0.004, 150


@dataclass(eq=False, slots=True)
class Window:
    """One window as it really went."""

    begins: int
    ends: int
    curve: list[tuple[int, float]] = field(default_factory=list)
    """Minute and percent after each use."""
    readings: Readings = ()

    @property
    def hit(self) -> int | None:
        """When it was full."""
        return self.curve[-1][0] if self.curve and self.curve[-1][1] >= FULL else None


class Meter:
    """One limit: opens its windows and fills them."""

    def __init__(self, length: int, begins: int | None = None, grid: int = 1) -> None:
        """Windows begin with the first use, on a grid of minutes; with `begins`, in a fixed rhythm from there."""
        self.windows: list[Window] = []
        self._length, self._begins, self._grid = length, begins, grid

    def open(self, minute: int, *, used: bool) -> None:
        """Begin a window where none runs and one has to."""
        if self.windows and minute < self.windows[-1].ends:
            return
        if self._begins is not None:
            begins = minute - (minute - self._begins) % self._length
        elif used:
            begins = minute // self._grid * self._grid
        else:
            return
        self.windows.append(Window(begins, begins + self._length))

    @property
    def full(self) -> bool:
        """Whether the newest window lets nothing through."""
        return bool(self.windows) and self.windows[-1].hit is not None

    def use(self, minute: int, points: float) -> None:
        """Fill the newest window."""
        curve = self.windows[-1].curve
        before = curve[-1][1] if curve else 0.0
        curve.append((minute + 1, min(before + points, FULL)))


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what really happened; times are minutes."""

    kind: str
    window: str
    begins: float
    ends: float
    now: float
    running: Readings
    """Until now, one at least."""
    past: tuple[Readings, ...]
    hit: float | None
    """When the window was full, after now; None when it was not."""
    resets: tuple[float, ...] | None = None
    """When the earlier windows ended, if that is known."""

    def question(self) -> ForecastInput:
        """As the forecast is asked."""
        resets = (None,) * len(self.past) if self.resets is None else map(moment, self.resets)
        past = tuple(WindowCurve(_points(one), reset) for one, reset in zip(self.past, resets, strict=True))
        length = (self.ends - self.begins) * 60
        return ForecastInput(self.window, length, moment(self.ends), _points(self.running), past)


def moment(minute: float) -> datetime:
    """A minute of the simulation on the calendar."""
    return MONDAY + timedelta(minutes=minute)


def cases(kind: str, person: Person, seed: int, per: int) -> Iterator[Case]:
    """Up to `per` questions about the sessions of one simulated person, and as many about the weeks."""
    chance = Random(f"{kind}-{seed}")
    demand = person(chance, _DAYS)
    sessions, weeks = _lives(demand, chance)
    at = _looks(demand, chance)
    rounded, changes = chance.choice(_ROUNDED), chance.random() < 1 / 3
    for name, windows in (("session", sessions), ("weekly_all", weeks[1:])):
        for one in windows:
            one.readings = _readings(one, at, rounded, changes=changes)
        usable = [one for one in windows if one.readings and one.ends < len(demand)]
        yield from _asked(kind, name, usable, chance, per)


def _lives(demand: Demand, chance: Random) -> tuple[list[Window], list[Window]]:
    """The sessions and the weeks; a full week blocks the sessions of half of the people."""
    usual = FULL / max(sum(demand) / (len(demand) / WEEK), 1.0)
    ratio = min(1.0, usual * math.exp(chance.uniform(-0.9, 0.55)))
    fixed = 0 if chance.random() < 1 / 4 else None
    session = Meter(SESSION, fixed, chance.choice((1, 1, 10, 60)))
    week = Meter(WEEK, -chance.randrange(WEEK))
    coupled = chance.random() < 1 / 2
    for minute, points in enumerate(demand):
        used = points > 0
        week.open(minute, used=used)
        session.open(minute, used=used and not (coupled and week.full))
        if not used or (coupled and (week.full or session.full)):
            continue
        if not week.full:
            week.use(minute, points * ratio)
        if not session.full:
            session.use(minute, points)
    return session.windows, week.windows


def _looks(demand: Demand, chance: Random) -> list[int]:
    """When somebody looks: while there is work, or all day as long as the computer is on, with gaps."""
    works, step = chance.random() < 1 / 3, chance.choice(_STEPS)
    hours = [any(demand[hour : hour + 60]) for hour in range(0, len(demand), 60)]
    found, minute = [], 0
    while (minute := minute + max(1, int(chance.uniform(*step)))) < len(demand):
        hour = minute // 60
        if works:
            seen = any(demand[max(0, minute - _NEAR_WORK) : minute])
        else:
            seen = any(hours[max(0, hour - 1) : hour + 2])
            if chance.random() < _GAP:
                minute += int(chance.expovariate(1 / _GAP_MINUTES))
        if seen:
            found.append(minute)
    return found


def _readings(window: Window, at: Sequence[int], rounded: Callable[[float], float], *, changes: bool) -> Readings:
    """What is read of a window; with `changes` only what differs from the reading before."""
    made: list[tuple[float, float]] = []
    used, index = 0.0, 0
    for minute in at:
        if not window.begins < minute <= window.ends:
            continue
        while index < len(window.curve) and window.curve[index][0] <= minute:
            used = window.curve[index][1]
            index += 1
        percent = float(rounded(used))
        if not changes or not made or percent != made[-1][1]:
            made.append((minute, percent))
    return tuple(made)


def _asked(kind: str, name: str, windows: Sequence[Window], chance: Random, per: int) -> Iterator[Case]:
    """Questions at any time of any window that is not full yet, half of them just after a reading."""
    found = 0
    for _ in range(6 * per if windows else 0):
        index = chance.randrange(len(windows))
        one, known = windows[index], chance.choice(_KEPT)
        now = chance.uniform(one.begins + 1, one.ends - 1)
        if chance.random() < 1 / 2:
            now = chance.choice(one.readings)[0] + chance.choice((0, 0, 1, 3))
        running = tuple(reading for reading in one.readings if reading[0] <= now)
        over = now >= one.ends - 1 or (one.hit is not None and one.hit <= now)
        if over or not running or running[-1][1] >= FULL or found == per:
            continue
        found += 1
        past = tuple(earlier.readings for earlier in windows[max(0, index - known) : index])
        yield Case(kind, name, one.begins, one.ends, now, running, past, one.hit)


def _points(readings: Readings) -> tuple[tuple[datetime, float], ...]:
    return tuple((moment(minute), percent) for minute, percent in readings)
