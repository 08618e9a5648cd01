"""The forecast of one limit, as a frozen value. This module must not know how a forecast is made or shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a limit will probably be reached, and how likely that is before its reset."""

    pace: float | None = None
    """The use so far, divided by an even spread; at 1.0 the limit is reached exactly at the reset."""
    runs_out_at: datetime | None = None
    """Median time at which the limit is reached, given that it is reached before the reset."""
    chance: float | None = None
    """Probability, 0 to 1, that the limit is reached before the reset."""
    runs_out_p10: datetime | None = None
    """The 10th percentile of that time: nine in ten are later."""
    runs_out_p90: datetime | None = None
    """The 90th percentile of that time: nine in ten are earlier."""
    rate_per_hour: float | None = None
    """Percentage points used in an hour, at present."""
    left_today: float | None = None
    """Percentage points left of today's share, negative when exceeded; None where a share per day makes no sense."""
    even_percent: float | None = None
    """Percent that an even spread over the work hours has reached by now; None where all hours are the same."""
    enough_data: bool = True
    """False while there are too few readings for the chance to mean much."""
    rough: bool = False
    """True while hardly any earlier windows are known: whether it lasts is a guess, and its chance means little."""
    rate_measured: bool = True
    """False while a single reading says how much was used, but not since when."""
