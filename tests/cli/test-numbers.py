"""Percentages and amounts that cannot be: not known, in every answer, file and input, by one rule."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude import clioutput, usagejson
from brim.cli.forecast.questions import answer
from brim.cli.statusline.lineformat import default_line
from tests.support.samples import NOW, RESET

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox

IMPOSSIBLE = [-0.5, 1000.5, 1e14, 10**309, "100000000000000", "-3", "1" * 310, True]


@pytest.mark.parametrize("value", IMPOSSIBLE)
def test_no_answer_has_an_impossible_percentage(value: object) -> None:
    """In a row, a key or the text of the Claude CLI, an impossible percentage leaves its limit without one."""
    row = {"kind": "session", "percent": value, "resets_at": RESET.isoformat()}
    week = {"utilization": value, "resets_at": RESET.isoformat()}
    raw = json.dumps({"limits": [row], "seven_day": week}).encode()
    text = f"Current session: {value}% used\nCurrent week (all models): 4% used".encode()
    reading = clioutput.parse(text, NOW)

    assert {None} == {window.percent for window in usagejson.parse(usagejson.decode(raw), NOW).windows}
    assert reading is not None
    assert [4.0] == [window.percent for window in reading.windows]


@pytest.mark.parametrize("value", [*IMPOSSIBLE, float("nan"), float("inf")])
def test_no_line_has_an_impossible_number(value: object) -> None:
    """In the status line an impossible percentage, context or cost is left out, whatever else there is."""
    data = {
        "model": {"display_name": "Fable"},
        "rate_limits": {"five_hour": {"used_percentage": value}, "seven_day": {"used_percentage": 7}},
        "context_window": {"used_percentage": value},
        "cost": {"total_cost_usd": value if value in {10**309, "-3", "1" * 310} else -1},
    }

    assert "Fable · week 7% used" == default_line(data, NOW.timestamp(), color=False)


@pytest.mark.parametrize("value", [-0.5, 1000.5, 1e14, 1e300])
def test_no_file_of_state_has_an_impossible_percentage(sandbox: Sandbox, value: float) -> None:
    """An impossible percentage in a file of state is not known; the other limits keep theirs."""
    sandbox.read()
    for name, windows in (("reading.json", "windows"), ("figures.json", "limits")):
        path = sandbox.account_file(name)
        content = json.loads(path.read_text())
        first = content[windows][0]
        (first if name == "reading.json" else first["confirmed"])["percent"] = value
        path.write_text(json.dumps(content))

    state = asyncio.run(sandbox.reader().load())

    assert state.reading is not None
    assert [None, 18.0, 78.0, 7.0] == [window.percent for window in state.reading.windows]


def test_no_forecast_follows_from_an_impossible_percentage() -> None:
    """An impossible figure among the readings of a question changes nothing in the answer."""
    readings = [["2026-11-23T09:00:00Z", 0], ["2026-11-23T10:00:00Z", 20], ["2026-11-23T11:00:00Z", 40]]
    question = {"now": "2026-11-23T11:02:00Z", "resets_at": "2026-11-23T14:00:00Z", "kind": "session"}
    wrong = [*readings[:2], ["2026-11-23T10:30:00Z", 5000], readings[2]]
    answers = [answer(json.dumps(question | {"readings": rows}).encode()) for rows in (readings, wrong)]

    assert answers[0] == answers[1]
    assert "error" not in answers[0]
