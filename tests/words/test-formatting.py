"""How figures read."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from brim.model.usage import Spend
from brim.words import formatting, localeformat, menu
from tests.support.samples import NOW, RESET, extra_usage, window


@pytest.mark.parametrize(
    ("value", "expected"), [(None, "–"), (0.0, "0%"), (41.9, "41%"), (99.99, "99%"), (100.0, "100%"), (104.2, "104%")]
)
def test_percentages_are_floored(value: float | None, expected: str) -> None:
    """100% is said only of a limit that is reached, and nothing is said of what is unknown."""
    assert expected == formatting.percent_text(value)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (RESET, "14:00"),
        (datetime(2026, 11, 23, 13, 59, 59, 412_873, tzinfo=UTC), "13:59"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), "Thu 09:00"),
        (datetime(2026, 12, 5, 7, 59, tzinfo=UTC), "5 Dec 07:59"),
    ],
)
def test_clock_names_the_day_only_when_it_is_another(when: datetime, expected: str) -> None:
    """A time of today is short, and no minute is named before it has begun."""
    assert expected == formatting.clock_text(when, NOW, UTC)


def test_a_reset_is_named_to_the_nearest_minute() -> None:
    """A reset one second before the hour is on the hour."""
    almost = datetime(2026, 11, 23, 13, 59, 59, 412_873, tzinfo=UTC)

    assert formatting.reset_text(window(resets_at=almost), NOW, UTC) == "resets 14:00"


def test_clock_is_that_of_the_reader() -> None:
    """Times are shown in the reader's zone."""
    assert formatting.clock_text(RESET, NOW, ZoneInfo("Asia/Kolkata")) == "19:30"


def test_precise_clock_is_never_too_early() -> None:
    """A time from which something is possible is rounded up."""
    assert formatting.precise_clock_text(datetime(2026, 11, 23, 11, 4, 12, 1, tzinfo=UTC), UTC) == "11:04:13"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-5, "0 s"), (40, "40 s"), (725, "12 min"), (7_500, "2 h 05 min"), (273_600, "3 d 4 h")],
)
def test_durations_show_their_two_largest_units(seconds: float, expected: str) -> None:
    """Nobody needs the seconds of a week."""
    assert expected == formatting.duration_text(seconds)


def test_a_reset_that_passed_unread_is_said() -> None:
    """A number from before the reset is not given as if it held."""
    late = RESET + timedelta(minutes=3)

    assert formatting.reset_text(window(None), late, UTC) == "reset at 14:00, not read since"


def test_a_reset_that_passed_before_the_read_is_not_called_unread() -> None:
    """Where the server itself names a reset in the past, the figure is one read since."""
    assert formatting.reset_text(window(resets_at=NOW - timedelta(hours=1)), NOW, UTC) == "reset at 10:02"


def test_a_window_that_has_not_started_says_so() -> None:
    """Without a reset and a percentage there is nothing to count down to."""
    assert formatting.window_text(window(None, resets_at=None), NOW, UTC) == "5-hour session –, not started"


def test_a_doubtful_figure_says_so() -> None:
    """An unconfirmed percentage is marked in words too."""
    assert (
        formatting.window_text(window(100.0, confirmed=False), NOW, UTC)
        == "5-hour session 100% (unconfirmed), resets 14:00"
    )


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-1, None),
        (0, None),
        (1, "Login ends 12:02: sign in again before"),
        (72, "Login ends Thu 11:02: sign in again before"),
        (73, None),
    ],
)
def test_the_end_of_a_login_is_told_three_days_ahead(hours: int, expected: str | None) -> None:
    """A person has time to sign in again, and is left alone before that and once it is over."""
    assert expected == formatting.login_end_text(NOW + timedelta(hours=hours), NOW, UTC)


@pytest.mark.parametrize(
    ("spend", "expected"),
    [
        (extra_usage(), "18.02 of 300.00 USD"),
        (Spend(enabled=True, used=Decimal("12.50"), limit=None, currency="EUR", percent=None), "12.50 EUR, no cap"),
        (Spend(enabled=True, used=None, limit=None, currency=None, percent=None), "on"),
        (extra_usage(enabled=False), "off"),
    ],
)
def test_money_names_its_currency_and_its_cap(spend: Spend, expected: str) -> None:
    """Money is shown as the server counts it, with its cap when it has one."""
    assert expected == formatting.money_text(spend)


@pytest.mark.parametrize(
    ("clock", "date", "told"),
    [
        ("13:05:09", "25.02.2026", ["14:00", "Thu 14:00", "5 Dec 14:00", "14:00:07"]),
        ("01:05:09 PM", "02/25/2026", ["2:00 PM", "Thu 2:00 PM", "Dec 5 2:00 PM", "2:00:07 PM"]),
        ("1:05:09 PM", "2/25/2026", ["2:00 PM", "Thu 2:00 PM", "Dec 5 2:00 PM", "2:00:07 PM"]),
        ("13:05:09", "2026-02-25", ["14:00", "Thu 14:00", "Dec 5 14:00", "14:00:07"]),
        ("13時05分09秒", "2026年02月25日", ["14:00", "Thu 14:00", "Dec 5 14:00", "14:00:07"]),
    ],
)
def test_habits(clock: str, date: str, told: list[str]) -> None:
    """Hours and dates are written as the system's locale writes its own."""
    when = time.struct_time((2026, 12, 5, 14, 0, 7, 3, 339, 0))
    found = localeformat.format_of_samples(clock, date)

    assert told == [found.clock(when), found.weekday(when), found.date(when), found.clock(when, seconds=True)]


def test_locale_that_is_not_known() -> None:
    """A locale that the system does not know changes nothing."""
    localeformat.use_system_locale(("xx_NONE", "C"))

    assert "14:00" == localeformat.current_format().clock(time.struct_time((2026, 12, 5, 14, 0, 7, 3, 339, 0)))


@pytest.mark.parametrize(
    ("percent", "told"), [(0, "▱▱▱▱▱▱▱▱▱▱"), (41, "▰▰▰▰▱▱▱▱▱▱"), (99.9, "▰▰▰▰▰▰▰▰▰▱"), (130, "▰▰▰▰▰▰▰▰▰▰")]
)
def test_bar(percent: float, told: str) -> None:
    """A gauge in letters is full only when the limit is reached."""
    assert told == menu.bar_text(percent)
