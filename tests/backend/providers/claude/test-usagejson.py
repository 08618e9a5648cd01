"""Bodies of the usage endpoint as readings."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.providers.claude import usagejson
from brim.backend.readings.evaluation import evaluate
from brim.errors import BadAnswerError, NoLimitsError, ReadError
from brim.model.level import Level
from tests.support.samples import NOW
from tests.support.usageserver import FIXTURES, load_fixture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brim.model.usage import Reading

SESSION_RESET = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
RESET_TEXT = "2026-11-23T14:00:00Z"


def _parse(body: Mapping[str, object]) -> Reading:
    return usagejson.parse(dict(body), NOW)


def _percents(reading: Reading) -> dict[str, float | None]:
    return {window.id: window.percent for window in reading.windows}


@pytest.mark.parametrize(
    ("name", "percents", "headline", "level"),
    [
        ("usage-pro", {"session": 23, "weekly_all": 61}, "weekly_all", Level.WATCH),
        (
            "usage-max",
            {"session": 42, "weekly_all": 18, "weekly_scoped:Fable": 78, "weekly_scoped:Sonnet": 7},
            "weekly_scoped:Fable",
            Level.WARN,
        ),
        ("usage-team", {"session": 91, "weekly_all": 55, "weekly_scoped:Fable": 12}, "session", Level.CRITICAL),
        ("usage-extra", {"session": 100, "weekly_all": 84}, "session", Level.PAYING),
        ("usage-enterprise", {}, "spend", Level.CALM),
        (
            "usage-newest-shape",
            {
                "session": 3,
                "weekly_all": 12,
                "weekly_scoped:Fable": 0,
                "weekly_future_kind:Cowork": 5,
                "wattle_ember": 40,
                "velvet_otter": 40,
            },
            "session",
            Level.CALM,
        ),
    ],
)
def test_fixtures_parse_to_what_their_readme_says(
    name: str, percents: dict[str, float], headline: str, level: Level
) -> None:
    """Each fixture parses to what its README says."""
    reading = usagejson.parse(usagejson.decode((FIXTURES / f"{name}.json").read_bytes()), NOW)
    evaluated = evaluate(reading, NOW)

    assert percents == _percents(reading)
    assert headline == evaluated.headline
    assert level == evaluated.level


def test_windows_have_labels_and_lengths() -> None:
    """A known window has its name and length; an unknown one shows its scope or `Other limit`."""
    reading = _parse(load_fixture("usage-newest-shape"))

    assert {
        "session": ("Session", 18000),
        "weekly_all": ("Week", 604800),
        "weekly_scoped:Fable": ("Fable (week)", 604800),
        "weekly_future_kind:Cowork": ("Cowork", 604800),
        "wattle_ember": ("Promo credit", None),
        "velvet_otter": ("Other limit", None),
    } == {window.id: (window.label, window.length_seconds) for window in reading.windows}


@pytest.mark.parametrize(
    ("name", "used", "limit", "currency", "percent"),
    [
        ("usage-team", "12.50", None, "USD", None),
        ("usage-extra", "12.34", "50.00", "EUR", 25.0),
        ("usage-enterprise", "18.02", "300.00", "USD", 6.0),
    ],
)
def test_money_is_in_major_units(name: str, used: str, limit: str | None, currency: str, percent: float | None) -> None:
    """Money is in major units with the digits of its currency, and a percentage needs a cap."""
    spend = _parse(load_fixture(name)).spend

    assert spend is not None
    assert (used, limit) == (str(spend.used), None if spend.limit is None else str(spend.limit))
    assert (currency, percent) == (spend.currency, spend.percent)


@pytest.mark.parametrize(("reason", "enabled"), [(None, True), ("out_of_credits", False)])
def test_money_without_enabled_counts(reason: str | None, enabled: object) -> None:
    """Money without `enabled` counts; whether it is on follows from the reason for being off."""
    amount = {"amount_minor": 1802, "currency": "USD", "exponent": 2}
    spend = _parse({"spend": {"used": amount, "disabled_reason": reason}}).spend

    assert spend is not None
    assert (enabled, Decimal("18.02")) == (spend.enabled, spend.used)


@pytest.mark.parametrize(
    ("used", "percent", "expected"),
    [(1000, -5, 20.0), (1000, 1e14, 20.0), (-1000, None, None), (100_000_000, None, None), (1000, "20.5", 20.5)],
)
def test_the_share_of_the_cap_follows_the_rule_of_every_percentage(
    used: int, percent: object, expected: float | None
) -> None:
    """A share that no percentage can have is not known; it is worked out from the amounts where they give one."""
    amounts = {name: {"amount_minor": value, "currency": "USD"} for name, value in (("used", used), ("limit", 5000))}
    spend = _parse({"spend": amounts | {"enabled": True, "percent": percent}}).spend

    assert spend is not None
    assert expected == spend.percent


@pytest.mark.parametrize("amount", [-1, -100_000, "-5", 1e300])
def test_an_amount_that_cannot_be_is_not_known(amount: object) -> None:
    """Nobody has spent less than nothing: such an amount counts as absent, in both forms."""
    spend = _parse(
        {"spend": {"enabled": True, "used": {"amount_minor": amount}, "limit": {"amount_minor": amount}}}
    ).spend
    extra = _parse({"extra_usage": {"is_enabled": True, "used_credits": amount, "monthly_limit": amount}}).spend

    for read in (spend, extra):
        assert read is not None
        assert (None, None, None) == (read.used, read.limit, read.percent)


def test_extra_usage_counts_without_spend() -> None:
    """Without `spend`, the older section counts, in minor units of its currency."""
    extra = {"is_enabled": True, "used_credits": 1234, "monthly_limit": 5000, "currency": "jpy", "decimal_places": 0}
    spend = _parse({"extra_usage": extra}).spend

    assert spend is not None
    assert (Decimal(1234), Decimal(5000), "JPY", 24.68) == (spend.used, spend.limit, spend.currency, spend.percent)


def test_a_plan_without_limits_raises_no_limits() -> None:
    """A free or lapsed plan names no limit, which is not a fault of the body."""
    with pytest.raises(NoLimitsError):
        _parse(load_fixture("usage-nulls"))


@pytest.mark.parametrize(
    "body",
    [{}, {"hello": 1}, {"limits": "soon"}, {"five_hour": 7}, {"limits": [1, None, "x", {}]}, {"hello": {"a": 1}}],
)
def test_a_body_without_a_known_part_is_refused(body: dict[str, object]) -> None:
    """A body without a part that can be used is a fault, and not an empty plan."""
    with pytest.raises(BadAnswerError):
        _parse(body)


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"1", b'{"five_hour": {"util', b"\xff\xfe\xfa", b"[" * 100_000])
def test_a_body_that_is_not_an_object_is_refused(raw: bytes) -> None:
    """A body that is not a JSON object is a fault, however it is broken."""
    with pytest.raises(BadAnswerError):
        usagejson.decode(raw)


def test_a_byte_order_mark_is_ignored() -> None:
    """A byte order mark before the body is ignored."""
    assert {"a": 1} == usagejson.decode(b'\xef\xbb\xbf{"a": 1}')


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (41, 41.0),
        (6.006666666666667, 6.006666666666667),
        ("41.5", 41.5),
        (0, 0.0),
        (130, 130.0),
        (1000, 1000.0),
        (1000.5, None),
        ("100000000000000", None),
        (1e14, None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        ("many", None),
        (-1, None),
        (10**400, None),
        ([], None),
        (None, None),
    ],
)
def test_percentages_are_parsed_leniently(value: object, expected: float | None) -> None:
    """Numbers and numeric strings count, also over 100; a bool, NaN or anything else leaves the window without one."""
    reading = _parse({"five_hour": {"utilization": value, "resets_at": RESET_TEXT}})

    assert {"session": expected} == _percents(reading)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-23T14:00:00Z",
        "2026-11-23T14:00:00+00:00",
        "2026-11-23T16:00:00.000000000+02:00",
        "2026-11-23T14:00:00.0z",
        "2026-11-23 14:00:00",
        1795442400,
        1795442400000,
        "1795442400",
    ],
)
def test_all_forms_of_a_time_are_parsed(value: object) -> None:
    """Each form in which a time was seen means the same time."""
    reading = _parse({"five_hour": {"utilization": 1, "resets_at": value}})

    assert [SESSION_RESET] == [window.resets_at for window in reading.windows]


@pytest.mark.parametrize("value", ["soon", "2026-13-45T00:00:00Z", True, 1e300, -5, {}, "9999-12-31T23:59:59-14:00"])
def test_a_bad_time_does_not_remove_the_percentage(value: object) -> None:
    """A time that cannot be parsed does not remove the percentage."""
    window = _parse({"five_hour": {"utilization": 1, "resets_at": value}}).windows[0]

    assert (1.0, None) == (window.percent, window.resets_at)


def test_a_row_wins_over_a_window_key() -> None:
    """A row's percentage wins over the key for the same limit, whose values fill what the row lacks."""
    reading = _parse(
        {
            "limits": [{"kind": "session", "percent": 5}, {"kind": "weekly_all", "percent": None}],
            "five_hour": {"utilization": 99, "resets_at": RESET_TEXT},
            "seven_day": {"utilization": 30, "resets_at": None},
        }
    )

    assert {"session": 5.0, "weekly_all": 30.0} == _percents(reading)
    assert reading.windows[0].resets_at == SESSION_RESET


def test_a_huge_number_affects_only_its_window() -> None:
    """A number of thousands of digits affects its own window and nothing else."""
    body = usagejson.decode(b'{"five_hour": {"utilization": 41}, "seven_day": {"utilization": %s}}' % (b"9" * 5000))

    assert {"session": 41.0, "weekly_all": None} == _percents(_parse(body))


def test_a_bad_section_does_not_hide_the_others() -> None:
    """A section that cannot be used does not hide the others."""
    reading = _parse(
        {
            "limits": [{"kind": "session", "percent": 5}, 7, {"kind": ["x"]}, None],
            "spend": {"used": "much", "enabled": "yes"},
            "extra_usage": [1],
            "seven_day": "later",
        }
    )

    assert {"session": 5.0} == _percents(reading)
    assert reading.spend is None


def test_names_are_short_printable_lines() -> None:
    """A name from the server is one short line that can be written anywhere."""
    scope = {"model": {"display_name": "a\n\x1b[31m\ud800" + "b" * 500}}
    window = _parse({"limits": [{"kind": "weekly_scoped", "percent": 5, "scope": scope}]}).windows[0]

    assert window.label.isprintable()
    assert len(window.label) < 80
    assert window.id.encode()


_KEYS = [
    *("five_hour", "limits", "spend", "extra_usage", "utilization", "percent", "kind", "scope", "model", "used", "new"),
    *("display_name", "resets_at", "amount_minor", "exponent", "enabled", "is_enabled", "used_credits"),
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(RESET_TEXT),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "five_hour",
                    "limits",
                    "spend",
                    "extra_usage",
                    "utilization",
                    "percent",
                    "kind",
                    "scope",
                    "model",
                    "used",
                    "display_name",
                    "resets_at",
                    "amount_minor",
                    "exponent",
                    "enabled",
                    "is_enabled",
                    "used_credits",
                    "x",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(["five_hour", "seven_day", "limits", "spend", "extra_usage", "new"]), _JSON))
def test_any_json_object_gives_a_reading_or_a_read_error(body: dict[str, object]) -> None:
    """Any JSON object gives a reading or one of our errors, and nothing else."""
    try:
        reading = usagejson.parse(usagejson.decode(json.dumps(body).encode()), NOW)
    except ReadError:
        return

    assert evaluate(reading, NOW + timedelta(days=1)).headline is not None
