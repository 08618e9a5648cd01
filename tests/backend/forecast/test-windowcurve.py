"""The readings of a window become a curve that never falls."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest

from brim.backend.forecast.windowcurve import CurveError, Point, curve_between, seconds

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
BEGIN = START.timestamp()
END = BEGIN + 18_000


def points(*figures: tuple[float, float]) -> list[Point]:
    """Minutes since the start, and percent."""
    return [(START + timedelta(minutes=minutes), percent) for minutes, percent in figures]


def curve(*figures: tuple[float, float]) -> list[tuple[float, float]]:
    """The curve of such points, in minutes and percent."""
    return [((at - BEGIN) / 60, percent) for at, percent in curve_between(points(*figures), BEGIN, END)]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((), []),
        (((0, 0), (10, 5)), [(0, 0), (10, 5)]),
        (((20, 9), (0, 1), (10, 5)), [(0, 1), (10, 5), (20, 9)]),
        (((10, 5), (10, 5), (10, 6), (20, 6)), [(10, 6), (20, 6)]),
        (((-10, 80), (10, 5), (301, 9)), [(10, 5)]),
        (((0, 98), (10, 104.5), (20, 104.5)), [(0, 98), (10, 104.5), (20, 104.5)]),
        (((0, math.nan), (5, math.inf), (7, -1), (10, 5)), [(10, 5)]),
        (((0, 4), (10, 5), (20, 4.6), (30, 6)), [(0, 4), (10, 5), (20, 5), (30, 6)]),
    ],
    ids=["none", "plain", "out of order", "doubled", "outside", "over 100", "no numbers", "rounding"],
)
def test_curve_never_falls(figures: tuple[tuple[float, float], ...], expected: list[tuple[float, float]]) -> None:
    """Whatever the order, doubling or noise of the points, the curve rises in time and never falls."""
    assert expected == curve(*figures)


def test_lasting_fall_is_a_reset() -> None:
    """After a reset within the window only the later points count."""
    assert [(30, 2), (40, 7)] == curve((0, 50), (10, 80), (30, 2), (40, 7))


def test_fall_that_is_taken_back_is_no_reset() -> None:
    """One low figure between higher ones was wrong, and so may be a single low figure at the end."""
    assert [(0, 50), (10, 50), (20, 52)] == curve((0, 50), (10, 0), (20, 52))
    assert [(0, 50), (10, 50)] == curve((0, 50), (10, 0))


def test_time_without_zone_raises_one_line() -> None:
    """The error of a time without a zone names the time and says what to do, in one line."""
    with pytest.raises(CurveError, match=r"^2026-11-23T09:00:00 has no time zone. Write every time") as error:
        seconds(START.replace(tzinfo=None))
    assert "\n" not in str(error.value)


def test_same_moment_in_two_zones_is_one_second() -> None:
    """The zone of a time does not change its second."""
    assert seconds(START) == seconds(START.astimezone(timezone(timedelta(hours=5, minutes=30))))
