"""How a forecast reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from brim.model.forecast import Forecast
from brim.words import forecast as words
from tests.support.samples import NOW, RESET, account_view, week, window

AT = NOW + timedelta(minutes=80)
LIKELY = Forecast(
    pace=1.4,
    runs_out_at=AT,
    chance=0.82,
    runs_out_p10=AT - timedelta(minutes=30),
    runs_out_p90=AT + timedelta(minutes=52),
)


def said(told: Forecast, resets_at: datetime | None = RESET) -> str:
    """The sentence in UTC."""
    return words.forecast_sentence(told, resets_at, NOW, UTC)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (LIKELY, "Full about 12:20 (11:50 to 13:15), 1 h 40 min before the reset; 82% likely"),
        (
            replace(LIKELY, chance=0.999),
            "Full about 12:20 (11:50 to 13:15), 1 h 40 min before the reset; almost certain",
        ),
        (
            replace(LIKELY, runs_out_p10=AT, runs_out_p90=AT),
            "Full about 12:20, 1 h 40 min before the reset; 82% likely",
        ),
        (
            replace(LIKELY, runs_out_at=AT - timedelta(minutes=1)),
            "Full about 12:20 (11:50 to 13:15), 1 h 40 min before the reset; 82% likely",
        ),
        (replace(LIKELY, chance=0.3), "Probably lasts until the reset; 30% likely to be full before"),
        (replace(LIKELY, chance=0.02), "Lasts until the reset"),
        (Forecast(chance=0.0), "Lasts until the reset"),
        (replace(LIKELY, enough_data=False), "Not enough data for a forecast yet"),
        (replace(LIKELY, chance=1.0, runs_out_at=NOW), "The limit is reached"),
        (Forecast(chance=0.0, left_today=6.2), "Lasts until the reset; about 6 points left today"),
        (Forecast(chance=0.0, left_today=1.0), "Lasts until the reset; about 1 point left today"),
        (Forecast(chance=0.0, left_today=-3.4), "Lasts until the reset; 3 points over today's share"),
        (Forecast(chance=0.0, left_today=-0.2), "Lasts until the reset; today's share is used"),
    ],
)
def test_sentence(told: Forecast, expected: str) -> None:
    """One sentence says what is more likely, when, how sure that is, and what a day still has."""
    assert expected == said(told)


def test_far_times_are_told_by_the_hour() -> None:
    """Nobody can know the minute of the day after tomorrow."""
    far = NOW + timedelta(days=2, minutes=17)
    told = Forecast(
        runs_out_at=far, chance=0.9, runs_out_p10=far - timedelta(hours=9), runs_out_p90=far + timedelta(hours=20)
    )

    assert said(told, None) == "Full about Wed 11:00 (Wed 02:00 to Thu 07:00); 90% likely"


def test_run_out_that_is_rounded_to_the_reset() -> None:
    """A run-out so shortly before the reset that both read the same is said to be just before it."""
    told = Forecast(runs_out_at=RESET - timedelta(seconds=20), chance=0.9)

    assert said(told) == "Full about 14:00, just before the reset; 90% likely"


def test_lines_are_about_what_matters() -> None:
    """The limit in the icon is always told, another one when it has a share for today or will probably be reached."""
    calm = Forecast(chance=0.01)
    first, other = replace(window(), forecast=calm), replace(week(), forecast=LIKELY)

    assert ["5-hour session: lasts until the reset"] == [*words.forecast_lines(account_view(first), NOW, UTC)]
    assert ["5-hour session", "Week, all models"] == [
        line.split(":")[0] for line in words.forecast_lines(account_view(first, other), NOW, UTC)
    ]
    assert 1 == len(words.forecast_lines(account_view(first, replace(week(), forecast=calm)), NOW, UTC))
    assert (
        "Week, all models: lasts until the reset; about 6 points left today"
        == (
            words.forecast_lines(
                account_view(first, replace(week(), forecast=replace(calm, left_today=6.2))), NOW, UTC
            )[1]
        )
    )
    assert () == words.forecast_lines(account_view(window(), week()), NOW, UTC)
