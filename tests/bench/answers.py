"""What Brim says of a simulated or real window, as the scores take it.

This module must not know what really happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.forecast.calendar import Calendar
from brim.backend.forecast.predict import predict
from tests.bench.limits import MONDAY, moment
from tests.bench.scores import Told

if TYPE_CHECKING:
    from datetime import datetime

    from tests.bench.limits import Case

CALENDAR = Calendar(zone=MONDAY.tzinfo)
"""Somebody who has set nothing."""


def told(case: Case) -> Told:
    """What Brim says of a case; times in its minutes."""
    found = predict(case.question(), moment(case.now), CALENDAR)
    return Told(
        found.chance or 0.0, *(_minute(at) for at in (found.runs_out_at, found.runs_out_p10, found.runs_out_p90))
    )


def _minute(at: datetime | None) -> float | None:
    return None if at is None else (at - MONDAY).total_seconds() / 60
