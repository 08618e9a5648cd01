"""Points by day, out of the points of windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brim.backend.costs.points.values import LimitWindow, Points, Share, WindowPoints
from brim.backend.costs.report import GroupBy
from brim.backend.transcripts.answer import Place
from brim.details.daypoints import day_points

BEGIN = datetime(2026, 11, 20, 12, tzinfo=UTC)
WINDOW = LimitWindow(
    BEGIN.timestamp(),
    (BEGIN + timedelta(days=7)).timestamp(),
    tuple(((BEGIN + timedelta(days=day)).timestamp(), percent) for day, percent in ((0, 0.0), (1, 12.0), (2, 20.0))),
)


def _points(*shares: tuple[float, str, float], elsewhere: float = 5.0) -> WindowPoints:
    """A window of which shares, as hours after its begin, project and points, are used here."""
    parts = tuple(
        Share(int((BEGIN + timedelta(hours=hours)).timestamp()), Place("r", project, "s"), "m", points)
        for hours, project, points in shares
    )
    projects = {project: Points(points, points - 1, points + 1) for _, project, points in shares}
    whole = Points(sum(points for _, _, points in shares), 0.0, 20.0)
    read_at = WINDOW.readings[-1][0]
    return WindowPoints(
        WINDOW, read_at, 20.0, 1.0, 1.0, projects, {"s": whole}, {"m": whole}, Points(elsewhere, 4.0, 6.0), parts
    )


@pytest.mark.parametrize("by", [GroupBy.PROJECT, GroupBy.SESSION, GroupBy.MODEL])
def test_days_and_elsewhere_are_the_official_reading(by: GroupBy) -> None:
    """All days together are the official percentage, whatever they are split by."""
    found = day_points("Week", [_points((3, "a", 9.0), (30, "b", 6.0))], by, BEGIN.timestamp())
    used = sum(sum(day.values()) for day in found.days.values())

    assert 15.0 == pytest.approx(used)
    assert 20.0 == pytest.approx(used + sum(found.elsewhere.values()))
    assert 20.0 == pytest.approx(found.elsewhere_row[0] + sum(row[0] for row in found.rows.values()))


def test_only_what_was_used_since_counts() -> None:
    """Of a window that began before, the later part counts, with as large a part of its range."""
    since = BEGIN + timedelta(days=1)
    found = day_points("Week", [_points((3, "a", 9.0), (30, "b", 6.0))], GroupBy.PROJECT, since.timestamp())

    assert {"b": [6.0, 5.0, 7.0]} == found.rows


def test_without_growth_elsewhere_is_on_the_day_of_its_reading() -> None:
    """Where all growth is explained here, what is left belongs to the last reading."""
    found = day_points("Week", [_points((3, "a", 40.0), (30, "b", 40.0))], GroupBy.PROJECT, BEGIN.timestamp())

    assert {"2026-11-22": 5.0} == {day: value for day, value in found.elsewhere.items() if value}
