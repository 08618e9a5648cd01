"""Limits of any length, money without a plan, and refusals: what any provider may report, and what is shown of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from brim.backend.fetching.gateformat import ReadingFile
from brim.backend.providers import windows
from brim.backend.providers.answers import reading_of
from brim.backend.readings.evaluation import evaluate
from brim.backend.readings.merge import merge
from brim.errors import NoLimitsError
from brim.model.level import Level
from brim.model.options import IconShow
from brim.model.usage import Reading, Source, Spend
from brim.model.vendor import Vendor
from brim.words import accounts, extrausage, formatting, sources
from tests.support.samples import account_view

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
SOON = NOW + timedelta(hours=2)
VENDOR = Vendor(product="Mill", company="Miller", program="mill")


@pytest.mark.parametrize(
    ("seconds", "scope", "expected"),
    [
        (18_000, None, ("session", "5 hours")),
        (86_400, None, ("daily", "Day")),
        (604_800, None, ("weekly_all", "Week")),
        (604_800, "Spark", ("weekly_scoped:Spark", "Spark (week)")),
        (2_592_000, None, ("monthly", "30 days")),
        (2_592_000, "Spark", ("monthly_scoped:Spark", "Spark (30 days)")),
        (3_600, None, ("1_hours", "1 hour")),
        (10 * 86_400, None, ("10_days", "10 days")),
        (None, "Spark", ("limit_scoped:Spark", "Spark")),
        (None, None, ("limit", "Other limit")),
    ],
)
def test_a_limit_is_named_by_its_length(seconds: int | None, scope: str | None, expected: tuple[str, str]) -> None:
    """Id and label follow from the length and the scope, never from the place in an answer."""
    made = windows.window(12.0, SOON, seconds, NOW, scope)

    assert expected == (made.id, made.label)


@pytest.mark.parametrize("scope", ["\x1b[31mred\u202e\n", "x" * 10_000, "\ud800", ""])
def test_a_name_that_steers_or_never_ends_is_tamed(scope: str) -> None:
    """Id and label of a limit are one short line that can be printed, whatever its vendor calls it."""
    made = (windows.window(1, SOON, windows.WEEK, NOW, scope), windows.month_window(1, SOON, NOW, scope))

    assert [True] * 4 == [text.isprintable() and len(text) <= 200 for one in made for text in (one.id, one.label)]


def test_limits_of_one_name_are_told_apart() -> None:
    """Each limit has an id and a label of its own, so that none is taken for a fall or a rise of another one."""
    made = [windows.window(percent, SOON, windows.WEEK, NOW, "Spark") for percent in (90.0, 95.0)]
    first, second = windows.distinct(made)

    assert ("weekly_scoped:Spark", "Spark (week)", 90.0) == (first.id, first.label, first.percent)
    assert ("weekly_scoped:Spark 2", "Spark (week) (2)", 95.0) == (second.id, second.label, second.percent)


@pytest.mark.parametrize(
    ("resets_at", "days"),
    [
        ("2026-12-01", 30),
        ("2027-01-01", 31),
        ("2027-03-01", 28),
        ("2028-03-01", 29),
        ("2026-12-31", 31),
        ("2027-03-31", 31),
    ],
)
def test_a_month_is_as_long_as_the_month_before_its_reset(resets_at: str, days: int) -> None:
    """The pace of a calendar month is right because its length is that of the month that ends."""
    reset = datetime.fromisoformat(resets_at).replace(tzinfo=UTC)
    made = windows.month_window(5.0, reset, reset - timedelta(days=3))

    assert ("monthly", "Month", days * 86_400) == (made.id, made.label, made.length_seconds)


def test_a_refusal_is_shown_beside_the_percentage() -> None:
    """The vendor refuses at 25%: the percentage stays, the level is the highest, and the words say why."""
    refused = replace(windows.window(25.0, SOON, windows.WEEK, NOW), refused=True)
    shown = evaluate(Reading(NOW, Source.API, (refused,)), NOW)

    assert (25.0, Level.EXHAUSTED) == (shown.windows[0].percent, shown.level)
    assert "Week 25% used, refused by the vendor now" in formatting.window_text(shown.windows[0], NOW, IconShow.USED)
    assert "refused by the vendor now" == formatting.window_level_text(shown.windows[0])


def test_a_refusal_ends_with_its_reset_or_with_a_newer_reading() -> None:
    """After the reset, or when a newer reading does not say so, nothing is refused; files keep what was said."""
    refused = replace(windows.window(25.0, SOON, windows.WEEK, NOW), refused=True)
    old = Reading(NOW, Source.API, (refused,))
    later = NOW + timedelta(minutes=5)
    newer = Reading(later, Source.API, (replace(refused, refused=False, read_at=later),))
    merged = merge((old, newer))

    assert merged is not None
    assert not merged.windows[0].refused
    assert not evaluate(old, SOON + timedelta(hours=1)).windows[0].refused
    assert ReadingFile.model_validate(old).value() == old


def test_a_balance_alone_is_a_reading() -> None:
    """An account without limits that has a balance or an amount is read; with nothing at all it has no limits."""
    spent = Spend(enabled=True, used=Decimal("3.20"), limit=None, currency="USD", percent=None, beyond_plan=False)
    balance = replace(spent, used=None, currency=None, balance=Decimal("12.50"), balance_currency="USD")
    reading = reading_of(NOW, VENDOR, (), balance)
    view = replace(account_view(), windows=(), spend=reading.spend, headline="spend", fetched_at=NOW)

    assert "Balance $12.50" == accounts.account_summary(view, NOW, IconShow.USED)
    assert extrausage.money_line(spent).startswith("Spent $3.20")
    assert ReadingFile.model_validate(reading).value() == reading
    with pytest.raises(NoLimitsError, match="Miller"):
        reading_of(NOW, VENDOR, ())


def test_a_percentage_that_was_worked_out_says_so() -> None:
    """A percentage of two amounts of the vendor names them as its source; a limit of nothing has none."""
    made = replace(windows.window(windows.worked_out(3.0, 12.0), SOON, windows.DAY, NOW), source=Source.AMOUNTS)

    assert made.percent == 25.0
    assert "amounts of Miller" in sources.figure_source(made, VENDOR, NOW)
    assert windows.worked_out(3.0, 0.0) is None
