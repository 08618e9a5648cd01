"""Whatever is read and used: points add up to the official reading, none is negative, and order does not matter."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.costs.cells import Cell
from brim.backend.costs.points.features import Weigher
from brim.backend.costs.points.learning import KnownWindow, learn
from brim.backend.costs.points.values import LimitWindow, Multipliers, WindowPoints
from brim.backend.costs.points.windowpoints import points_of
from brim.backend.costs.prices import load_prices
from brim.backend.costs.tokens import Tokens
from brim.backend.transcripts.answer import Place, PriceClass

if TYPE_CHECKING:
    import random

WEIGHER = Weigher(load_prices(), ("claude-",))
START, LENGTH = 1_798_000_200, 18_000
NAMES = ("claude-opus-5-5", "claude-haiku-5-5", "claude-sonnet-4-5", "claude-opus-9", "claude-new-1", "other-model")

percents = st.one_of(
    st.integers(0, 100).map(float),
    st.floats(0, 120, allow_nan=False),
    st.sampled_from([None, math.nan, math.inf, -1.0, 1e9]),
)
times = st.integers(-7_200, LENGTH + 7_200).map(lambda second: float(START + second))
readings = st.lists(st.tuples(st.one_of(times, st.just(math.nan)), percents), max_size=25)
cells = st.lists(
    st.builds(
        Cell,
        times.map(int),
        st.builds(Place, st.sampled_from(["s1", "s2", "s3"]), st.sampled_from(["/a", "/b", "<b>"]), st.just("/root")),
        st.builds(PriceClass, st.sampled_from(NAMES), st.booleans()),
        st.builds(
            Tokens,
            answers=st.just(1),
            input=st.integers(0, 10**6),
            output=st.integers(0, 10**5),
            cache_write_1h=st.integers(0, 10**7),
            cache_read=st.integers(0, 10**8),
        ),
    ),
    max_size=30,
)
multipliers = st.one_of(
    st.none(),
    st.builds(
        Multipliers,
        st.dictionaries(st.sampled_from(["opus", "haiku", "sonnet", "new"]), st.floats(0, 1e4), max_size=4),
        st.floats(0, 10),
        st.floats(0, 10),
        st.floats(0, 1e4),
        st.integers(0, 30),
        st.integers(0, 400),
    ),
)


def window_of(found: list[tuple[float, float | None]]) -> LimitWindow:
    """A session with these readings."""
    return LimitWindow(float(START), float(START + LENGTH), tuple(found))


def last_usable(found: list[tuple[float, float | None]]) -> float | None:
    """The newest official percentage; of two of the same time the higher one."""
    usable = [
        (at, percent) for at, percent in found if percent is not None and 0 <= percent <= 1000 and math.isfinite(at)
    ]
    return max(usable)[1] if usable else None


def assert_adds_up(points: WindowPoints) -> None:
    """Projects, sessions, models and shares add up to the reading, each beside elsewhere, and no range is odd."""
    for group in (points.projects, points.sessions, points.models):
        assert abs(sum(one.value for one in group.values()) + points.elsewhere.value - points.percent) < 1e-9
        assert sum(one.value for one in group.values()) <= points.percent + 1e-9
    assert abs(sum(share.points for share in points.shares) + points.elsewhere.value - points.percent) < 1e-9
    for one in (*points.projects.values(), *points.sessions.values(), *points.models.values(), points.elsewhere):
        assert 0 <= one.low <= one.value <= one.high
        assert one.high <= max(one.value, points.percent + points.step) + 1e-9


@given(readings, cells, multipliers)
def test_points_add_up_to_the_last_reading(
    found: list[tuple[float, float | None]], used: list[Cell], learned: Multipliers | None
) -> None:
    """Readings that fall, jump, repeat, are missing or of a clock that was set: the sum is the last official one."""
    points = points_of(window_of(found), WEIGHER.uses(used), learned)

    assert (points is None) == (last_usable(found) is None)
    if points is not None:
        assert last_usable(found) == points.percent
        assert_adds_up(points)


@given(readings, cells, multipliers, st.randoms(use_true_random=False))
def test_the_order_of_readings_and_answers_does_not_matter(
    found: list[tuple[float, float | None]], used: list[Cell], learned: Multipliers | None, order: random.Random
) -> None:
    """The same readings and answers in another order give the same points."""
    first = points_of(window_of(found), WEIGHER.uses(used), learned)
    mixed_found, mixed_used = found[:], WEIGHER.uses(used)
    order.shuffle(mixed_found)
    order.shuffle(mixed_used)
    second = points_of(window_of(mixed_found), mixed_used, learned)

    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert first == replace(second, window=first.window)


@given(readings, cells, multipliers)
def test_projects_are_divided_alike_whatever_they_are_called(
    found: list[tuple[float, float | None]], used: list[Cell], learned: Multipliers | None
) -> None:
    """Another name of a project, which changes its place in every order, changes no figure."""
    renamed = {"/a": "/z", "/b": "/y", "<b>": "/x"}
    others = [
        msgspec.structs.replace(cell, place=cell.place._replace(project=renamed[cell.place.project])) for cell in used
    ]
    first = points_of(window_of(found), WEIGHER.uses(used), learned)
    second = points_of(window_of(found), WEIGHER.uses(others), learned)

    if first is not None and second is not None:
        assert {renamed[name] for name in first.projects} == set(second.projects)
        for name, points in first.projects.items():
            assert abs(points.value - second.projects[renamed[name]].value) < 1e-6


@given(st.lists(st.tuples(readings, cells), min_size=1, max_size=4), st.one_of(st.none(), multipliers))
def test_whatever_is_learned_is_usable(
    windows: list[tuple[list[tuple[float, float | None]], list[Cell]]], shape: Multipliers | None
) -> None:
    """Any windows teach finite multipliers that are not negative, or nothing; the points of each still add up."""
    known = [KnownWindow(window_of(found), WEIGHER.uses(used)) for found, used in windows]
    learned = learn(known, shape)

    if learned is not None:
        values = (*learned.families.values(), learned.cache_write, learned.cache_read, learned.other)
        assert all(math.isfinite(value) and value >= 0 for value in values)
        assert 1 <= learned.windows <= len(known)
    for one in known:
        points = points_of(one.window, one.uses, learned)
        if points is not None:
            assert_adds_up(points)
