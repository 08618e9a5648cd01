"""The forecast of one window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.forecast.predict import ForecastInput, predict
from brim.backend.forecast.windowcurve import CurveError, Point, WindowCurve

if TYPE_CHECKING:
    from brim.model.forecast import Forecast

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
PLAIN = WorkCalendar(zone=UTC)


def points(start: datetime, *figures: tuple[float, float]) -> tuple[Point, ...]:
    """Readings: hours since the start, and percent."""
    return tuple((start + timedelta(hours=hours), percent) for hours, percent in figures)


def session(*figures: tuple[float, float], past: tuple[WindowCurve, ...] = ()) -> ForecastInput:
    """A session from 9 to 14 o'clock with such readings."""
    return ForecastInput("session", 18_000, START + timedelta(hours=5), points(START, *figures), past)


def week(*figures: tuple[float, float], past: tuple[WindowCurve, ...] = ()) -> ForecastInput:
    """A week from Monday, 9 o'clock."""
    return ForecastInput("weekly_all", 604_800, START + timedelta(days=7), points(START, *figures), past)


def forecast_at(inputs: ForecastInput, hours: float, calendar: WorkCalendar = PLAIN) -> Forecast:
    """The forecast so many hours after the start."""
    return predict(inputs, START + timedelta(hours=hours), calendar)


def days(*maxima: float, peak: float = 4.5) -> tuple[WindowCurve, ...]:
    """One session from 9 o'clock on each of the days before, used evenly up to such a percentage by the hour `peak`."""
    sessions = []
    for ago, maximum in zip(range(len(maxima), 0, -1), maxima, strict=True):
        start = START - timedelta(days=ago)
        steps = [(step / 4, min(maximum, maximum * step / 4 / peak)) for step in range(1, 19)]
        sessions.append(WindowCurve(points(start, *steps), start + timedelta(hours=5)))
    return tuple(sessions)


def chance(inputs: ForecastInput, hours: float) -> float:
    """The chance so many hours after the start."""
    forecast = forecast_at(inputs, hours)
    assert forecast.chance is not None
    return forecast.chance


EVEN = tuple((step / 6, 2.0 * step) for step in range(13))
"""12 points an hour for two hours."""
FAST = tuple((step / 6, 6.0 * step) for step in range(13))
"""36 points an hour."""


def test_more_use_makes_a_hit_likelier() -> None:
    """With all else equal, more use makes a hit likelier and sooner."""
    even, fast = forecast_at(session(*EVEN), 2), forecast_at(session(*FAST), 2)

    assert 0 <= (even.chance or 0) < 0.35
    assert 0.6 < (fast.chance or 0) <= 1
    assert even.runs_out_at is not None
    assert fast.runs_out_at is not None
    assert fast.runs_out_at < even.runs_out_at


def test_own_past_counts_more_than_a_straight_line() -> None:
    """At the same rate, the chance is low for a person who always stopped early and high for one who always hit it."""
    stops = days(*[30.0] * 12, peak=1.0)
    hits = days(*[100.0] * 12, peak=3.0)

    assert chance(session((0.5, 15), (1, 30), past=stops), 1) < 0.05
    assert chance(session((0.5, 15), (1, 30), past=hits), 1) > 0.8


def test_interval_encloses_the_median_and_ends_with_the_window() -> None:
    """All times are in the future, in order, and not after the reset."""
    for inputs, hours in ((session(*EVEN), 2.0), (session(*FAST), 2.2), (week((5, 20), (30, 55)), 31.0)):
        now = START + timedelta(hours=hours)
        forecast = forecast_at(inputs, hours)
        times = [now, forecast.runs_out_p10, forecast.runs_out_at, forecast.runs_out_p90, inputs.resets_at]
        assert times == sorted(at for at in times if at is not None)
        assert len(times) == 5


def test_same_input_gives_the_same_forecast() -> None:
    """Nothing is random, and neither the order nor the doubling of readings matters."""
    plain = session(*EVEN, past=days(80, 95, 100))
    shuffled = replace(plain, points=(*reversed(plain.points), *plain.points[3:6]))

    assert forecast_at(plain, 2) == forecast_at(plain, 2) == forecast_at(shuffled, 2)


def test_reached_limit_is_certain() -> None:
    """From 100 percent on the chance is 1 and the time is that of the first such reading; the pace uses the last."""
    forecast = forecast_at(session((1, 60), (2, 100), (2.5, 104)), 3)

    hit = START + timedelta(hours=2)
    assert (1.0, hit, hit, hit) == (forecast.chance, forecast.runs_out_at, forecast.runs_out_p10, forecast.runs_out_p90)
    assert forecast.pace == pytest.approx(104 / 60)


def test_window_that_is_over_is_not_hit() -> None:
    """After the reset the chance is 0."""
    forecast = forecast_at(session((1, 60)), 6)

    assert (0.0, None) == (forecast.chance, forecast.runs_out_at)


def test_pace_is_use_over_an_even_spread() -> None:
    """A pace of 1 reaches the limit at the reset; in the first minutes there is no pace."""
    assert forecast_at(session((0.5, 5), (1, 20)), 1).pace == pytest.approx(1.0)
    assert forecast_at(session((1, 20)), 2).pace == pytest.approx(0.5)
    assert forecast_at(session((0.01, 1)), 0.02).pace is None


@pytest.mark.parametrize("rate", [6.0, 12.0, 36.0])
def test_rate_is_the_present_one(rate: float) -> None:
    """Steady use has its own rate; after a pause of an hour hardly anything of it remains."""
    figures = [(step / 6, rate * step / 6) for step in range(13)]

    assert forecast_at(session(*figures), 2).rate_per_hour == pytest.approx(rate, rel=0.02)
    idle = forecast_at(session(*figures, (3, figures[-1][1])), 3).rate_per_hour
    assert idle is not None
    assert 0 <= idle < rate * 0.1


def test_forecast_from_too_little_is_marked() -> None:
    """A young window without a past has a chance but not `enough_data`; a past or more time makes it enough."""
    assert [False, True, True] == [
        forecast_at(session((0.1, 2)), 0.2).enough_data,
        forecast_at(session((0.1, 2), past=days(40, 50)), 0.2).enough_data,
        forecast_at(session((0.1, 2), (1, 10)), 1).enough_data,
    ]
    assert 0 < (forecast_at(session((0.1, 2)), 0.2).chance or 0) < 1
    assert not forecast_at(session(), 2).enough_data


def test_missing_length_is_that_of_the_kind() -> None:
    """Known kinds have a known length, also when only the first reading shows when the window began."""
    whole = session(*EVEN)

    assert forecast_at(whole, 2) == forecast_at(replace(whole, length_seconds=None), 2)
    assert forecast_at(whole, 2) == forecast_at(replace(whole, resets_at=None), 2)
    with pytest.raises(CurveError, match=r"^The length of the window is unknown"):
        forecast_at(replace(whole, kind="other", length_seconds=None, resets_at=None), 2)


def test_time_without_zone_raises_an_error() -> None:
    """A time that could be any of 24 hours is an error, wherever it is in the input."""
    naive = START.replace(tzinfo=None)
    plain = session(*EVEN)
    for inputs in (
        replace(plain, points=((naive, 1.0),)),
        replace(plain, resets_at=naive),
        replace(plain, past=(WindowCurve(((naive, 1.0),)),)),
    ):
        with pytest.raises(CurveError, match="has no time zone"):
            forecast_at(inputs, 2)


def test_week_accounts_for_the_weekend() -> None:
    """A high figure on Friday evening is not expected to hit the limit when there was never work on weekends."""
    hours = [(24 * day + hour, 18.0 * day + 1.8 * hour) for day in range(5) for hour in range(1, 11)]
    past = tuple(
        WindowCurve(points(START - timedelta(weeks=ago), *hours), START - timedelta(weeks=ago - 1)) for ago in (3, 2, 1)
    )

    assert chance(week(*hours, past=past), 107) < 0.1
    assert chance(week(*[figure for figure in hours if figure[0] < 60], past=()), 60) > 0.3


def test_first_reading_in_the_middle_of_a_window_is_no_burst() -> None:
    """61 percent in the first reading on Friday evening were not used in the last minutes."""
    forecast = forecast_at(week((114, 61.0)), 114)

    assert 0.02 < (forecast.chance or 0) < 0.4
    assert forecast.rate_per_hour == pytest.approx(61 / 114, rel=0.05)
    assert chance(session((3, 40.0)), 3) < 0.4


def test_calendar_with_days_off_lowers_the_chance() -> None:
    """Coming days off make a hit less likely, and an even spread leaves them out."""
    inputs = week(*[(24 * day + hour, 17.0 * day + 1.7 * hour) for day in range(3) for hour in range(1, 11)])
    office = WorkCalendar(zone=UTC, days=frozenset(range(5)), hours=(time(9), time(19)))
    away = replace(office, holidays=((START.date() + timedelta(days=3), START.date() + timedelta(days=9)),))
    plain, working, holiday = (forecast_at(inputs, 58, calendar) for calendar in (PLAIN, office, away))

    assert (plain.chance or 0) > (working.chance or 0) > (holiday.chance or 0)
    assert working.pace == pytest.approx(51 / 60)
    assert plain.even_percent is None
    assert working.even_percent == pytest.approx(60)
    assert (holiday.chance or 0) < 0.1


def test_each_day_has_its_share_of_a_week() -> None:
    """What was left at midnight is divided over the remaining work; a session has no such share."""
    office = WorkCalendar(zone=UTC, days=frozenset(range(5)), hours=(time(9), time(19)))
    inputs = week((10, 20.0), (24.5, 21.0), (26, 25.0))

    forecast = forecast_at(inputs, 26, office)

    assert forecast.left_today == pytest.approx(80 / 4 - 5)
    assert forecast_at(inputs, 24 * 5 + 1, office).left_today is None
    assert forecast_at(session(*EVEN), 2, office).left_today is None
