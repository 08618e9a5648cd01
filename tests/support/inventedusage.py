"""Invented people whose use of a limit is known: answers of four projects, foreign use, and official readings of both.

The truth is a sum of tokens with weights that Brim is not told. This module must not know how Brim divides a reading.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brim.backend.costs.cells import Cell
from brim.backend.costs.points.values import LimitWindow
from brim.backend.costs.tokens import Tokens
from brim.backend.transcripts.answer import Place, PriceClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from brim.backend.costs.points.values import WindowPoints

MODELS = {
    "opus": ("claude-opus-5-5", 4.0, 20.0, 5.0, 8.0, 0.2),
    "sonnet": ("claude-sonnet-5-5", 2.0, 10.0, 2.5, 4.0, 0.1),
    "haiku": ("claude-haiku-5-5", 0.1, 0.5, 0.125, 0.2, 0.01),
    "fable": ("claude-fable-5-2", 8.0, 40.0, 10.0, 16.0, 0.2),
}
"""Plain name, and USD per million tokens: input, output, writes for 5 minutes and an hour, reads from the cache."""
SESSION, WEEK = 18_000.0, 604_800.0
SESSIONS_A_WEEK = 21
START = 1_798_000_200.0
ELSEWHERE = ""


@dataclass(frozen=True)
class Weights:
    """How the limit weighs tokens, as factors on list prices."""

    models: Mapping[str, float] = field(default_factory=dict)
    cache_read: float = 1.0
    output: float = 1.0


LIST_PRICE = Weights()
TUNED = {
    "list price": LIST_PRICE,
    "no cache reads": Weights(cache_read=0.0),
    "other models": Weights({"opus": 1.4, "sonnet": 0.8, "haiku": 1.5}),
}
HOLDOUT = {
    "dear cache reads": Weights(cache_read=3.0),
    "output doubled": Weights(output=2.0),
    "all otherwise": Weights({"opus": 0.6, "sonnet": 1.7, "fable": 1.2}, cache_read=0.3, output=1.3),
}


@dataclass(frozen=True)
class Circumstances:
    """How a person works, and how the limit is read."""

    weights: Weights = LIST_PRICE
    foreign: float = 0.3
    """The part of windows with foreign use."""
    amount: float = 0.4
    """How much foreign use such a window has, as a part of 45 points."""
    step: float = 1.0
    every: float = 300.0
    """Seconds between two readings."""
    nearest: bool = False
    """The server rounds to the nearest step rather than down."""
    changes: bool = False
    """Readings that repeat the one before are not known."""
    gaps: float = 0.0
    """The part of windows of which a part was not read."""
    foreign_session: bool = False
    """Foreign use is steady work for hours rather than bursts."""
    limits: tuple[float, ...] = ()
    """The size of the limit in each window, where it changes."""


@dataclass(frozen=True)
class InventedWindow:
    """One window and its truth."""

    window: LimitWindow
    cells: tuple[Cell, ...]
    events: tuple[tuple[float, str, float], ...]
    """When points were used, by which project, and how many."""

    def truth(self, until: float) -> dict[str, float]:
        """The true points of each project and elsewhere at a time."""
        sums: dict[str, float] = {}
        for at, project, points in self.events:
            if at <= until:
                sums[project] = sums.get(project, 0.0) + points
        return sums

    def until(self, at: float) -> LimitWindow:
        """The window with its readings until a time."""
        readings = tuple(reading for reading in self.window.readings if reading[0] <= at)
        return LimitWindow(self.window.start, self.window.end, readings)


@dataclass(frozen=True)
class _Project:
    main: str
    helper: float
    context: float
    output: float
    written: float
    hour: bool
    popularity: float


class InventedPerson:
    """One person; the seed decides everything."""

    def __init__(self, seed: int, given: Circumstances, windows: int = 40) -> None:
        """`windows`: the number of windows of five hours."""
        self._random = rng = random.Random(seed)
        self._given = given
        self._projects = {
            f"/home/invented/{name}": _Project(
                rng.choice(["opus", "opus", "sonnet", "fable"]),
                rng.choice([0.0, 0.0, 0.2, 0.4]),
                rng.uniform(2e4, 1.6e5),
                rng.uniform(250, 1200),
                rng.uniform(800, 5000),
                rng.random() < 0.7,
                rng.expovariate(1) + 0.1,
            )
            for name in ("atlas", "beacon", "comet", "delta")
        }
        starts = [START + number * WEEK / SESSIONS_A_WEEK for number in range(windows)]
        local = [self._cells(start, number) for number, start in enumerate(starts)]
        weights = [sum(self._weight(cell) for cell in cells) for cells in local]
        mean = sum(weights) / len(weights)
        self._points = 45 * (1 - given.amount * given.foreign) / mean
        self.windows = [self._window(number, start, local[number]) for number, start in enumerate(starts)]

    def _cells(self, start: float, number: int) -> list[Cell]:
        rng, cells = self._random, []
        for session in range(rng.choice([1, 1, 2, 2, 3])):
            names = list(self._projects)
            name = rng.choices(names, [self._projects[name].popularity for name in names])[0]
            project = self._projects[name]
            place = Place(f"session-{number}-{session}", name, "/home/invented/.claude")
            at = start + rng.uniform(0, 10_800)
            end = min(start + SESSION - 120, at + rng.uniform(900, 12_000))
            context = rng.uniform(1.5e4, max(1.6e4, project.context))
            while at < end:
                at += rng.expovariate(1 / 36)
                if rng.random() < 0.02:
                    at += rng.uniform(300, 1500)
                family = "haiku" if rng.random() < project.helper else project.main
                written = int(rng.expovariate(1 / project.written))
                read = int(context * (0.3 if family == "haiku" else 1))
                context = min(2.5e5, context + written)
                tokens = Tokens(
                    answers=1,
                    input=20,
                    output=int(rng.lognormvariate(math.log(project.output), 0.9)),
                    cache_write_5m=0 if project.hour else written,
                    cache_write_1h=written if project.hour else 0,
                    cache_read=read,
                )
                if at < end:
                    cells.append(Cell(int(at), place, PriceClass(MODELS[family][0]), tokens))
        return sorted(cells, key=lambda cell: cell.start)

    def _weight(self, cell: Cell) -> float:
        weights, tokens = self._given.weights, cell.tokens
        family = next(name for name, row in MODELS.items() if row[0] == cell.price_class.model)
        _, sent, output, short, hour, read = MODELS[family]
        dollars = (
            sent * tokens.input
            + weights.output * output * tokens.output
            + short * tokens.cache_write_5m
            + hour * tokens.cache_write_1h
            + weights.cache_read * read * tokens.cache_read
        )
        return weights.models.get(family, 1.0) * dollars / 1e6

    def _window(self, number: int, start: float, cells: Sequence[Cell]) -> InventedWindow:
        given = self._given
        size = given.limits[number] if given.limits else 1.0
        events = [(float(cell.start), cell.place.project, self._points * self._weight(cell) / size) for cell in cells]
        events += self._foreign(start, size, with_local=bool(events))
        events.sort()
        total, kept = 0.0, []
        for event in events:
            total += event[2]
            if total > 99:  # the limit is hit: nothing more is used
                break
            kept.append(event)
        last = kept[-1][0] if len(kept) < len(events) and kept else math.inf
        cells = tuple(cell for cell in cells if cell.start <= last)
        return InventedWindow(LimitWindow(start, start + SESSION, self._readings(start, kept)), cells, tuple(kept))

    def _foreign(self, start: float, size: float, *, with_local: bool) -> list[tuple[float, str, float]]:
        rng, given = self._random, self._given
        if rng.random() >= given.foreign or not with_local:
            return []
        amount = given.amount * 45 * rng.uniform(0.4, 1.6) / size
        if given.foreign_session:
            begin = start + rng.uniform(0, 9_000)
            length = rng.uniform(2_400, SESSION - 240 - (begin - start))
            times = [begin + rng.uniform(0, length) for _ in range(60)]
        else:
            bursts = [start + rng.uniform(0, 16_800) for _ in range(rng.randrange(1, 5))]
            times = [burst + rng.uniform(0, 600) for burst in bursts for _ in range(6)]
        return [(at, ELSEWHERE, amount / len(times)) for at in times]

    def _readings(self, start: float, events: Sequence[tuple[float, str, float]]) -> tuple[tuple[float, float], ...]:
        rng, given = self._random, self._given
        asleep = start + rng.uniform(0, 10_000) if rng.random() < given.gaps else math.inf
        wake = asleep + rng.uniform(1_800, 7_200)
        count = int(SESSION / given.every)
        times = [start + given.every * number + rng.uniform(0, 30) for number in range(1, count)]
        readings: list[tuple[float, float]] = []
        total, index = 0.0, 0
        for at in (*(time for time in times if not asleep < time < wake), start + SESSION):
            while index < len(events) and events[index][0] <= at:
                total += events[index][2]
                index += 1
            percent = math.floor(total / given.step + (0.5 if given.nearest else 1e-9)) * given.step
            percent = round(percent, 6)
            if not (given.changes and readings and readings[-1][1] == percent):
                readings.append((at, percent))
        return tuple(readings)


def weeks_of(person: InventedPerson, size: float = 8.0) -> list[InventedWindow]:
    """The same use as weeks of a limit that is so many times larger, read in whole percents where it changed."""
    weeks = []
    for first in range(0, len(person.windows) - SESSIONS_A_WEEK + 1, SESSIONS_A_WEEK):
        sessions = person.windows[first : first + SESSIONS_A_WEEK]
        events = tuple((at, project, points / size) for one in sessions for at, project, points in one.events)
        readings: list[tuple[float, float]] = []
        total, index = 0.0, 0
        for at in (at for one in sessions for at, _ in one.window.readings):
            while index < len(events) and events[index][0] <= at:
                total += events[index][2]
                index += 1
            if not readings or readings[-1][1] != math.floor(total):
                readings.append((at, float(math.floor(total))))
        start = sessions[0].window.start
        cells = tuple(cell for one in sessions for cell in one.cells)
        weeks.append(InventedWindow(LimitWindow(start, start + WEEK, tuple(readings)), cells, events))
    return weeks


def compared(points: WindowPoints | None, invented: InventedWindow) -> Iterator[tuple[float, bool]]:
    """For each project that was used or has points: the error, and whether the range holds the truth."""
    assert points is not None
    truth = invented.truth(points.read_at)
    for project in (truth.keys() | points.projects.keys()) - {ELSEWHERE}:
        true, found = truth.get(project, 0.0), points.projects.get(project)
        if found is None:  # all of it came after the last reading, or is below its step
            yield true, true <= points.step
        else:
            yield abs(found.value - true), found.low <= true <= found.high
