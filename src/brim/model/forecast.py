"""The frozen value in which a forecast crosses rooms.

This module must not know how a forecast is made or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the present use leads to."""

    pace: float | None = None
    """Used so far over an even spread; 1.0 arrives at the limit exactly at the reset."""
    runs_out_at: datetime | None = None
    """When the limit is reached, given that it is reached before the reset: as likely before as after this time."""
    chance: float | None = None
    """Probability, 0 to 1, that the limit is reached before the reset."""
    runs_out_p10: datetime | None = None
    """Nine in ten such times are later."""
    runs_out_p90: datetime | None = None
    """Nine in ten such times are earlier."""
    rate_per_hour: float | None = None
    """Percent points used in an hour, now."""
    left_today: float | None = None
    """Points of today's allowance that are left, negative when it is overdrawn; None where a day is no measure."""
    even_percent: float | None = None
    """Percent at which an even spread over the hours of work stands now; None where all hours are the same."""
    enough_data: bool = True
    """False while too little is known for the chance to mean much."""
