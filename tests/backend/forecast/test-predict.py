"""What the use of a window leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.forecast.calendar import Calendar
from brim.backend.forecast.predict import ForecastInput, predict
from brim.backend.forecast.windowcurve import CurveError, Point, WindowCurve

if TYPE_CHECKING:
    from brim.model.forecast import Forecast

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
PLAIN = Calendar(zone=UTC)


def course(start: datetime, *figures: tuple[float, float]) -> tuple[Point, ...]:
    """Readings: hours since the start, and percent."""
    return tuple((start + timedelta(hours=hours), percent) for hours, percent in figures)


def session(*figures: tuple[float, float], past: tuple[WindowCurve, ...] = ()) -> ForecastInput:
    """A session from 9 to 14 o'clock with such readings."""
    return ForecastInput("session", 18_000, START + timedelta(hours=5), course(START, *figures), past)


def week(*figures: tuple[float, float], past: tuple[WindowCurve, ...] = ()) -> ForecastInput:
    """A week from Monday, 9 o'clock."""
    return ForecastInput("weekly_all", 604_800, START + timedelta(days=7), course(START, *figures), past)


def ask(question: ForecastInput, hours: float, calendar: Calendar = PLAIN) -> Forecast:
    """The forecast so many hours after the start."""
    return predict(question, START + timedelta(hours=hours), calendar)


def days(*tops: float, peak: float = 4.5) -> tuple[WindowCurve, ...]:
    """One session from 9 o'clock on each of the days before, used evenly up to such a percentage."""
    made = []
    for ago, top in zip(range(len(tops), 0, -1), tops, strict=True):
        start = START - timedelta(days=ago)
        steps = [(step / 4, min(top, top * step / 4 / peak)) for step in range(1, 19)]
        made.append(WindowCurve(course(start, *steps), start + timedelta(hours=5)))
    return tuple(made)


def chance(question: ForecastInput, hours: float) -> float:
    """The chance so many hours after the start."""
    found = ask(question, hours).chance
    assert found is not None
    return found


EVEN = tuple((step / 6, 2.0 * step) for step in range(13))
"""12 points an hour for two hours."""
FAST = tuple((step / 6, 6.0 * step) for step in range(13))
"""36 points an hour."""


def test_more_use_makes_the_limit_likelier() -> None:
    """With all else alike, who has used more, or uses more now, is likelier to hit the limit, and sooner."""
    even, fast = ask(session(*EVEN), 2), ask(session(*FAST), 2)

    assert 0 <= (even.chance or 0) < 0.35
    assert 0.6 < (fast.chance or 0) <= 1
    assert even.runs_out_at is not None
    assert fast.runs_out_at is not None
    assert fast.runs_out_at < even.runs_out_at


def test_own_past_counts_more_than_a_straight_line() -> None:
    """At the same speed, who always stopped early is not expected to hit the limit, and who always hit it is."""
    stops = days(*[30.0] * 12, peak=1.0)
    hits = days(*[100.0] * 12, peak=3.0)

    assert chance(session((0.5, 15), (1, 30), past=stops), 1) < 0.05
    assert chance(session((0.5, 15), (1, 30), past=hits), 1) > 0.8


def test_interval_encloses_the_median_and_ends_with_the_window() -> None:
    """All times are ahead, in order, and not after the reset."""
    for question, hours in ((session(*EVEN), 2.0), (session(*FAST), 2.2), (week((5, 20), (30, 55)), 31.0)):
        now = START + timedelta(hours=hours)
        told = ask(question, hours)
        times = [now, told.runs_out_p10, told.runs_out_at, told.runs_out_p90, question.resets_at]
        assert times == sorted(at for at in times if at is not None)
        assert len(times) == 5


def test_same_question_has_the_same_answer() -> None:
    """Nothing is drawn at random, and neither order nor doubling of readings matters."""
    plain = session(*EVEN, past=days(80, 95, 100))
    shuffled = replace(plain, points=(*reversed(plain.points), *plain.points[3:6]))

    assert ask(plain, 2) == ask(plain, 2) == ask(shuffled, 2)


def test_limit_that_is_reached_is_certain() -> None:
    """From 100 percent on the chance is 1, and the time is that of the first such reading; over 100 is kept apart."""
    told = ask(session((1, 60), (2, 100), (2.5, 104)), 3)

    hit = START + timedelta(hours=2)
    assert (1.0, hit, hit, hit) == (told.chance, told.runs_out_at, told.runs_out_p10, told.runs_out_p90)
    assert told.pace == pytest.approx(104 / 60)


def test_window_that_is_over_is_not_hit_any_more() -> None:
    """After the reset nothing can happen in this window."""
    told = ask(session((1, 60)), 6)

    assert (0.0, None) == (told.chance, told.runs_out_at)


def test_pace_is_use_over_an_even_spread() -> None:
    """1 is on the line that ends at the limit; in the first minutes nothing is said."""
    assert ask(session((0.5, 5), (1, 20)), 1).pace == pytest.approx(1.0)
    assert ask(session((1, 20)), 2).pace == pytest.approx(0.5)
    assert ask(session((0.01, 1)), 0.02).pace is None


@pytest.mark.parametrize("speed", [6.0, 12.0, 36.0])
def test_rate_is_that_of_now(speed: float) -> None:
    """Steady use is told at its speed, and after a pause of an hour hardly anything of it is left."""
    figures = [(step / 6, speed * step / 6) for step in range(13)]

    assert ask(session(*figures), 2).rate_per_hour == pytest.approx(speed, rel=0.02)
    idle = ask(session(*figures, (3, figures[-1][1])), 3).rate_per_hour
    assert idle is not None
    assert 0 <= idle < speed * 0.1


def test_too_little_is_said_to_be_too_little() -> None:
    """A young window without a past gets a chance and the word that it means little; a past or time makes it enough."""
    assert [False, True, True] == [
        ask(session((0.1, 2)), 0.2).enough_data,
        ask(session((0.1, 2), past=days(40, 50)), 0.2).enough_data,
        ask(session((0.1, 2), (1, 10)), 1).enough_data,
    ]
    assert 0 < (ask(session((0.1, 2)), 0.2).chance or 0) < 1
    assert not ask(session(), 2).enough_data


def test_missing_length_is_that_of_the_kind() -> None:
    """Known kinds have a known length, also when only the first reading tells when the window began."""
    whole = session(*EVEN)

    assert ask(whole, 2) == ask(replace(whole, length_seconds=None), 2)
    assert ask(whole, 2) == ask(replace(whole, resets_at=None), 2)
    with pytest.raises(CurveError, match=r"^Nothing tells how long the window lasts"):
        ask(replace(whole, kind="other", length_seconds=None, resets_at=None), 2)


def test_time_without_zone_is_refused() -> None:
    """Wherever it stands, a time that could be any of 24 hours is named."""
    naive = START.replace(tzinfo=None)
    plain = session(*EVEN)
    for question in (
        replace(plain, points=((naive, 1.0),)),
        replace(plain, resets_at=naive),
        replace(plain, past=(WindowCurve(((naive, 1.0),)),)),
    ):
        with pytest.raises(CurveError, match="has no zone"):
            ask(question, 2)


def test_week_knows_the_weekend() -> None:
    """Who never works on weekends, and stands high on Friday evening, is not expected to hit the limit."""
    hours = [(24 * day + hour, 18.0 * day + 1.8 * hour) for day in range(5) for hour in range(1, 11)]
    past = tuple(
        WindowCurve(course(START - timedelta(weeks=ago), *hours), START - timedelta(weeks=ago - 1)) for ago in (3, 2, 1)
    )

    assert chance(week(*hours, past=past), 107) < 0.1
    assert chance(week(*[figure for figure in hours if figure[0] < 60], past=()), 60) > 0.3


def test_first_look_in_the_middle_of_a_window_is_no_burst() -> None:
    """Who starts Brim on Friday evening with 61 percent used did not use them in the last minutes."""
    told = ask(week((114, 61.0)), 114)

    assert 0.02 < (told.chance or 0) < 0.4
    assert told.rate_per_hour == pytest.approx(61 / 114, rel=0.05)
    assert chance(session((3, 40.0)), 3) < 0.4


def test_calendar_tells_of_days_off() -> None:
    """Days off ahead make a hit less likely, and an even spread leaves them out."""
    question = week(*[(24 * day + hour, 17.0 * day + 1.7 * hour) for day in range(3) for hour in range(1, 11)])
    office = Calendar(zone=UTC, days=frozenset(range(5)), hours=(time(9), time(19)))
    away = replace(office, off=((START.date() + timedelta(days=3), START.date() + timedelta(days=9)),))
    plain, told, gone = (ask(question, 58, calendar) for calendar in (PLAIN, office, away))

    assert (plain.chance or 0) > (told.chance or 0) > (gone.chance or 0)
    assert told.pace == pytest.approx(51 / 60)
    assert plain.even_percent is None
    assert told.even_percent == pytest.approx(60)
    assert (gone.chance or 0) < 0.1


def test_day_has_its_share_of_a_week() -> None:
    """What was left at midnight is shared out over the work that is left; a session has no such share."""
    office = Calendar(zone=UTC, days=frozenset(range(5)), hours=(time(9), time(19)))
    question = week((10, 20.0), (24.5, 21.0), (26, 25.0))

    told = ask(question, 26, office)

    assert told.left_today == pytest.approx(80 / 4 - 5)
    assert ask(question, 24 * 5 + 1, office).left_today is None
    assert ask(session(*EVEN), 2, office).left_today is None
