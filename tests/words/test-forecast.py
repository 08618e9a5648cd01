"""The text of forecasts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from brim.model.forecast import Forecast
from brim.words import forecast as words
from brim.words.roundedtimes import precision_for, rounded_time_text
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
        (LIKELY, "On pace to run out around 12:30 (between 12:00 and 13:00); 82% chance"),
        (replace(LIKELY, chance=0.999), "On pace to run out around 12:30 (between 12:00 and 13:00); almost certain"),
        (
            replace(LIKELY, runs_out_p10=AT, runs_out_p90=AT),
            "On pace to run out around 12:20; 82% chance",
        ),
        (replace(LIKELY, runs_out_p10=AT), "On pace to run out around 12:20 (or as late as 13:15); 82% chance"),
        (replace(LIKELY, runs_out_p90=AT), "On pace to run out around 12:20 (or as early as 11:50); 82% chance"),
        (replace(LIKELY, chance=0.3), "Will probably last until reset; 30% chance of running out"),
        (replace(LIKELY, chance=0.02), "Will last until reset"),
        (Forecast(chance=0.0), "Will last until reset"),
        (replace(LIKELY, enough_data=False), "No forecast yet"),
        (replace(LIKELY, rough=True), "Rough estimate: runs out around 12:30"),
        (replace(LIKELY, rough=True, chance=0.3), "Rough estimate: will last until reset"),
        (replace(LIKELY, chance=1.0, runs_out_at=NOW), "Limit reached"),
        (Forecast(chance=0.0, left_today=6.2), "Will last until reset; 6% left in today's budget"),
        (Forecast(chance=0.0, left_today=-3.4), "Will last until reset; 3% over today's budget"),
        (Forecast(chance=0.0, left_today=-0.2), "Will last until reset; today's budget is used up"),
    ],
)
def test_forecast_sentence(forecast: Forecast, expected: str) -> None:
    """The sentence names the likelier outcome, its time and chance, and what is left of today's budget."""
    assert expected == sentence(forecast)


@pytest.mark.parametrize("left", [1, 4, 9, 20, 44, 61, 100, 240, 11 * 60, 30 * 60])
@pytest.mark.parametrize("part", [0.2, 0.8, 0.95, 0.999, 1.0])
def test_no_run_out_reads_as_late_as_the_reset(left: float, part: float) -> None:
    """A limit that runs out before its reset is never told to run out at the reset's time, or after it."""
    resets_at = NOW + timedelta(minutes=left)
    run_out = NOW + timedelta(minutes=left * part)
    forecast = Forecast(runs_out_at=run_out, chance=0.9, runs_out_p10=NOW, runs_out_p90=resets_at)

    text = words.forecast_sentence(forecast, resets_at, NOW, UTC)
    clocks = re.findall(r"(?<!Tue )\d\d:\d\d", text.partition("(")[0])

    assert not [clock for clock in clocks if clock >= f"{resets_at:%H:%M}" and resets_at.date() == NOW.date()]
    assert not [clock for clock in re.findall(r"\d\d:\d\d", text) if clock > f"{resets_at:%H:%M}" and left < 600]


def test_a_run_out_at_the_time_of_the_reset_is_before_it() -> None:
    """Where both would have one time, the sentence says which of them comes first."""
    soon = Forecast(runs_out_at=RESET - timedelta(seconds=20), chance=0.9)

    assert sentence(soon) == "On pace to run out before reset; 90% chance"
    assert sentence(replace(soon, rough=True)) == "Rough estimate: runs out before reset"


def test_far_times_are_named_by_day_and_part_of_day() -> None:
    """A run-out that is days ahead has its day and a part of it; the two ends are named in the same way."""
    far = NOW + timedelta(days=2, minutes=17)
    forecast = Forecast(
        runs_out_at=far, chance=0.9, runs_out_p10=far - timedelta(hours=40), runs_out_p90=far + timedelta(hours=7)
    )

    assert (
        sentence(forecast, None) == "On pace to run out Wed morning (between this evening and Wed evening); 90% chance"
    )
    vague = replace(forecast, runs_out_p90=far + timedelta(hours=20))
    assert sentence(vague, None) == "On pace to run out Wed (between today and Thu); 90% chance"


@pytest.mark.parametrize("ahead", [4, 35, 90, 200, 11 * 60, 25 * 60, 60 * 60, 200 * 60])
@pytest.mark.parametrize("low", [0.02, 0.5, 0.97, 1.0])
@pytest.mark.parametrize("high", [1.0, 1.02, 1.5, 4.0])
def test_the_middle_lies_within_the_range(ahead: float, low: float, high: float) -> None:
    """Middle and both ends are rounded alike, so each is either told as itself or not told beside an equal one."""
    middle, earliest, latest = (NOW + timedelta(minutes=ahead * part) for part in (1, low, high))
    forecast = Forecast(runs_out_at=middle, chance=0.9, runs_out_p10=earliest, runs_out_p90=latest)
    precision = precision_for(middle - NOW, latest - earliest)
    texts = [rounded_time_text(when, NOW, precision, UTC) for when in (earliest, middle, latest)]

    named = [text for text in dict.fromkeys(texts) if text in sentence(forecast, None)]

    assert [*dict.fromkeys(texts)] == named
    assert texts[1] in sentence(forecast, None).split("(")[0]


def test_no_range_reads_backwards_in_the_hour_that_is_there_twice() -> None:
    """On the night when clocks are put back, 01:50 may be before 01:10: then the range is left out."""
    berlin, now = ZoneInfo("Europe/Berlin"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    middle, earliest, latest = (now + timedelta(minutes=minutes) for minutes in (45, 20, 60))
    forecast = Forecast(runs_out_at=middle, chance=0.9, runs_out_p10=earliest, runs_out_p90=latest)

    assert "On pace to run out around 02:15; 90% chance" == words.forecast_sentence(forecast, None, now, berlin)
    assert "between" in words.forecast_sentence(forecast, None, now, UTC)


def test_a_rough_estimate_says_so_everywhere() -> None:
    """The short sentence of menu and notifications says too that little is known."""
    guess = replace(LIKELY, rough=True)

    assert (
        words.run_out_sentence(replace(window(), forecast=guess), NOW, UTC) == "Rough estimate: runs out around 12:30"
    )


def test_one_estimate_has_no_percentage_and_no_rate() -> None:
    """While hardly any earlier windows are known, the details have neither a chance nor a rate."""
    guess = replace(LIKELY, rough=True, rate_per_hour=18.8)

    assert ["Rough estimate: runs out around 12:30", "Pace 1.4; 1.0 would last until reset"] == [
        *words.window_details(replace(window(), forecast=guess), NOW, UTC)
    ]
    known = replace(guess, rough=False)
    assert "Current rate: 18.8 %/h" in words.window_details(replace(window(), forecast=known), NOW, UTC)
    one_reading = replace(known, rate_measured=False)
    assert not [
        line for line in words.window_details(replace(window(), forecast=one_reading), NOW, UTC) if "/h" in line
    ]


def test_lines_cover_the_limits_that_matter() -> None:
    """The limit in the icon always has a line; another limit has one with a share for today or a likely run-out."""
    unlikely = Forecast(chance=0.01)
    first, other = replace(window(), forecast=unlikely), replace(week(), forecast=LIKELY)

    assert ["Session: Will last until reset"] == [*words.forecast_lines(account_view(first), NOW, UTC)]
    assert ["Session", "Week, all models"] == [
        line.split(":")[0] for line in words.forecast_lines(account_view(first, other), NOW, UTC)
    ]
    assert 1 == len(words.forecast_lines(account_view(first, replace(week(), forecast=unlikely)), NOW, UTC))
    assert (
        "Week, all models: Will last until reset; 6% left in today's budget"
        == (
            words.forecast_lines(
                account_view(first, replace(week(), forecast=replace(unlikely, left_today=6.2))), NOW, UTC
            )[1]
        )
    )
    assert () == words.forecast_lines(account_view(window(), week()), NOW, UTC)
