"""Bodies of Codex's usage endpoint as readings: limits by their length, refusals, credits, and unknown ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.providers.codex import usagejson
from brim.backend.readings.evaluation import evaluate
from brim.errors import BadAnswerError, NoLimitsError, ReadError
from brim.model.level import Level
from brim.model.usage import Reading, Source
from brim.words.extrausage import extra_usage_text
from tests.support.codexmachine import NOW, percents
from tests.support.usageserver import load_fixture

SESSION_RESET, WEEK_RESET = datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 27, 8, tzinfo=UTC)


def _parse(name: str, **changes: object) -> Reading:
    return usagejson.parse(load_fixture(name) | changes, NOW)


def _limit(percent: float | None, seconds: float | None, left: float = 3600, **more: object) -> dict[str, object]:
    epoch = NOW.timestamp() + left
    return {"used_percent": percent, "limit_window_seconds": seconds, "reset_at": epoch} | more


def _rate_limit(*limits: object, **more: object) -> dict[str, object]:
    slots = dict(zip(("primary_window", "secondary_window", "tertiary_window"), limits, strict=False))
    return {"allowed": True, "limit_reached": False} | slots | more


@pytest.mark.parametrize(
    ("name", "expected", "labels", "plan"),
    [
        ("plus-two-windows", {"session": 42, "weekly_all": 61}, ["5 hours", "Week"], "Plus"),
        ("plus-weekly-only", {"weekly_all": 40}, ["Week"], "Plus"),
        ("free-monthly", {"monthly": 18}, ["30 days"], "Free"),
        ("refused-at-25", {"weekly_all": 25}, ["Week"], "Plus"),
        (
            "business-spend-control",
            {"monthly_scoped:Individual limit": 27},
            ["Individual limit (month)"],
            "Enterprise (usage-based)",
        ),
        (
            "pro-spark",
            {
                "weekly_all": 9,
                "session_scoped:GPT-5.3-Codex-Spark": 73,
                "weekly_scoped:GPT-5.3-Codex-Spark": 12,
            },
            ["Week", "GPT-5.3-Codex-Spark (5 hours)", "GPT-5.3-Codex-Spark (week)"],
            "Pro (More)",
        ),
    ],
)
def test_recorded_bodies_show_every_limit(name: str, expected: dict[str, float], labels: list[str], plan: str) -> None:
    """Each limit has the label of its length, the plan its name, and nothing is added up."""
    reading = _parse(f"codex-usage-{name}")

    assert (expected, plan) == (percents(reading), reading.plan)
    assert labels == [window.label for window in reading.windows]


def test_limits_stand_in_the_order_of_their_lengths() -> None:
    """Whatever slot a limit is in, also one that nobody knows: its length says what it is."""
    slots = _rate_limit(_limit(3, 2_592_000), _limit(2, 604_800), _limit(1, 18_000), extra=_limit(4, 10_800))
    reading = _parse("codex-usage-plus-two-windows", rate_limit=slots)

    assert ["3_hours", "session", "weekly_all", "monthly"] == list(percents(reading))
    assert [4, 1, 2, 3] == list(percents(reading).values())


def test_old_answers_without_lengths_go_by_their_slot_and_their_reset() -> None:
    """The first slot is 5 hours, unless its reset is further away than that; the second is a week."""
    old = _rate_limit(_limit(10, None), _limit(20, None))
    moved = _rate_limit(_limit(10, None, left=200_000))

    assert {"session": 10, "weekly_all": 20} == percents(_parse("codex-usage-nulls", rate_limit=old))
    assert {"weekly_all": 10} == percents(_parse("codex-usage-nulls", rate_limit=moved))


def test_a_refusal_stands_beside_the_percentage() -> None:
    """Work is refused at 25%: both are shown, the level is that of a limit that is reached, and no 100% is invented."""
    (window,) = evaluate(_parse("codex-usage-refused-at-25"), NOW).windows

    assert (25.0, True, Level.EXHAUSTED) == (window.percent, window.refused, window.level)


@pytest.mark.parametrize(
    ("limits", "refused"),
    [
        ((_limit(100, 18_000), _limit(30, 604_800)), [True, False]),
        ((_limit(10, 18_000), _limit(30, 604_800)), [True, True]),
    ],
)
def test_a_full_limit_explains_a_refusal(limits: tuple[object, ...], refused: list[bool]) -> None:
    """Where one limit is full, it is the one; where none is, nobody can say which of them it is."""
    reading = _parse("codex-usage-plus-two-windows", rate_limit=_rate_limit(*limits, allowed=False))

    assert refused == [window.refused for window in reading.windows]


@pytest.mark.parametrize(
    "reason",
    ["rate_limit_reached", {"type": "workspace_owner_credits_depleted"}, {"kind": "rate_limit_reached"}],
)
def test_a_reason_for_a_refusal_comes_in_three_forms(reason: object) -> None:
    """An object with a type or a kind, or text alone; where work is expressly allowed it means nothing."""
    allowed = _rate_limit(_limit(30, 604_800))
    silent = allowed | {"allowed": None}

    def refused(rate_limit: object) -> bool:
        reading = _parse("codex-usage-nulls", rate_limit=rate_limit, rate_limit_reached_type=reason)
        return reading.windows[0].refused

    assert refused(silent)
    assert not refused(allowed)


def test_a_limit_that_is_reached_while_credits_pay_is_no_refusal() -> None:
    """With credits the vendor goes on at the limit: it is paid, not refused."""
    full = _rate_limit(_limit(100, 604_800), limit_reached=True)
    reading = _parse("codex-usage-pro-spark", rate_limit=full, additional_rate_limits=None)

    assert [Level.PAYING] == [window.level for window in evaluate(reading, NOW).windows]
    refused = _parse("codex-usage-pro-spark", rate_limit=full | {"allowed": False}, additional_rate_limits=None)
    assert [Level.EXHAUSTED] == [window.level for window in evaluate(refused, NOW).windows]


def test_a_passed_reset_takes_the_percentage_away() -> None:
    """A reset before the time of the answer: the window has ended, and 88% is not shown."""
    session, week = evaluate(_parse("codex-usage-reset-passed"), NOW).windows

    assert (None, Level.UNKNOWN) == (session.percent, session.level)
    assert 61 == week.percent


def test_an_unused_limit_has_no_reset() -> None:
    """Nothing is used and the reset is a whole length ahead, where it stays: no time is promised."""
    assert [(0, None), (0, None)] == [(one.percent, one.resets_at) for one in _parse("codex-usage-unstarted").windows]
    (fresh,) = _parse("codex-usage-nulls", rate_limit=_rate_limit(_limit(1, 18_000, left=18_000))).windows
    assert (1, NOW + timedelta(hours=5)) == (fresh.percent, fresh.resets_at)


def test_credits_are_credits_and_no_money() -> None:
    """The balance is what the server says, in its own unit; an account without credits shows none."""
    spend = _parse("codex-usage-pro-spark").spend

    assert spend is not None
    assert (True, Decimal("812.5")) == (spend.enabled, spend.balance)
    assert "on, balance 812.5 credits" == extra_usage_text(spend)
    assert _parse("codex-usage-plus-two-windows").spend is None


@pytest.mark.parametrize(
    ("given", "count"),
    [({"available_count": 2}, 2), ({"available_count": "3"}, 3), ({"available_count": 0}, 0), ({}, None), (7, None)],
)
def test_saved_resets_are_counted_and_none_is_used(given: object, count: int | None) -> None:
    """How many full resets the account has saved is told; what is no count is not known."""
    assert count == _parse("codex-usage-plus-two-windows", rate_limit_reset_credits=given).saved_resets


def test_an_account_with_credits_alone_is_no_error() -> None:
    """Neither a limit nor a plan, only a balance: that is usage, too."""
    reading = _parse("codex-usage-nulls", credits={"has_credits": True, "unlimited": False, "balance": "40"})

    assert reading.spend is not None
    assert ((), Decimal(40)) == (reading.windows, reading.spend.balance)


def test_every_limit_of_spending_is_shown_by_itself() -> None:
    """Amounts come as text; a missing percentage is worked out from them and says so; new limits keep their name."""
    control = {
        "reached": True,
        "reached_limit_type": "group_shared",
        "individual_limit": {"limit": "500", "used": "125", "reset_at": 1796083200},
        "group_shared_limit": {"remaining_percent": 0, "reset_at": 1796083200},
        "team_budget": {"limit": "10", "used": "4"},
        "role_budget_limit": {"limit": "0", "used": "0"},
    }
    reading = _parse("codex-usage-business-spend-control", spend_control=control)

    assert [
        ("Individual limit (month)", 25, Source.AMOUNTS, False),
        ("Shared group limit (month)", 100, Source.API, True),
        ("team budget", 40, Source.AMOUNTS, False),
        ("Role budget limit", None, Source.API, False),
    ] == [(one.label, one.percent, one.source, one.refused) for one in reading.windows]
    assert [30 * 86_400, 30 * 86_400, None, None] == [one.length_seconds for one in reading.windows]


def test_pools_that_nobody_knows_yet_are_kept() -> None:
    """Code reviews and a new kind of limit are shown beside the plan's own, by their names."""
    reading = _parse(
        "codex-usage-plus-weekly-only",
        code_review_rate_limit=_rate_limit(_limit(5, 604_800)),
        cloud_task_rate_limit=_rate_limit(_limit(6, 86_400)),
        additional_rate_limits=[{"metered_feature": "codex_new", "rate_limit": _rate_limit(_limit(7, 18_000))}, 3],
    )

    assert ["Week", "Code review (week)", "cloud task (day)", "codex_new (5 hours)"] == [
        window.label for window in reading.windows
    ]


def test_an_unknown_plan_is_shown_as_it_is() -> None:
    """A plan type that nobody knows is no error."""
    assert "ultra_2027" == _parse("codex-usage-plus-two-windows", plan_type="ultra_2027").plan


def test_an_answer_without_limits_says_so() -> None:
    """All null: there are no limits, which is not 0%; a body of something else is no usage."""
    with pytest.raises(NoLimitsError):
        _parse("codex-usage-nulls")
    with pytest.raises(BadAnswerError):
        usagejson.parse({"detail": "Something went wrong"}, NOW)


_VALUES: st.SearchStrategy[Any] = st.recursive(  # any JSON
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*_limit(1, 1), "primary_window", "allowed", "limit", "type"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(load_fixture("codex-usage-pro-spark"))), _VALUES))
def test_no_body_raises_anything_but_our_errors(body: dict[str, Any]) -> None:
    """Whatever the server sends, it is a reading or one of our errors, and no number is negative."""
    try:
        reading = usagejson.parse(body, NOW)
    except ReadError:
        return
    assert all(window.percent is None or window.percent >= 0 for window in reading.windows)
