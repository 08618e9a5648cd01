"""Work days, hours and holidays: which texts are accepted, and what they mean."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.settings import workhours
from brim.backend.settings.calendar import CalendarSettings
from brim.backend.settings.load import load_settings

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkCalendar(
    BERLIN,
    workhours.parse_week_days("mon-fri"),
    workhours.parse_hours("09:00-17:00"),
    (workhours.parse_holiday("2026-12-24..2027-01-02"),),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {0, 1, 2, 3, 4, 5, 6}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Mon, Wed fri", {0, 2, 4}),
        ("sat-mon", {5, 6, 0}),
        ("tuesday - thursday,sunday", {1, 2, 3, 6}),
    ],
)
def test_week_days_are_parsed(text: str, expected: set[int]) -> None:
    """Days are given one by one or as a range, also over the end of the week."""
    assert expected == workhours.parse_week_days(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (time(), time())),
        ("9:00-17:30", (time(9), time(17, 30))),
        ("20:00 - 02:00", (time(20), time(2))),
        ("08:00-24:00", (time(8), time())),
    ],
)
def test_hours_are_parsed(text: str, expected: tuple[time, time]) -> None:
    """Hours may go over midnight, and an empty text means all day."""
    assert expected == workhours.parse_hours(text)


@pytest.mark.parametrize("text", ["someday", "mon-", "1-5", "mon/fri"])
def test_wrong_days_are_refused(text: str) -> None:
    """Any other text is refused with an example."""
    with pytest.raises(ValueError, match=r"^It must look like mon-fri"):
        workhours.parse_week_days(text)


@pytest.mark.parametrize("text", ["9-17", "25:00-26:00", "09:00"])
def test_wrong_hours_are_refused(text: str) -> None:
    """Any other hours are refused with an example."""
    with pytest.raises(ValueError, match=r"^It must look like 09:00-18:00"):
        workhours.parse_hours(text)


@pytest.mark.parametrize("text", ["24.12.2026", "2026-12-24..2026-12-01", "2026-02-30", ""])
def test_wrong_holidays_are_refused(text: str) -> None:
    """Any other days off are refused with an example."""
    with pytest.raises(ValueError, match=r"^It must look like 2026-12-24"):
        workhours.parse_holiday(text)


@pytest.mark.parametrize("off", ["2026-11-26, 2026-12-24..2026-12-31", [date(2026, 11, 26), "2026-12-24..2026-12-31"]])
def test_settings_make_a_calendar(off: object) -> None:
    """Days off come as one text from a variable, or as a list, also of dates, from a file."""
    calendar = CalendarSettings.model_validate({"days": "mon-fri", "hours": "09:00-18:00", "off": off}).calendar()

    assert (frozenset(range(5)), (time(9), time(18))) == (calendar.days, calendar.hours)
    assert ((date(2026, 11, 26), date(2026, 11, 26)), (date(2026, 12, 24), date(2026, 12, 31))) == calendar.holidays
    assert CalendarSettings().calendar().always_works


def test_a_wrong_part_of_the_calendar_is_dropped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each part that cannot be used is reported with an example, and the others count."""
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("BRIM_CALENDAR__DAYS", "weekdays")
    monkeypatch.setenv("BRIM_CALENDAR__HOURS", "09:00-18:00")
    monkeypatch.setenv("BRIM_CALENDAR__OFF", "2026-13-01")
    settings = load_settings()

    assert [
        "Invalid BRIM_CALENDAR__DAYS",
        "Invalid BRIM_CALENDAR__OFF",
    ] == [error.title for error in settings.errors]
    assert WorkCalendar(hours=(time(9), time(18))) == settings.calendar.calendar()


def hours(calendar: WorkCalendar, begin: datetime, end: datetime) -> float:
    """Hours of work between two times."""
    return calendar.working_seconds(begin.timestamp(), end.timestamp()) / 3600


def at(day: int, hour: int = 0, month: int = 11) -> datetime:
    """A time in Berlin."""
    return datetime(2026, month, day, hour, tzinfo=BERLIN)


def test_work_is_counted_in_the_users_zone() -> None:
    """Only hours of work on days of work count: a week has forty, a weekend and a holiday none."""
    assert 40 == hours(OFFICE, at(23), at(30))
    assert 1 == hours(OFFICE, at(23, 16), at(24, 9))
    assert 0 == hours(OFFICE, at(28), at(30))
    assert 0 == hours(OFFICE, at(24, month=12), at(31, month=12))


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    """Hours over midnight continue into a day that is not a work day."""
    night = WorkCalendar(BERLIN, frozenset({4}), workhours.parse_hours("22:00-04:00"))

    assert 6 == hours(night, at(23), at(30))
    assert 4 == hours(night, at(28), at(30))


def test_a_clock_change_moves_no_hours() -> None:
    """The day on which clocks go forward has as many hours of work as other days."""
    week = WorkCalendar(BERLIN, workhours.parse_week_days(""), workhours.parse_hours("09:00-17:00"))

    assert 8 == hours(week, datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 3, 30, tzinfo=BERLIN))
