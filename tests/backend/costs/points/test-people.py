"""Invented people whose true use is known: how near the points come, that ranges hold, and that changes are noticed.

Small and always the same; `tests/bench/usagepoints.py` measures many people.
"""

from __future__ import annotations

import statistics

import pytest

from brim.backend.costs.points.features import Weigher
from brim.backend.costs.points.learning import KnownWindow, learn
from brim.backend.costs.points.windowpoints import points_of
from brim.backend.costs.prices import load_prices
from tests.support.inventedusage import HOLDOUT, LIST_PRICE, TUNED, Circumstances, InventedPerson, compared

WEIGHER = Weigher(load_prices(), ("claude-",))


def known_windows(person: InventedPerson) -> list[KnownWindow]:
    """The windows of a person as Brim knows them."""
    return [KnownWindow(one.window, WEIGHER.uses(one.cells)) for one in person.windows]


@pytest.mark.parametrize("name", [*TUNED, *HOLDOUT])
def test_points_are_near_the_truth(name: str) -> None:
    """Whatever the limit counts, the mean error is below a point, and nine of ten ranges hold the truth."""
    person = InventedPerson(31, Circumstances((TUNED | HOLDOUT)[name], foreign=0.5), 24)
    known = known_windows(person)
    errors, held = [], []
    for number in range(14, 24):
        points = points_of(known[number].window, known[number].uses, learn(known[: number + 1]))
        for error, holds in compared(points, person.windows[number]):
            errors.append(error)
            held.append(holds)

    assert statistics.mean(errors) < 1.0
    assert statistics.mean(held) >= 0.9


@pytest.mark.parametrize(("before", "after"), [(1.0, 2.0), (1.0, 4.0), (2.0, 1.0)])
def test_learning_starts_again_when_the_limit_changes(before: float, after: float) -> None:
    """After a limit was raised or lowered only the windows since then count; the points are right again soon."""
    sizes = (before,) * 14 + (after,) * 8
    person = InventedPerson(5, Circumstances(LIST_PRICE, limits=sizes), 22)
    known = known_windows(person)
    learned = learn(known)
    points = points_of(known[-1].window, known[-1].uses, learned)

    assert learned is not None
    assert learned.windows <= 8
    assert max(error for error, _ in compared(points, person.windows[-1])) < 3


def test_learning_goes_on_while_nothing_changes() -> None:
    """Foreign use in most windows is no change of the limit."""
    for seed in range(3):
        learned = learn(known_windows(InventedPerson(seed, Circumstances(LIST_PRICE, foreign=0.7), 24)))

        assert learned is not None
        assert 24 == learned.windows


def test_another_limit_takes_its_shape_from_the_session() -> None:
    """Of a limit that counts alike at another scale, one factor is enough: a tenth, from three windows of it."""
    person = InventedPerson(8, Circumstances(TUNED["other models"], foreign=0.2), 20)
    shape = learn(known_windows(person))
    tenth = InventedPerson(8, Circumstances(TUNED["other models"], foreign=0.2, step=0.1, limits=(10.0,) * 20), 20)
    learned = learn(known_windows(tenth)[-6:], shape)

    assert shape is not None
    assert learned is not None
    for family, value in shape.families.items():
        assert value / 10 == pytest.approx(learned.families[family], rel=0.15)
