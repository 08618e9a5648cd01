"""How true quota points are: `usagepoints.py [--people N] [--first SEED] [--every N]`.

Invented people, with seeds and weights of tokens that the method was not tuned with, and with others; each of their
windows is divided by what it and the windows before it teach. `error` is that of one project in one window, in points;
`held` is the part of ranges that hold the truth; `top` is how often the largest project is named right. `by cost` and
`by growth` are the two simple rules: by share of the list price, and growth to whoever was active. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from brim.backend.costs.points.features import Weigher
from brim.backend.costs.points.learning import KnownWindow, learn
from brim.backend.costs.points.ranges import total
from brim.backend.costs.points.scale import scaled_to_week, session_growths
from brim.backend.costs.points.windowpoints import points_of
from brim.backend.costs.prices import load_prices
from tests.bench.measure import table
from tests.support.inventedusage import (
    ELSEWHERE,
    HOLDOUT,
    LIST_PRICE,
    TUNED,
    Circumstances,
    InventedPerson,
    InventedWindow,
    Weights,
    compared,
    weeks_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brim.backend.costs.points.features import Use
    from brim.backend.costs.points.values import Multipliers, Points, WindowPoints

_WINDOWS, _KNOWN = 40, 30
_WEEKS = 6
WEIGHER = Weigher(load_prices(), ("claude-",))
READINGS = {
    "whole %, no foreign use": Circumstances(foreign=0.0),
    "whole %, foreign in 30 %": Circumstances(),
    "whole %, foreign in 70 %": Circumstances(foreign=0.7),
    "whole %, to the nearest": Circumstances(nearest=True),
    "every 15 min, gaps, long foreign": Circumstances(every=900, changes=True, gaps=0.3, foreign_session=True),
    "0.1 %, foreign in 30 %": Circumstances(step=0.1),
}


@dataclass
class Score:
    """What was found about one case."""

    errors: list[float] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    elsewhere: list[float] = field(default_factory=list)
    elsewhere_held: list[bool] = field(default_factory=list)
    top: list[bool] = field(default_factory=list)
    by_cost: list[float] = field(default_factory=list)
    by_growth: list[float] = field(default_factory=list)

    def add(self, points: WindowPoints, invented: InventedWindow, uses: Sequence[Use]) -> None:
        """Compare the points of one window with its truth."""
        truth = invented.truth(points.read_at)
        for error, holds in compared(points, invented):
            self.errors.append(error)
            self.held.append(holds)
        foreign = truth.pop(ELSEWHERE, 0.0)
        self.elsewhere.append(abs(points.elsewhere.value - foreign))
        self.elsewhere_held.append(points.elsewhere.low <= foreign <= points.elsewhere.high)
        if truth and points.projects:
            self.top.append(max(truth, key=lambda name: truth[name]) == next(iter(points.projects)))
        for rule, errors in ((by_cost, self.by_cost), (by_growth, self.by_growth)):
            named = rule(points, uses)
            errors += [abs(named.get(name, 0.0) - truth.get(name, 0.0)) for name in truth.keys() | named.keys()]

    def row(self) -> tuple[str, ...]:
        """The figures as text."""
        worst = sorted(self.errors)[int(0.9 * len(self.errors))]
        means = (statistics.mean(self.errors), worst, statistics.mean(self.elsewhere))
        parts = (statistics.mean(self.held), statistics.mean(self.elsewhere_held), statistics.mean(self.top))
        simple = (statistics.mean(self.by_cost), statistics.mean(self.by_growth))
        return (
            str(len(self.errors)),
            *(f"{value:.2f}" for value in means),
            *(f"{part:.0%}" for part in parts),
            *(f"{value:.2f}" for value in simple),
        )


HEAD = ("errors", "error", "90 %", "elsewhere", "held", "its held", "top", "by cost", "by growth")


def by_cost(points: WindowPoints, uses: Iterable[Use]) -> dict[str, float]:
    """The simple rule: all by share of the list price."""
    sums: dict[str, float] = {}
    for use in uses:
        if use.at <= points.read_at:
            sums[use.place.project] = sums.get(use.place.project, 0.0) + use.dollars.total
    whole = sum(sums.values())
    return {name: value / whole * points.percent for name, value in sums.items()} if whole else {}


def by_growth(points: WindowPoints, uses: Sequence[Use]) -> dict[str, float]:
    """The other simple rule: each growth to whoever was active before it, by list price."""
    found: dict[str, float] = {}
    pending: dict[str, float] = {}
    last, index = 0.0, 0
    for at, percent in points.window.readings:
        while index < len(uses) and uses[index].at <= at:
            name = uses[index].place.project
            pending[name] = pending.get(name, 0.0) + uses[index].dollars.total
            index += 1
        if percent is not None and percent > last:
            whole = sum(pending.values())
            for name, value in pending.items():
                found[name] = found.get(name, 0.0) + (percent - last) * value / whole
            pending, last = {}, percent
    return found


def main() -> None:
    """Score all cases, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10, metavar="N", help="people of each case")
    parser.add_argument("--first", type=int, default=500_000, metavar="SEED", help="the seed of the first of them")
    parser.add_argument("--every", type=int, default=3, metavar="N", help="each window of so many window is divided")
    chosen = parser.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.people)
    weights = TUNED | HOLDOUT
    rows: list[tuple[str, ...]] = [("session", "limit counts", *HEAD)]
    for reading, given in READINGS.items():
        rows += [(reading, name, *_sessions(seeds, given, kind, chosen.every).row()) for name, kind in weights.items()]
    table("Sessions, 12 to 30 windows known", rows)
    table("Windows known", [("", "limit counts", *HEAD), *_by_known(seeds)])
    table(
        "Weeks of a limit eight times as large, shape from the sessions",
        [("weeks known", "factor by", *HEAD), *_weeks(seeds)],
    )
    table("Limit changes (mean error by windows since)", [*_changes(seeds)])
    table("Sums and time", [*_sums(seeds), *_times(seeds)])


def _known(person: InventedPerson) -> list[KnownWindow]:
    return [KnownWindow(one.window, WEIGHER.uses(one.cells)) for one in person.windows]


def _divide(score: Score, person: InventedPerson, known: Sequence[KnownWindow], number: int, count: int) -> None:
    learned = learn(known[max(0, number + 1 - count) : number + 1])
    points = points_of(known[number].window, known[number].uses, learned)
    if points is not None and known[number].uses:
        score.add(points, person.windows[number], known[number].uses)


def _sessions(seeds: range, given: Circumstances, weights: Weights, every: int) -> Score:
    score = Score()
    for seed in seeds:
        person = InventedPerson(seed, replace(given, weights=weights), _WINDOWS)
        known = _known(person)
        for number in range(12, _WINDOWS, every):
            _divide(score, person, known, number, _KNOWN)
    return score


def _by_known(seeds: range) -> Iterable[tuple[str, ...]]:
    for count in (1, 2, 3, 5, 10, 30):
        for name in ("list price", "all otherwise"):
            score = Score()
            for seed in seeds:
                person = InventedPerson(seed, Circumstances((TUNED | HOLDOUT)[name]), 36)
                known = _known(person)
                for number in (30, 32, 34):
                    _divide(score, person, known, number, count)
            yield (str(count), name, *score.row())


def _weeks(seeds: range) -> Iterable[tuple[str, ...]]:
    for count, day in ((1, 1), (1, 2), (1, 4), (1, 7), (2, 7), (_WEEKS, 7)):
        by_readings, by_answers = Score(), Score()
        for seed in seeds:
            person = InventedPerson(seed, Circumstances(TUNED["other models"], changes=True), 21 * count)
            weeks = weeks_of(person)
            at = weeks[-1].window.start + day * 86_400
            windows = [*(week.window for week in weeks[:-1]), weeks[-1].until(at)]
            uses = [WEIGHER.uses(week.cells) for week in weeks]
            sessions = [one for one in _known(person) if one.window.end <= at][-_KNOWN:]
            shape = learn(sessions)
            if shape is None:
                continue
            for score, learned in (
                (by_readings, scaled_to_week(shape, session_growths(shape, sessions[-shape.windows :]), windows)),
                (by_answers, learn([*map(KnownWindow, windows, uses)], shape)),
            ):
                points = points_of(windows[-1], uses[-1], learned)
                if points is not None:
                    score.add(points, weeks[-1], uses[-1])
        yield (f"{count}, day {day}", "readings", *by_readings.row())
        yield (f"{count}, day {day}", "answers", *by_answers.row())


def _changes(seeds: range) -> Iterable[tuple[str, ...]]:
    since = (0, 1, 2, 3, 5, 8)
    yield ("limit becomes", *map(str, since))
    for before, after in ((1.0, 4.0), (1.0, 2.0), (2.0, 1.0), (4.0, 1.0)):
        scores = {count: Score() for count in since}
        for seed in seeds:
            sizes = (before,) * 24 + (after,) * 16
            person = InventedPerson(seed, Circumstances(LIST_PRICE, foreign=0.5, limits=sizes), _WINDOWS)
            known = _known(person)
            for count, score in scores.items():
                _divide(score, person, known, 24 + count, _KNOWN)
        yield (f"x {after / before}", *(f"{statistics.mean(score.errors):.2f}" for score in scores.values()))


def _sums(seeds: range) -> Iterable[tuple[str, ...]]:
    """Whether the range of a sum over ten windows holds its truth."""
    held, errors = [], []
    for seed in seeds:
        person = InventedPerson(seed, Circumstances(foreign=0.5), _WINDOWS)
        known = _known(person)
        parts: dict[str, list[Points]] = {}
        truth: dict[str, float] = {}
        for number in range(30, 40):
            learned: Multipliers | None = learn(known[number - 29 : number + 1])
            points = points_of(known[number].window, known[number].uses, learned)
            if points is not None:
                for name, value in points.projects.items():
                    parts.setdefault(name, []).append(value)
                for name, true in person.windows[number].truth(points.read_at).items():
                    truth[name] = truth.get(name, 0.0) + true
        for name, values in parts.items():
            summed = total(values)
            held.append(summed.low <= truth.get(name, 0.0) <= summed.high)
            errors.append(abs(summed.value - truth.get(name, 0.0)))
    yield ("sum of ten windows: mean error, held", f"{statistics.mean(errors):.2f}, {statistics.mean(held):.0%}")


def _times(seeds: range) -> Iterable[tuple[str, ...]]:
    learning, dividing, answers = [], [], []
    for seed in seeds:
        person = InventedPerson(seed, Circumstances(foreign=0.5), _KNOWN)
        known = _known(person)
        began = time.process_time()
        learned = learn(known)
        middle = time.process_time()
        points_of(known[-1].window, known[-1].uses, learned)
        learning.append(middle - began)
        dividing.append(time.process_time() - middle)
        answers.append(sum(len(one.uses) for one in known))
    yield ("answers in 30 windows", f"{statistics.median(answers):.0f}")
    yield ("learning, ms", f"{1000 * statistics.median(learning):.1f}")
    yield ("one window, ms", f"{1000 * statistics.median(dividing):.2f}")


if __name__ == "__main__":
    main()
