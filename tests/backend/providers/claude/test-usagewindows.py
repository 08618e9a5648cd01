"""Which limits a body of the usage endpoint lists: absent ones, duplicates, and limits with several names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude import usagejson
from tests.support.samples import NOW
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brim.model.usage import Reading

RESET_TEXT = "2026-11-23T14:00:00Z"


def _parse(body: Mapping[str, object]) -> Reading:
    return usagejson.parse(dict(body), NOW)


def _percents(reading: Reading) -> dict[str, float | None]:
    return {window.id: window.percent for window in reading.windows}


def test_a_limit_that_the_account_does_not_have_is_not_listed() -> None:
    """A window with neither a number nor a reset is no limit of the account, nor is an unknown key at null or 0."""
    reading = _parse(
        {
            "five_hour": {"utilization": None, "resets_at": None},
            "seven_day": None,
            "seven_day_opus": {"utilization": 0, "resets_at": None},
            "tangelo": {"utilization": 0, "resets_at": None},
            "copper_kite": {"utilization": None, "resets_at": None},
            "nimbus_quill": 0,
            "limits": [
                {"kind": "session", "percent": None, "resets_at": None, "is_active": True},
                {"kind": "weekly_scoped", "percent": None, "scope": {"model": {"display_name": "Fable"}}},
            ],
        }
    )

    assert {"weekly_scoped:Opus": 0.0} == _percents(reading)


def test_a_window_with_a_reset_alone_is_listed() -> None:
    """A window that names its reset is a limit of the account, also while its percentage is null or cannot be used."""
    reading = _parse({"five_hour": {"utilization": None, "resets_at": RESET_TEXT}, "seven_day": {"utilization": -3}})

    assert {"session": None, "weekly_all": None} == _percents(reading)


def test_where_nothing_has_started_the_windows_are_listed_without_a_number() -> None:
    """A body of windows that are all without a number and without a reset lists them: none of them has started."""
    empty = {"utilization": None, "resets_at": None}

    reading = _parse({"five_hour": empty, "seven_day": empty, "seven_day_opus": None, "limits": [], "spend": None})

    assert {"session": None, "weekly_all": None} == _percents(reading)


@pytest.mark.parametrize(
    ("name", "percents"),
    [
        ("claude-usage-ultra-no-session", {"weekly_all": 42, "weekly_scoped:Fable": 61}),
        ("claude-usage-ultra-null-session", {"weekly_all": 42}),
        ("claude-usage-resets-granted", {"session": 96, "weekly_all": 42}),
        ("claude-usage-resets-other-client", {"session": 12, "weekly_all": 42}),
    ],
)
def test_answers_of_november_2026_list_the_limits_that_the_account_has(name: str, percents: dict[str, float]) -> None:
    """An account without a 5-hour limit has no session, and the offer to reset a limit is no limit."""
    assert percents == _percents(_parse(load_fixture(name)))


OVER, RUNNING = "2026-11-23T10:50:00Z", RESET_TEXT


def _row(percent: float | None, resets_at: str | None = RUNNING, **more: object) -> dict[str, object]:
    scope = {"model": {"id": None, "display_name": "Fable"}, "surface": None}
    return {"kind": "weekly_scoped", "percent": percent, "resets_at": resets_at, "scope": scope, **more}


@pytest.mark.parametrize(
    ("rows", "percent"),
    [
        ([_row(20, is_active=False), _row(95, is_active=True)], 95),
        ([_row(95, is_active=False), _row(20, is_active=True)], 20),
        ([_row(20), _row(95)], 95),
        ([_row(95), _row(20)], 95),
        ([_row(100, OVER, is_active=True), _row(3)], 3),
        ([_row(3), _row(100, OVER, is_active=True)], 3),
        ([_row(100, OVER), _row(None)], None),
        ([_row(None, is_active=True), _row(40)], 40),
    ],
)
def test_of_two_rows_for_one_limit_the_active_one_counts(rows: list[dict[str, object]], percent: float | None) -> None:
    """Of two rows for one limit the active one counts unless its window is over, then the higher one, in any order."""
    for order in (rows, rows[::-1]):
        assert {"weekly_scoped:Fable": percent} == _percents(_parse({"limits": order}))


def _model(identifier: str | None, name: str | None, percent: float, surface: str | None = None) -> dict[str, object]:
    scope = {"model": {"id": identifier, "display_name": name}, "surface": {"display_name": surface}}
    return {"kind": "weekly_scoped", "percent": percent, "resets_at": RUNNING, "scope": scope}


def test_models_without_a_name_are_told_apart_by_their_id() -> None:
    """Each model is a limit of its own, with a name made from its id where the server gives none."""
    rows = [
        _model("claude-opus-5", None, 20),
        _model("claude-fable-5", None, 95),
        _model("claude-opus-4-1-20250805", "", 5),
        _model("mystery_9", None, 6),
        _model("claude-fable-5", "Fable", 7, "Cowork"),
    ]

    assert {
        "Opus 5 (week)": 20,
        "Fable 5 (week)": 95,
        "Opus 4.1 (week)": 5,
        "mystery_9 (week)": 6,
        "Fable, Cowork (week)": 7,
    } == {window.label: window.percent for window in _parse({"limits": rows}).windows}


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "weekly_scoped:Opus", "percent": 30, "resets_at": RUNNING},
        {"kind": "weekly_scoped:opus", "percent": 30, "resets_at": RUNNING, "scope": None},
        {"kind": "seven_day_opus", "percent": 30, "resets_at": RUNNING},
        {"kind": "weekly_scoped", "percent": 30, "scope": {"model": {"display_name": "Opus"}}},
    ],
)
def test_a_row_and_the_key_of_the_same_limit_are_one_window(row: dict[str, object]) -> None:
    """A limit is listed once, in whichever way its row and its key name it; the row's percentage counts."""
    reading = _parse({"limits": [row], "seven_day_opus": {"utilization": 31, "resets_at": RUNNING}})

    assert [("weekly_scoped", "opus (week)", 30.0)] == [
        (window.kind, window.label.casefold(), window.percent) for window in reading.windows
    ]


def test_a_key_and_the_row_of_a_version_are_one_limit() -> None:
    """`seven_day_opus` beside a row that names the model by its id only is one limit, under the row's name."""
    key = {"utilization": 31, "resets_at": RUNNING}

    def row(model: str) -> dict[str, object]:
        return {"kind": "weekly_scoped", "percent": 30, "resets_at": RUNNING, "scope": {"model": {"id": model}}}

    one = _parse({"limits": [row("claude-opus-5")], "seven_day_opus": key})
    two = _parse({"limits": [row("claude-opus-5"), row("claude-opus-4-1")], "seven_day_opus": key})

    assert [("weekly_scoped:Opus 5", 30.0)] == [(window.id, window.percent) for window in one.windows]
    assert 3 == len(two.windows)


@pytest.mark.parametrize("scope", [{"model": "claude-opus-5"}, {"model": {"id": "claude-opus-5"}}])
def test_a_model_that_is_named_by_its_id_has_a_name(scope: dict[str, object]) -> None:
    """An id, as an object or as plain text, is shown as a person says it."""
    row = {"kind": "weekly_scoped", "percent": 30, "resets_at": RUNNING, "scope": scope}

    assert ["Opus 5 (week)"] == [window.label for window in _parse({"limits": [row]}).windows]


def test_limits_with_the_same_name_are_told_apart() -> None:
    """Of limits that would be called the same, each one of a new kind has the server's words for it in its name."""
    reading = _parse(
        {
            "velvet_otter": {"utilization": 40, "resets_at": RESET_TEXT},
            "amber_jade": {"utilization": 40, "resets_at": RESET_TEXT, "label": None},
            "promo": {"utilization": 1, "resets_at": RESET_TEXT, "label": "week"},
            "limits": [
                {"kind": "session", "percent": 5, "resets_at": RESET_TEXT},
                {"kind": "session", "percent": 5, "resets_at": RESET_TEXT, "scope": {"model": {"id": "Fable"}}},
                {"kind": "weekly_all", "percent": 5, "resets_at": RESET_TEXT},
            ],
        }
    )

    assert [
        "Session",
        "Session (Fable)",
        "Week",
        "Other limit (velvet otter)",
        "Other limit (amber jade)",
        "week (promo)",
    ] == [window.label for window in reading.windows]
