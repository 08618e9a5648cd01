"""Figures as text."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from brim.model.level import Level
from brim.model.options import IconShow
from brim.model.usage import Spend
from brim.words import formatting, localeformat, menu
from tests.support.samples import NOW, RESET, extra_usage, window


@pytest.mark.parametrize(
    ("value", "expected"), [(None, "–"), (0.0, "0%"), (41.9, "41%"), (99.99, "99%"), (100.0, "100%"), (104.2, "104%")]
)
def test_percentages_are_rounded_down(value: float | None, expected: str) -> None:
    """Only a reached limit reads 100%, and an unknown percentage is a dash."""
    assert expected == formatting.percent_text(value)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (RESET, "14:00"),
        (datetime(2026, 11, 23, 13, 59, 59, 412_873, tzinfo=UTC), "13:59"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), "Thu 09:00"),
        (datetime(2026, 12, 5, 7, 59, tzinfo=UTC), "5 Dec 07:59"),
        (datetime(2027, 1, 5, 7, 59, tzinfo=UTC), "5 Jan 07:59"),
        (datetime(2036, 11, 23, 12, 0, tzinfo=UTC), "23 Nov 12:00 (2036)"),
        (datetime(2025, 11, 23, 12, 0, tzinfo=UTC), "23 Nov 12:00 (2025)"),
    ],
)
def test_clock_names_the_day_when_it_is_not_today(when: datetime, expected: str) -> None:
    """A time of today has no day, one half a year away has its year, and the minute is rounded down."""
    assert expected == formatting.clock_text(when, NOW, UTC)


def test_reset_is_rounded_to_the_nearest_minute() -> None:
    """A reset one second before the full hour reads as the full hour."""
    almost = datetime(2026, 11, 23, 13, 59, 59, 412_873, tzinfo=UTC)

    assert formatting.reset_text(window(resets_at=almost), NOW, UTC) == "resets 14:00"


def test_clock_uses_the_time_zone() -> None:
    """Times are shown in the given time zone."""
    assert formatting.clock_text(RESET, NOW, ZoneInfo("Asia/Kolkata")) == "19:30"


def test_precise_clock_is_rounded_up() -> None:
    """The time with seconds is never earlier than the given time."""
    assert formatting.precise_clock_text(datetime(2026, 11, 23, 11, 4, 12, 1, tzinfo=UTC), UTC) == "11:04:13"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-5, "0 s"), (40, "40 s"), (725, "12 min"), (7_500, "2 h 05 min"), (273_600, "3 d 4 h")],
)
def test_durations_have_two_units(seconds: float, expected: str) -> None:
    """A duration has its two largest units at most."""
    assert expected == formatting.duration_text(seconds)


def test_reset_without_a_read_since_is_marked() -> None:
    """When the reset has passed since the last read, the text says so."""
    late = RESET + timedelta(minutes=3)

    assert formatting.reset_text(window(None), late, UTC) == "reset at 14:00, not updated since"


def test_reset_before_the_read_is_not_marked() -> None:
    """When the server itself reports a reset in the past, the figure was read after it."""
    assert formatting.reset_text(window(resets_at=NOW - timedelta(hours=1)), NOW, UTC) == (
        "window ended 10:02, new usage awaited"
    )


def test_window_that_has_not_started() -> None:
    """A window without a reset and a percentage has unused."""
    assert formatting.window_text(window(None, resets_at=None), NOW, IconShow.USED, UTC) == "Session: unused"


def test_unconfirmed_figure_is_marked() -> None:
    """The text marks an unconfirmed percentage."""
    assert (
        formatting.window_text(window(100.0, confirmed=False), NOW, IconShow.USED, UTC)
        == "Session 100% used (unconfirmed), resets 14:00"
    )


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-1, None),
        (0, None),
        (1, "Login expires 12:02: sign in again"),
        (72, "Login expires Thu 11:02: sign in again"),
        (73, None),
    ],
)
def test_end_of_login_is_announced_three_days_ahead(hours: int, expected: str | None) -> None:
    """The end of a login is announced for its last three days, and not after the end."""
    assert expected == formatting.login_end_text(NOW + timedelta(hours=hours), NOW, UTC)


@pytest.mark.parametrize(
    ("spend", "expected"),
    [
        (extra_usage(), "$18.02 of $300"),
        (Spend(enabled=True, used=Decimal("12.50"), limit=None, currency="EUR", percent=None), "€12.50, no cap"),
        (Spend(enabled=True, used=None, limit=None, currency=None, percent=None), "on"),
        (extra_usage(enabled=False), "off"),
    ],
)
def test_money_names_its_currency_and_its_cap(spend: Spend, expected: str) -> None:
    """Extra usage is shown with its currency, and with its cap if there is one."""
    assert expected == formatting.money_text(spend)


@pytest.mark.parametrize(
    ("clock", "date", "expected"),
    [
        ("13:05:09", "25.02.2026", ["14:00", "Thu 14:00", "5 Dec 14:00", "14:00:07"]),
        ("01:05:09 PM", "02/25/2026", ["2:00 PM", "Thu 2:00 PM", "Dec 5 2:00 PM", "2:00:07 PM"]),
        ("1:05:09 PM", "2/25/2026", ["2:00 PM", "Thu 2:00 PM", "Dec 5 2:00 PM", "2:00:07 PM"]),
        ("13:05:09", "2026-02-25", ["14:00", "Thu 14:00", "Dec 5 14:00", "14:00:07"]),
        ("13時05分09秒", "2026年02月25日", ["14:00", "Thu 14:00", "Dec 5 14:00", "14:00:07"]),
    ],
)
def test_format_follows_the_locale(clock: str, date: str, expected: list[str]) -> None:
    """Times and dates are written as the locale writes its samples."""
    when = time.struct_time((2026, 12, 5, 14, 0, 7, 3, 339, 0))
    locale_format = localeformat.format_of_samples(clock, date)

    assert expected == [
        locale_format.clock(when),
        locale_format.weekday(when),
        locale_format.date(when),
        locale_format.clock(when, seconds=True),
    ]


def test_unknown_locale_changes_nothing() -> None:
    """A locale that the system does not know leaves the format unchanged."""
    localeformat.use_system_locale(("xx_NONE", "C"))

    assert "14:00" == localeformat.current_format().clock(time.struct_time((2026, 12, 5, 14, 0, 7, 3, 339, 0)))


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, "▱▱▱▱▱▱▱▱▱▱"), (41, "▰▰▰▰▱▱▱▱▱▱"), (99.9, "▰▰▰▰▰▰▰▰▰▱"), (130, "▰▰▰▰▰▰▰▰▰▰")]
)
def test_bar_is_full_only_at_the_limit(percent: float, expected: str) -> None:
    """The bar of characters is filled completely only when the limit is reached."""
    assert expected == menu.bar_text(percent)


def test_refusal_is_said_once() -> None:
    """A limit that the vendor refuses keeps its percentage, and one text about it says once that it is refused."""
    refused = replace(window(25.0, Level.EXHAUSTED), refused=True)
    assert "Session 25% used, refused by the vendor now, resets 14:00" == formatting.window_text(
        refused, NOW, IconShow.USED, UTC
    )
    assert "25% used, refused" == formatting.usage_text(refused, IconShow.USED)
    assert "refused by the vendor now" == formatting.window_level_text(refused)
    assert "refused by the vendor now, using extra usage" == formatting.window_level_text(
        replace(refused, level=Level.PAYING)
    )
    nothing = replace(refused, percent=None, resets_at=None)
    assert "Session: refused by the vendor now" == formatting.window_text(nothing, NOW, IconShow.USED, UTC)
