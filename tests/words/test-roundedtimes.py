"""Times that are named as coarsely as a forecast is sure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brim.words.roundedtimes import Precision, rounded_time_text

NOW = datetime(2026, 3, 2, 14, 3, tzinfo=UTC)
"""A Monday."""


@pytest.mark.parametrize(
    ("hours", "precision", "expected"),
    [
        (0.1, Precision.MINUTE, "14:09"),
        (0.02, Precision.HALF_HOUR, "14:30"),
        (1.3, Precision.FIVE_MINUTES, "15:20"),
        (18, Precision.HALF_HOUR, "Tue 08:00"),
        (1, Precision.PART_OF_DAY, "this afternoon"),
        (4, Precision.PART_OF_DAY, "this evening"),
        (9, Precision.PART_OF_DAY, "tonight"),
        (13, Precision.PART_OF_DAY, "tonight"),
        (16, Precision.PART_OF_DAY, "Tue morning"),
        (37, Precision.PART_OF_DAY, "Tue night"),
        (24 * 8, Precision.PART_OF_DAY, "10 Mar"),
        (1, Precision.DAY, "today"),
        (24, Precision.DAY, "Tue"),
        (24 * 7, Precision.DAY, "9 Mar"),
        (-2, Precision.DAY, "today"),
        (-2, Precision.HALF_HOUR, "14:30"),
    ],
)
def test_a_time_has_its_day_where_that_is_not_today(hours: float, precision: Precision, expected: str) -> None:
    """A time never reads earlier than now, and has its day where that is not today; a night belongs to its evening."""
    assert expected == rounded_time_text(NOW + timedelta(hours=hours), NOW, precision, UTC)
