"""The section `alerts` of the settings: which alerts are sent, and from which values on.

This module must not know where a value comes from, nor what it is used for.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from brim.backend.settings.values.fieldtypes import parse_json, split_list
from brim.words import valuefaults as words
from brim.words.translation import N_

_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
_TIME_RANGE = re.compile(rf"{_CLOCK}\s*-\s*{_CLOCK}")


def _quiet_hours(value: str) -> str:
    if value and not _TIME_RANGE.fullmatch(value.strip()):
        raise ValueError(words.not_quiet_hours())
    return value.strip()


type Percents = Annotated[tuple[Annotated[float, Field(gt=0, le=1000)], ...], BeforeValidator(split_list)]
type Amounts = Annotated[tuple[Annotated[Decimal, Field(gt=0)], ...], BeforeValidator(split_list)]
type Days = Annotated[tuple[Annotated[float, Field(gt=0, le=30)], ...], BeforeValidator(split_list)]


class AlertSettings(BaseModel):
    """Which alerts are sent, and when."""

    model_config = ConfigDict(extra="ignore")

    limit: bool = Field(default=True, description=N_("Alert when a limit reaches a threshold."))
    pace: bool = Field(default=True, description=N_("Alert when you are on pace to run out before the reset."))
    reset: bool = Field(default=True, description=N_("Alert when a busy limit has reset."))
    spend: bool = Field(default=True, description=N_("Alert when extra usage starts or passes an amount."))
    cost: bool = Field(default=False, description=N_("Alert when a day's list price passes an amount."))
    login: bool = Field(default=True, description=N_("Alert before the login expires."))
    lost: bool = Field(default=True, description=N_("Alert when there has been no data for a while."))
    back: bool = Field(default=True, description=N_("Alert when data comes back after that."))
    thresholds: Percents = Field(default=(75, 90, 100), description=N_("Percent used at which a limit is alerted."))
    limits: Annotated[dict[str, Percents], BeforeValidator(parse_json)] = Field(
        default_factory=dict,
        description=N_(
            'Thresholds of single limits, * for any letters: `"weekly_*" = [50, 90]`; an empty list is silent.'
        ),
    )
    pace_chance: float = Field(default=0.8, gt=0, le=1, description=N_("Minimum probability for a pace alert, 0 to 1."))
    pace_from: float = Field(default=20, ge=0, le=100, description=N_("Minimum percent used for a pace alert."))
    reset_from: float = Field(
        default=90, ge=0, le=100, description=N_("Percent used from which a limit counts as busy.")
    )
    spend_amounts: Amounts = Field(
        default=(),
        description=N_("Amounts of extra usage, or of spending without a plan, to alert at, in its currency."),
    )
    cost_amounts: Amounts = Field(
        default=(Decimal(20), Decimal(50), Decimal(100)),
        description=N_("Amounts of a day's list price to alert at, in USD."),
    )
    login_days: Days = Field(default=(3, 1), description=N_("Days before login expiry to warn."))
    lost_minutes: float = Field(default=90, ge=5, le=10080, description=N_("Minutes without data before alerting."))
    quiet_hours: Annotated[str, AfterValidator(_quiet_hours)] = Field(
        default="",
        description=N_(
            "No notifications between these times, such as 22:00-07:00; pending alerts are summarized later."
        ),
    )
    full_screen: bool = Field(default=False, description=N_("Also alert in full screen."))
