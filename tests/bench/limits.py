"""The limits of a simulated person, as Brim reads them: windows that fill and block, read from time to time.

The windows of the session begin with the first use or in a fixed rhythm, those of the week always in a fixed rhythm; a
reached limit blocks all use until its reset. Readings happen at work only or all day, often or seldom, and are rounded
as a server rounds them. The result are questions for a forecast, each with what really happened. Times are minutes from
the first day of the simulation. This module must not know how anything is forecast.
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
_KNOWN_WINDOWS = (0, 1, 3, 8, 20, 1_000)
"""The largest number of earlier windows that are known, one of these at random."""
_READ_INTERVALS = ((5, 15), (5, 15), (5, 6), (5, 10), (10, 15), (20, 60))
"""The minutes between two readings, at least and at most."""
_ROUNDINGS: tuple[Callable[[float], float], ...] = (math.floor, round, lambda percent: round(percent, 1))
_NEAR_WORK = 20
_GAP, _GAP_MINUTES = 0.004, 150


@dataclass(eq=False, slots=True)
class Window:
    """One window with its real course."""

    begins: int
    ends: int
    curve: list[tuple[int, float]] = field(default_factory=list)
    """Minute and percent after each use."""
    readings: Readings = ()

    @property
    def hit(self) -> int | None:
        """The minute at which the limit was reached; None when it was not."""
        return self.curve[-1][0] if self.curve and self.curve[-1][1] >= FULL else None


class Meter:
    """One limit, which opens its windows and fills them."""

    def __init__(self, length: int, begins: int | None = None, grid: int = 1) -> None:
        """Let windows begin with the first use, on a grid of minutes; or from `begins` on in a fixed rhythm."""
        self.windows: list[Window] = []
        self._length, self._begins, self._grid = length, begins, grid

    def open(self, minute: int, *, used: bool) -> None:
        """Begin a window, if none is running and one must begin."""
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
        """Whether the limit of the newest window is reached."""
        return bool(self.windows) and self.windows[-1].hit is not None

    def use(self, minute: int, points: float) -> None:
        """Add points to the newest window."""
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
    """The readings until now, at least one."""
    past: tuple[Readings, ...]
    hit: float | None
    """The minute after now at which the limit was reached; None when it was not."""
    resets: tuple[float, ...] | None = None
    """The ends of the earlier windows, if they are known."""

    def question(self) -> ForecastInput:
        """The input of the forecast."""
        resets = (None,) * len(self.past) if self.resets is None else map(moment, self.resets)
        past = tuple(WindowCurve(_points(readings), reset) for readings, reset in zip(self.past, resets, strict=True))
        length = (self.ends - self.begins) * 60
        return ForecastInput(self.window, length, moment(self.ends), _points(self.running), past)


def moment(minute: float) -> datetime:
    """A minute of the simulation as a date and time."""
    return MONDAY + timedelta(minutes=minute)


def simulated_cases(kind: str, person: Person, seed: int, count: int) -> Iterator[Case]:
    """Up to `count` questions about the sessions of one simulated person, and as many about the weeks."""
    rng = Random(f"{kind}-{seed}")
    demand = person(rng, _DAYS)
    sessions, weeks = _windows(demand, rng)
    minutes = _read_minutes(demand, rng)
    rounded, changes = rng.choice(_ROUNDINGS), rng.random() < 1 / 3
    for name, windows in (("session", sessions), ("weekly_all", weeks[1:])):
        for window in windows:
            window.readings = _readings(window, minutes, rounded, changes=changes)
        usable = [window for window in windows if window.readings and window.ends < len(demand)]
        yield from _questions(kind, name, usable, rng, count)


def _windows(demand: Demand, rng: Random) -> tuple[list[Window], list[Window]]:
    """The windows of the session and of the week; for half of the people, a reached week blocks the sessions."""
    usual = FULL / max(sum(demand) / (len(demand) / WEEK), 1.0)
    ratio = min(1.0, usual * math.exp(rng.uniform(-0.9, 0.55)))
    fixed = 0 if rng.random() < 1 / 4 else None
    session = Meter(SESSION, fixed, rng.choice((1, 1, 10, 60)))
    week = Meter(WEEK, -rng.randrange(WEEK))
    coupled = rng.random() < 1 / 2
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


def _read_minutes(demand: Demand, rng: Random) -> list[int]:
    """The minutes of the readings: during work only, or as long as the computer is on, with gaps."""
    works, step = rng.random() < 1 / 3, rng.choice(_READ_INTERVALS)
    hours = [any(demand[hour : hour + 60]) for hour in range(0, len(demand), 60)]
    minutes, minute = [], 0
    while (minute := minute + max(1, int(rng.uniform(*step)))) < len(demand):
        hour = minute // 60
        if works:
            reads = any(demand[max(0, minute - _NEAR_WORK) : minute])
        else:
            reads = any(hours[max(0, hour - 1) : hour + 2])
            if rng.random() < _GAP:
                minute += int(rng.expovariate(1 / _GAP_MINUTES))
        if reads:
            minutes.append(minute)
    return minutes


def _readings(window: Window, minutes: Sequence[int], rounded: Callable[[float], float], *, changes: bool) -> Readings:
    """The readings of a window; with `changes`, only those that differ from the reading before."""
    readings: list[tuple[float, float]] = []
    used, index = 0.0, 0
    for minute in minutes:
        if not window.begins < minute <= window.ends:
            continue
        while index < len(window.curve) and window.curve[index][0] <= minute:
            used = window.curve[index][1]
            index += 1
        percent = float(rounded(used))
        if not changes or not readings or percent != readings[-1][1]:
            readings.append((minute, percent))
    return tuple(readings)


def _questions(kind: str, name: str, windows: Sequence[Window], rng: Random, count: int) -> Iterator[Case]:
    """Questions at random times of windows whose limit is not reached yet, half of them just after a reading."""
    asked = 0
    for _ in range(6 * count if windows else 0):
        index = rng.randrange(len(windows))
        window, known = windows[index], rng.choice(_KNOWN_WINDOWS)
        now = rng.uniform(window.begins + 1, window.ends - 1)
        if rng.random() < 1 / 2:
            now = rng.choice(window.readings)[0] + rng.choice((0, 0, 1, 3))
        running = tuple(reading for reading in window.readings if reading[0] <= now)
        over = now >= window.ends - 1 or (window.hit is not None and window.hit <= now)
        if over or not running or running[-1][1] >= FULL or asked == count:
            continue
        asked += 1
        past = tuple(earlier.readings for earlier in windows[max(0, index - known) : index])
        yield Case(kind, name, window.begins, window.ends, now, running, past, window.hit)


def _points(readings: Readings) -> tuple[tuple[datetime, float], ...]:
    return tuple((moment(minute), percent) for minute, percent in readings)
