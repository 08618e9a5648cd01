"""When figures of the Claude CLI are from, which repeats its own last reading without saying so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from brim.backend.providers.claude import usagejson
from brim.backend.providers.claude.repeatedreading import dated
from brim.errors import OfflineError
from tests.support.samples import NOW

type Json = dict[str, Any]  # Any: the JSON of a foreign program
RESET = "2026-11-23T14:00:00Z"


def _body(percent: float, reset: str | None = RESET, **more: object) -> Json:
    return {"five_hour": {"utilization": percent, "resets_at": reset}, **more}


@pytest.mark.parametrize("age", [1, 59, 299])
def test_a_recent_repetition_has_its_own_time(age: int) -> None:
    """Figures that the program stored shortly before the run are as old as that, and not new."""
    stored = usagejson.parse(_body(42), NOW - timedelta(seconds=age))
    reading = dated(usagejson.parse(_body(42), NOW), stored, NOW)

    assert stored.fetched_at == reading.fetched_at
    assert {stored.fetched_at} == {window.read_at for window in reading.windows}


@pytest.mark.parametrize("age", [1, 299])
def test_a_repetition_of_foreign_figures_is_no_answer(age: int) -> None:
    """Figures that the program stored for another organisation are not taken from its answer, however new."""
    stored = usagejson.parse(_body(42), NOW - timedelta(seconds=age))

    with pytest.raises(OfflineError):
        dated(usagejson.parse(_body(42), NOW), stored, NOW, foreign=True)
    assert 41 == dated(usagejson.parse(_body(41), NOW), stored, NOW, foreign=True).windows[0].percent


@pytest.mark.parametrize("reset", [RESET, None, "2026-11-23T14:00:01.412Z"])
def test_an_old_repetition_is_no_answer(reset: str | None) -> None:
    """A program that repeats figures of half an hour ago has reached nobody, also where it leaves limits out."""
    week = {"seven_day": {"utilization": 7, "resets_at": "2026-11-27T08:00:00Z"}}
    stored_reset = None if reset is None else RESET
    stored = usagejson.parse(_body(42, stored_reset, **week), NOW - timedelta(minutes=30))

    with pytest.raises(OfflineError):
        dated(usagejson.parse(_body(42, reset), NOW), stored, NOW)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        usagejson.parse(_body(42), NOW + timedelta(seconds=1)),
        usagejson.parse(_body(41), NOW - timedelta(minutes=30)),
        usagejson.parse(_body(42, "2026-11-23T19:00:00Z"), NOW - timedelta(minutes=30)),
        usagejson.parse(_body(42, None), NOW - timedelta(minutes=30)),
        usagejson.parse({"seven_day": {"utilization": 42, "resets_at": RESET}}, NOW - timedelta(minutes=30)),
    ],
    ids=["none", "of this run", "other percent", "other reset", "no reset", "other limit"],
)
def test_any_other_figures_are_new(stored: Any) -> None:  # noqa: ANN401 - a reading or None
    """Figures that differ from the stored ones, and those that the run itself stored, are from the run."""
    reading = replace(usagejson.parse(_body(42), NOW), plan="Max")

    assert reading == dated(reading, stored, NOW)
