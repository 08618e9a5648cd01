"""What a body of Copilot's usage endpoint means: quotas of a month, no limit, beyond a quota, and what is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.copilot import usage
from brim.backend.readings.evaluation import evaluate
from brim.errors import BadAnswerError, NoLimitsError, ReadError
from brim.model.level import Level
from brim.model.usage import Source
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from brim.model.usage import Reading

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
DAY = 86_400


def parse(name: str) -> Reading:
    """The reading in a fixture."""
    return usage.parse(load_fixture(f"copilot-user-{name}"), NOW)


def with_quota(**values: object) -> Reading:
    """The reading of a Pro account whose main quota has some other values."""
    body = load_fixture("copilot-user-pro")
    body["quota_snapshots"]["premium_interactions"] |= values
    return usage.parse(body, NOW)


def rows(reading: Reading) -> list[tuple[str, str, float | None]]:
    """Id, label and percent of each limit."""
    return [(window.id, window.label, window.percent) for window in reading.windows]


@pytest.mark.parametrize(
    ("name", "plan", "expected"),
    [
        ("pro", "Pro", [("monthly", "AI credits (month)", 25.4)]),
        ("pro-requests", "Pro", [("monthly", "Premium requests (month)", 18.4)]),
        (
            "free",
            "Free",
            [
                ("monthly", "Premium requests (month)", 76.0),
                ("monthly_scoped:chat", "Chat (month)", 18.0),
                ("monthly_scoped:completions", "Completions (month)", 25.0),
            ],
        ),
        (
            "free-legacy",
            "Free",
            [
                ("monthly_scoped:chat", "Chat (month)", 18.0),
                ("monthly_scoped:completions", "Completions (month)", 25.0),
            ],
        ),
    ],
)
def test_each_quota_is_a_limit_of_this_month(name: str, plan: str, expected: list[tuple[str, str, float]]) -> None:
    """What is used is 100 minus what remains, until the first of the next month; what is unlimited has no row."""
    reading = parse(name)

    assert expected == rows(reading)
    assert plan == reading.plan
    assert {(DECEMBER, 30 * DAY)} == {(window.resets_at, window.length_seconds) for window in reading.windows}


@pytest.mark.parametrize(
    ("reset", "days"), [("2027-02-01", 31), ("2027-03-01", 28), ("2028-03-01", 29), ("2026-12-01", 30)]
)
def test_a_month_is_as_long_as_the_calendar_says(reset: str, days: int) -> None:
    """The pace of a month is measured over the days that this month has."""
    body = load_fixture("copilot-user-pro") | {"quota_reset_date": reset, "quota_reset_date_utc": None}

    (window,) = usage.parse(body, datetime.fromisoformat(f"{reset}T00:00:00Z") - timedelta(days=9)).windows

    assert (f"{reset}T00:00:00+00:00", days * DAY) == (str(window.resets_at).replace(" ", "T"), window.length_seconds)


@pytest.mark.parametrize(
    ("name", "title", "part"),
    [
        ("business-placeholder", "No limit reported", "31 AI credits"),
        ("unlimited", "No limits", "unlimited"),
        ("no-seat", "No Copilot plan", "plan or seat"),
        ("nulls", "No limits reported", "now"),
    ],
)
def test_an_account_without_a_limit_says_why(name: str, title: str, part: str) -> None:
    """A placeholder, an unlimited seat, no seat and missing numbers are four cases; none is 0% or 100%."""
    with pytest.raises(NoLimitsError) as caught:
        parse(name)

    assert title == caught.value.title
    assert part in caught.value.message


@pytest.mark.parametrize("permitted", [True, False])
def test_use_beyond_the_quota_is_shown_as_reported(*, permitted: bool) -> None:
    """-15% remaining is 115% used; it is extra usage only where GitHub permits it."""
    reading = with_quota(percent_remaining=-15.0, remaining=-225, overage_permitted=permitted, overage_count=225.5)

    assert [("monthly", "AI credits (month)", 115.0)] == rows(reading)
    assert (Level.PAYING if permitted else Level.EXHAUSTED) == evaluate(reading, NOW).level
    assert (Decimal("2.255") if permitted else None) == (reading.spend.used if reading.spend is not None else None)


def test_extra_requests_have_no_price() -> None:
    """Where the unit is a request and no credit, nothing in the answer says what one costs."""
    body = load_fixture("copilot-user-pro-requests")
    body["quota_snapshots"]["premium_interactions"] |= {"overage_permitted": True, "overage_count": 7}

    spend = usage.parse(body, NOW).spend

    assert spend is not None
    assert (True, None) == (spend.enabled, spend.used)


@pytest.mark.parametrize(
    ("values", "percent", "source"),
    [
        ({"percent_remaining": None}, 25.366667, Source.AMOUNTS),
        ({"percent_remaining": None, "quota_remaining": None}, 25.4, Source.AMOUNTS),
        ({"percent_remaining": None, "quota_remaining": -150, "remaining": 0}, 110.0, Source.AMOUNTS),
        ({"percent_remaining": "74.6"}, 25.4, Source.API),
        ({"percent_remaining": 100.0}, 0.0, Source.API),
        ({"percent_remaining": 104.0}, 0.0, Source.API),
        ({"entitlement": None, "remaining": None, "quota_remaining": None}, 25.4, Source.API),
        ({"percent_remaining": -99_000}, 1000.0, Source.API),
    ],
)
def test_a_missing_percentage_is_worked_out_from_amounts(
    values: dict[str, object], percent: float, source: Source
) -> None:
    """Both amounts are GitHub's own, and the source says that Brim divided them."""
    (window,) = with_quota(**values).windows

    assert source == window.source
    assert pytest.approx(percent) == window.percent


@pytest.mark.parametrize(
    "values",
    [
        {"percent_remaining": True, "entitlement": True},
        {"percent_remaining": None, "entitlement": None},
        {"percent_remaining": "half", "entitlement": "many"},
        {"entitlement": 0, "remaining": 0, "percent_remaining": 0.0},
        {"entitlement": None, "remaining": 0, "quota_remaining": None, "percent_remaining": 0.0},
        {"entitlement": 0, "remaining": -12, "percent_remaining": -100.0},
        {"entitlement": -1, "percent_remaining": 0.0},
        {"unlimited": True, "percent_remaining": 12.0},
    ],
)
def test_what_is_not_known_is_no_percentage(values: dict[str, object]) -> None:
    """A missing or foreign value is unknown, an entitlement of 0 is a placeholder, and -1 has no limit."""
    with pytest.raises(NoLimitsError):
        with_quota(**values)


def test_a_quota_without_a_number_stays_and_is_not_known() -> None:
    """A quota of 1500 of which nobody knows how much is used is a limit, and neither 0% nor gone."""
    (window,) = with_quota(percent_remaining=None, remaining=None, quota_remaining=None).windows

    assert (None, True) == (window.percent, window.unknown)


def test_quotas_that_nobody_knows_yet_are_kept() -> None:
    """A new quota is one of this month under its own name, unless its name says another length."""
    body = load_fixture("copilot-user-pro")
    quota = {"entitlement": 10, "remaining": 4, "percent_remaining": 40.0, "unlimited": False}
    body["quota_snapshots"] |= {"agent_mode": quota, "weekly_limit": quota, "odd": 7}

    reading = usage.parse(body, NOW)

    assert [
        ("monthly", "AI credits (month)", 25.4),
        ("monthly_scoped:agent_mode", "Agent mode (month)", 60.0),
        ("weekly_scoped:weekly limit", "weekly limit (week)", 60.0),
    ] == rows(reading)
    assert [DECEMBER, DECEMBER, None] == [window.resets_at for window in reading.windows]


@pytest.mark.parametrize(
    ("plan", "sku", "name"),
    [
        ("individual", "monthly_subscriber_quota", "Pro"),
        ("individual", "free_limited_copilot", "Free"),
        ("individual_pro", "plus_monthly_subscriber_quota", "Pro+"),
        ("individual_pro_plus", None, "Pro+"),
        ("individual_max", "max_monthly_subscriber_quota", "Max"),
        ("business", "copilot_for_business_seat_quota", "Business"),
        ("enterprise", None, "Enterprise"),
        ("campus_trial", None, "Campus trial"),
        (None, None, None),
    ],
)
def test_a_plan_has_its_name_of_the_price_list(plan: str | None, sku: str | None, name: str | None) -> None:
    """GitHub's words become the names that people bought; an unknown one is shown as it is."""
    body = load_fixture("copilot-user-pro") | {"copilot_plan": plan, "access_type_sku": sku}

    assert name == usage.parse(body, NOW).plan


def test_a_report_that_lags_is_taken_as_reported() -> None:
    """7,000 of 7,000 left is 0% used, whatever was used meanwhile: only GitHub counts."""
    (window,) = with_quota(entitlement=7000, remaining=7000, quota_remaining=7000.0, percent_remaining=100.0).windows

    assert (0.0, NOW) == (window.percent, window.read_at)


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        pytest.param({"percent_remaining": -15.0, "remaining": 0}, 115.0, id="CodexBar 818: negative, not cut"),
        pytest.param(
            {"percent_remaining": None, "remaining": -30, "quota_remaining": None, "entitlement": 300},
            110.0,
            id="copilot-cli 1568: less than nothing remains",
        ),
        pytest.param(
            {"entitlement": 1000, "remaining": 10, "quota_remaining": 10.0, "percent_remaining": 60.0},
            40.0,
            id="vscode 333491: the amounts of a seat disagree with its percentage",
        ),
        pytest.param(
            {"entitlement": 0, "remaining": 0, "percent_remaining": 0.0, "has_quota": False, "credits_used": None},
            None,
            id="openusage 839 and 1094: 0 of 0 is no full limit",
        ),
    ],
)
def test_reports_of_wrong_usage_elsewhere_do_not_apply(values: dict[str, object], percent: float | None) -> None:
    """GitHub's percentage counts before its amounts, is never cut, and nothing is made of a placeholder."""
    if percent is None:
        with pytest.raises(NoLimitsError):
            with_quota(**values)
    else:
        assert [percent] == [window.percent for window in with_quota(**values).windows]


@pytest.mark.parametrize("body", [{}, {"message": "hello"}, {"quota_snapshots": 7}, {"quota_snapshots": []}])
def test_a_foreign_body_is_no_usage(body: dict[str, object]) -> None:
    """JSON of something else is an unexpected response, and not an account without limits."""
    with pytest.raises(BadAnswerError):
        usage.parse(body, NOW)


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, True, {"chat": []}, {"chat": {"entitlement": {}}}])
@pytest.mark.parametrize(
    "key",
    [
        "quota_snapshots",
        "quota_reset_date",
        "quota_reset_date_utc",
        "copilot_plan",
        "access_type_sku",
        "monthly_quotas",
    ],
)
def test_values_of_any_type_raise_nothing_foreign(key: str, value: object) -> None:
    """Whatever is in the body, there is a reading or one of our errors."""
    body = load_fixture("copilot-user-pro") | {key: value}
    try:
        usage.parse(body, NOW)
    except ReadError as error:
        assert error.title  # noqa: PT017 - either outcome is right
