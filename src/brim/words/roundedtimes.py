"""Future times, as coarse as a forecast is sure: `12:20`, `Thu 09:00`, `tonight`, `Thu evening`, `5 Dec`.

A time that is not today always carries its day. All functions are pure. This module must not know how a forecast is
made.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.words import formatting, localeformat
from brim.words.translation import _

if TYPE_CHECKING:
    from datetime import datetime, tzinfo


class Precision(StrEnum):
    """How exactly a time is named."""

    MINUTE = "minute"
    FIVE_MINUTES = "five minutes"
    HALF_HOUR = "half hour"
    PART_OF_DAY = "part of day"
    DAY = "day"


_STEPS = {Precision.MINUTE: 1, Precision.FIVE_MINUTES: 5, Precision.HALF_HOUR: 30}
"""Minutes of the clock times that are named."""
_SOON, _HOURS_AHEAD, _HALF_A_DAY, _DAYS_AHEAD = (
    timedelta(minutes=10),
    timedelta(hours=2),
    timedelta(hours=12),
    timedelta(days=5),
)
_SURE, _UNSURE, _VERY_UNSURE = timedelta(hours=1), timedelta(hours=3), timedelta(hours=48)
_WEEKDAY_RANGE_DAYS = 6
_HALF_A_MINUTE = timedelta(seconds=30)
_NIGHT_ENDS = 5
"""The hour at which a day begins here: what is later at night belongs to the evening before."""
_MORNING_ENDS, _AFTERNOON_ENDS, _EVENING_ENDS = 12, 17, 22


def precision_for(ahead: timedelta, spread: timedelta) -> Precision:
    """How exactly to name a time that is so far ahead, and probably within a range of this width."""
    if ahead > _DAYS_AHEAD or spread > _VERY_UNSURE:
        return Precision.DAY
    if ahead > _HALF_A_DAY or spread > _UNSURE:
        return Precision.PART_OF_DAY
    if ahead > _HOURS_AHEAD or spread > _SURE:
        return Precision.HALF_HOUR
    return Precision.FIVE_MINUTES if ahead >= _SOON else Precision.MINUTE


def is_clock_time(precision: Precision) -> bool:
    """Whether times of this precision are read on a clock; the others are names of days and their parts."""
    return precision in _STEPS


def rounded_time_text(
    when: datetime,
    now: datetime,
    precision: Precision,
    zone: tzinfo | None = None,
    end: datetime | None = None,
) -> str:
    """A time not before now with its day, where that is not today: `12:20`, `Thu 09:00`, `tonight`, `Thu`, `5 Dec`.

    Of two times the later one never reads earlier, whatever the precision; and none reads later than `end`, on a clock.
    """
    if (step := _STEPS.get(precision)) is not None:
        named = _rounded(max(when, now), now, step, zone)
        if end is not None and reads_as_end(when, now, precision, zone, end):
            named = end + _HALF_A_MINUTE
        return formatting.clock_text(named, now, zone)
    local, today = local_time(max(when, now), zone), local_time(now, zone)
    if precision is Precision.DAY:
        if local.date() == today.date():
            return _("today")
        return _day_text(local, today)
    evening_before = timedelta(hours=_NIGHT_ENDS)
    day, this_day = local - evening_before, today - evening_before
    if day.date() == this_day.date():
        return _part_of_today(local.hour)
    if (day.date() - this_day.date()).days > _WEEKDAY_RANGE_DAYS:
        return _day_text(day, this_day)
    return _part_of_day(local.hour, _day_text(day, this_day))


def reads_as_end(
    when: datetime,
    now: datetime,
    precision: Precision,
    zone: tzinfo | None = None,
    end: datetime | None = None,
) -> bool:
    """Whether a time on a clock would read as late as the end, which is named to its nearest minute, or later."""
    step = _STEPS.get(precision)
    if step is None or end is None:
        return False
    minute = (end + _HALF_A_MINUTE).replace(second=0, microsecond=0)
    return _rounded(max(when, now), now, step, zone) >= minute


def _rounded(when: datetime, now: datetime, step: int, zone: tzinfo | None) -> datetime:
    """The nearest clock time on a step of so many minutes; the next one where the nearest has passed."""
    local = local_time(when, zone)
    past_step = timedelta(minutes=local.minute % step, seconds=local.second, microseconds=local.microsecond)
    nearest = when - past_step
    if past_step >= timedelta(minutes=step) / 2 or nearest < now - timedelta(minutes=1):
        nearest += timedelta(minutes=step)
    return nearest


def _day_text(day: datetime, today: datetime) -> str:
    if abs((day.date() - today.date()).days) <= _WEEKDAY_RANGE_DAYS:
        return localeformat.current_format().weekday_name(day.timetuple())
    then = day.timetuple()
    return localeformat.dated(localeformat.current_format().day_of_year(then), then, today.timetuple())


def _part_of_today(hour: int) -> str:
    if hour < _NIGHT_ENDS or hour >= _EVENING_ENDS:
        return _("tonight")
    if hour < _MORNING_ENDS:
        return _("this morning")
    return _("this afternoon") if hour < _AFTERNOON_ENDS else _("this evening")


def _part_of_day(hour: int, day: str) -> str:
    if hour < _NIGHT_ENDS or hour >= _EVENING_ENDS:
        return _("{day} night", day=day)
    if hour < _MORNING_ENDS:
        return _("{day} morning", day=day)
    return _("{day} afternoon", day=day) if hour < _AFTERNOON_ENDS else _("{day} evening", day=day)
