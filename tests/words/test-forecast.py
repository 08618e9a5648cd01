"""The text of forecasts."""

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


def sentence(forecast: Forecast, resets_at: datetime | None = RESET) -> str:
    """The sentence in UTC."""
    return words.forecast_sentence(forecast, resets_at, NOW, UTC)


@pytest.mark.parametrize(
    ("forecast", "expected"),
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
def test_forecast_sentence(forecast: Forecast, expected: str) -> None:
    """The sentence names the likelier outcome, its time and chance, and what is left of today's share."""
    assert expected == sentence(forecast)


def test_far_times_are_rounded_to_the_hour() -> None:
    """A run-out time more than twelve hours ahead is rounded to the hour."""
    far = NOW + timedelta(days=2, minutes=17)
    forecast = Forecast(
        runs_out_at=far, chance=0.9, runs_out_p10=far - timedelta(hours=9), runs_out_p90=far + timedelta(hours=20)
    )

    assert sentence(forecast, None) == "Full about Wed 11:00 (Wed 02:00 to Thu 07:00); 90% likely"


def test_run_out_rounded_to_the_reset() -> None:
    """A run-out that is rounded to the time of the reset is described as just before the reset."""
    forecast = Forecast(runs_out_at=RESET - timedelta(seconds=20), chance=0.9)

    assert sentence(forecast) == "Full about 14:00, just before the reset; 90% likely"


def test_lines_cover_the_limits_that_matter() -> None:
    """The limit in the icon always has a line; another limit has one with a share for today or a likely run-out."""
    unlikely = Forecast(chance=0.01)
    first, other = replace(window(), forecast=unlikely), replace(week(), forecast=LIKELY)

    assert ["5-hour session: lasts until the reset"] == [*words.forecast_lines(account_view(first), NOW, UTC)]
    assert ["5-hour session", "Week, all models"] == [
        line.split(":")[0] for line in words.forecast_lines(account_view(first, other), NOW, UTC)
    ]
    assert 1 == len(words.forecast_lines(account_view(first, replace(week(), forecast=unlikely)), NOW, UTC))
    assert (
        "Week, all models: lasts until the reset; about 6 points left today"
        == (
            words.forecast_lines(
                account_view(first, replace(week(), forecast=replace(unlikely, left_today=6.2))), NOW, UTC
            )[1]
        )
    )
    assert () == words.forecast_lines(account_view(window(), week()), NOW, UTC)
