"""Brim's forecast of a simulated or real window, in the form that the scores need.

This module must not know what really happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.forecast.predict import predict
from tests.bench.limits import MONDAY, moment
from tests.bench.scores import Prediction

if TYPE_CHECKING:
    from datetime import datetime

    from tests.bench.limits import Case

CALENDAR = WorkCalendar(zone=MONDAY.tzinfo)
"""The calendar of a user without settings."""


def prediction_for(case: Case) -> Prediction:
    """Brim's forecast of a case; times are in the minutes of the case."""
    forecast = predict(case.question(), moment(case.now), CALENDAR)
    return Prediction(
        forecast.chance or 0.0,
        *(_minute(at) for at in (forecast.runs_out_at, forecast.runs_out_p10, forecast.runs_out_p90)),
    )


def _minute(at: datetime | None) -> float | None:
    return None if at is None else (at - MONDAY).total_seconds() / 60
