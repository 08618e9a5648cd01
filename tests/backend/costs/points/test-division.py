"""How an official percentage is divided: what counts, what does not, and what is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.backend.costs.cells import Cell
from brim.backend.costs.points.features import Weigher, family_of
from brim.backend.costs.points.learning import KnownWindow, learn
from brim.backend.costs.points.ranges import total
from brim.backend.costs.points.values import LimitWindow, Multipliers, Points
from brim.backend.costs.points.windowpoints import points_of
from brim.backend.costs.prices import load_prices
from brim.backend.costs.tokens import Tokens
from brim.backend.transcripts.answer import Place, PriceClass

if TYPE_CHECKING:
    from brim.backend.costs.points.values import WindowPoints

WEIGHER = Weigher(load_prices(), ("claude-",))
START = 1_798_000_200
HOUR = 3_600
POINT_A_DOLLAR = Multipliers({"opus": 1.0}, other=1.0, windows=30, stretches=300)
"""One dollar at list price is one point."""
OPUS = "claude-opus-5-5"


def answer(hours: float, project: str = "/a", model: str = OPUS, dollars: float = 1.0, **of_class: bool) -> Cell:
    """An answer of Opus 5.5's output that costs so many dollars."""
    place = Place(f"session of {project}", project, "/root")
    output = round(dollars * 1e6 / 20)
    return Cell(round(START + hours * HOUR), place, PriceClass(model, **of_class), Tokens(1, output=output))


def divided(
    readings: list[tuple[float, float | None]],
    *cells: Cell,
    learned: Multipliers | None = POINT_A_DOLLAR,
    scope: str | None = None,
) -> WindowPoints | None:
    """The points of a session with readings at hours of it."""
    window = LimitWindow(START, START + 5 * HOUR, tuple((START + hours * HOUR, percent) for hours, percent in readings))
    return points_of(window, WEIGHER.uses(cells, scope), learned)


def values(points: WindowPoints | None) -> dict[str, float]:
    """The points of each project, and `elsewhere`, rounded."""
    assert points is not None
    named = {name: round(one.value, 2) for name, one in points.projects.items()}
    return named | {"elsewhere": round(points.elsewhere.value, 2)}


def test_without_a_reading_there_are_no_points() -> None:
    """Answers without an official reading have no points at all, not 0; nor has an unused window."""
    assert divided([], answer(1)) is None
    assert divided([(1, None)], answer(0.5)) is None


def test_a_reading_without_answers_is_elsewhere() -> None:
    """What no answer on this machine explains is elsewhere, and it is never left out."""
    assert {"elsewhere": 40.0} == values(divided([(1, 15), (2, 40)]))


def test_uses_get_what_they_count_and_the_rest_is_elsewhere() -> None:
    """Growth beyond what the answers count is foreign, even while they run."""
    points = divided([(1, 0), (2, 60)], answer(1.2, dollars=20), answer(1.4, "/b", dollars=10))

    assert {"/a": 20.0, "/b": 10.0, "elsewhere": 30.0} == values(points)


def test_uses_never_get_more_than_was_read() -> None:
    """Where the readings show less than the answers count, all of them are scaled down."""
    points = divided([(1, 0), (2, 25), (3, 50)], answer(1.5, dollars=60), answer(2.5, "/b", dollars=60))

    assert {"/a": 25.0, "/b": 25.0, "elsewhere": 0.0} == values(points)


def test_a_small_rest_is_no_news() -> None:
    """A rest that is within its own doubt goes to the projects, in proportion."""
    points = divided([(2, 32)], answer(1, dollars=20), answer(1.5, "/b", dollars=10))

    assert {"/a": 21.33, "/b": 10.67, "elsewhere": 0.0} == values(points)


def test_answers_after_the_last_reading_do_not_count_yet() -> None:
    """The official reading knows nothing of them; nor do answers before the window or in another one count."""
    points = divided([(2, 10)], answer(-1), answer(1, dollars=10), answer(3, "/b"), answer(6, "/c"))

    assert {"/a": 10.0, "elsewhere": 0.0} == values(points)


@pytest.mark.parametrize(
    "free",
    [answer(1, "/b", dollars=50, fast=True), answer(1, "/b", dollars=50, regional=True), answer(1, "/b", "gpt-9")],
    ids=["fast mode is paid with credits", "a cloud is paid by itself", "another vendor has limits of its own"],
)
def test_what_the_plan_does_not_pay_has_no_points(free: Cell) -> None:
    """Answers that draw on no limit get none of it."""
    assert {"/a": 10.0, "elsewhere": 20.0} == values(divided([(2, 30)], answer(1, dollars=10), free))


@pytest.mark.parametrize("model", ["claude-opus-9", "claude-zebra-1"])
def test_a_model_without_a_price_has_points(model: str) -> None:
    """A model that is newer than the price table draws on the limit all the same."""
    points = divided([(2, 30)], answer(1, "/b", model, dollars=10))

    assert points is not None
    assert points.models[model].value > 0


def test_the_limit_of_a_model_counts_its_family_alone() -> None:
    """In the week of one model only answers of it have points; a scope that is no model leaves all elsewhere."""
    cells = (answer(1, dollars=10), answer(1, "/b", "claude-sonnet-5-5", dollars=10))

    assert {"/a": 10.0, "elsewhere": 20.0} == values(divided([(2, 30)], *cells, scope="Opus"))
    assert {"elsewhere": 30.0} == values(divided([(2, 30)], *cells, scope="Cowork"))


@pytest.mark.parametrize(
    ("readings", "percent"),
    [
        ([(1, 10), (2, 9)], 9),
        ([(1, 10), (2, 90), (3, 11)], 11),
        ([(2, 20), (1, 10), (2, 20)], 20),
        ([(1, 80), (2, 1), (3, 5)], 5),
        ([(1, 10), (2, 2), (3, 12)], 12),
        ([(-3, 4), (9, 12)], 12),
    ],
    ids=["corrected", "a leap taken back", "twice and late", "reset early", "a dip", "the clock was set"],
)
def test_the_last_reading_is_what_is_divided(readings: list[tuple[float, float | None]], percent: float) -> None:
    """Whatever came before, the official percentage is the last one."""
    points = divided(readings, answer(0.5, dollars=3), answer(2.5, "/b", dollars=3))

    assert points is not None
    assert percent == points.percent
    assert percent == pytest.approx(sum(values(points).values()))


def test_answers_before_an_early_reset_have_no_points_after_it() -> None:
    """A reset takes back what was used before it."""
    points = divided([(1, 80), (2, 1), (3, 5)], answer(0.5, dollars=80), answer(2.5, "/b", dollars=4))

    assert {"/b", "elsewhere"} == set(values(points))


def test_nothing_learned_is_a_guess_that_says_so() -> None:
    """Before anything is learned local use is taken for all growth, and the range reaches from 0 to all of it."""
    points = divided([(1, 2)], answer(0.5, dollars=3), learned=None)

    assert points is not None
    assert Points(2.0, 0.0, 3.0) == points.projects["/a"]
    assert points.elsewhere.high >= 2


def test_ranges_are_wider_while_little_is_learned() -> None:
    """A few stretches of growth teach less than many."""
    few = Multipliers({"opus": 1.0}, other=1.0, windows=1, stretches=5)
    wide, narrow = (divided([(2, 50)], answer(1, dollars=50), learned=learned) for learned in (few, POINT_A_DOLLAR))

    assert wide is not None
    assert narrow is not None
    assert wide.projects["/a"].low < narrow.projects["/a"].low < 50 < narrow.projects["/a"].high


def test_a_sum_of_windows_is_surer_than_its_parts() -> None:
    """The errors of windows partly cancel each other out."""
    summed = total([Points(10, 8, 13)] * 4)

    assert (40.0, 34.0, 49.0) == (summed.value, summed.low, summed.high)


def test_families_come_from_the_names_of_models() -> None:
    """A family is what is left of a name without vendor and version."""
    names = ("claude-opus-5-5", "claude-3-5-haiku", "claude-mythos-preview", "claude-9")

    assert ["opus", "haiku", "mythos-preview", "claude-9"] == [family_of(name, ("claude-",)) for name in names]


def test_a_stretch_of_time_is_learned_from_whole_and_fine_readings() -> None:
    """The step of readings is 1 for whole percents and 0.1 for finer ones."""
    steps = [points.step for fine in (0.0, 0.3) if (points := divided([(1, 4 + fine), (2, 9 + fine)])) is not None]

    assert [1.0, 0.1] == steps


def test_one_window_teaches_what_a_dollar_is() -> None:
    """Growth at a steady 2 points a dollar is learned from the first window on."""
    cells = [answer(hour / 4, dollars=2.5) for hour in range(1, 20)]
    readings = tuple((START + HOUR * hour / 4 + 60, 5.0 * hour) for hour in range(1, 20))
    learned = learn([KnownWindow(LimitWindow(START, START + 5 * HOUR, readings), WEIGHER.uses(cells))])

    assert learned is not None
    assert 2.0 == pytest.approx(learned.families["opus"], rel=0.02)
