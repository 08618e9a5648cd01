"""The section `calendar` of the settings: when a person works.

This module must not know where a value comes from, nor how a forecast uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from brim.backend.settings import workhours
from brim.backend.settings.values.fieldtypes import split_list
from brim.words.translation import N_

if TYPE_CHECKING:
    from brim.backend.forecast.calendar import WorkCalendar


def _valid_days(value: str) -> str:
    workhours.parse_week_days(value)
    return value.strip()


def _valid_hours(value: str) -> str:
    workhours.parse_hours(value)
    return value.strip()


def _holidays(value: object) -> object:
    """Days as a list of texts, also from TOML's own dates."""
    value = split_list(value)
    return [str(day) for day in value] if isinstance(value, list | tuple) else value


def _valid_holidays(value: tuple[str, ...]) -> tuple[str, ...]:
    for text in value:
        workhours.parse_holiday(text)
    return value


class CalendarSettings(BaseModel):
    """When work is done: forecasts, the pace and a day's share of a week depend on it."""

    model_config = ConfigDict(extra="ignore")

    days: Annotated[str, AfterValidator(_valid_days)] = Field(
        default="", description=N_("Days on which you work, such as mon-fri or mon, wed, sat; every day if unset.")
    )
    hours: Annotated[str, AfterValidator(_valid_hours)] = Field(
        default="", description=N_("Hours in which you work, such as 09:00-18:00 or 20:00-02:00; all day if unset.")
    )
    off: Annotated[tuple[str, ...], BeforeValidator(_holidays), AfterValidator(_valid_holidays)] = Field(
        default=(), description=N_("Days off, such as 2026-12-24 or 2026-12-24..2027-01-02.")
    )

    def calendar(self) -> WorkCalendar:
        """The calendar that forecasts use."""
        return workhours.make_calendar(self.days, self.hours, self.off)
