"""No text from elsewhere steers a terminal, on any of the ways to it."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.alerts.log import read_log
from brim.backend.history.csvcells import guarded, unguarded
from brim.backend.system.clock import utc
from brim.cli.gauge.panel import TerminalOptions
from brim.printing import one_line, printable
from tests.support.gaugetext import gauge_text
from tests.support.samples import NOW, account_view, snapshot, window
from tests.support.sandbox import Sandbox, start_brim, status_json
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "A\x1b]0;title\x07\x1b[2J\u202egnirts\x9b31m\u2066\u2028\x00\r\x08Z"
HARMFUL = set(HOSTILE) - set("A]0;title[2Jgnirts31mZ")


def harmful(text: str) -> set[str]:
    """The characters of a text that could steer a terminal or hide what it says."""
    marks = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B"}
    return {
        char
        for char in text
        if char not in "\n\t"
        and (unicodedata.category(char) in {"Cc", "Zl", "Zp"} or unicodedata.bidirectional(char) in marks)
    }


@given(st.text())
def test_printed_text_steers_no_terminal(text: str) -> None:
    """Whatever a text contains, nothing printed from it is a control character or a mark of direction."""
    assert set() == harmful(printable(text))
    assert {"\n", "\t"}.isdisjoint(one_line(text))
    assert printable(one_line(text)) == one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize("text", ["Session 41 % – ok", "Größe, 日本語, עברית, 👩\u200d💻", "a\u202f\u00a0b"])
def test_ordinary_text_stays(text: str) -> None:
    """Letters of any script, composed symbols and special spaces stay."""
    assert text == one_line(text)


@pytest.mark.parametrize(
    "arguments",
    [("status",), ("status", "--all"), ("forecast",), ("history",), ("history", "--csv"), ("alerts", "log")],
)
def test_commands_print_no_hostile_text(sandbox: Sandbox, arguments: tuple[str, ...]) -> None:
    """Texts in the files that Brim keeps reach no terminal as they are, nor do they begin a line of their own."""
    sandbox.server.answers = [future_usage_answer()]
    status_json()
    reading = sandbox.account_file("reading.json")
    content = json.loads(reading.read_text())
    content |= {"plan": HOSTILE, "fetched_at": utc().isoformat()}
    for limit in content["windows"]:
        limit |= {"label": f"{HOSTILE}\nbrim: false line"}
    reading.write_text(json.dumps(content))
    line = {"at": utc().isoformat(), "account": HOSTILE, "rule": HOSTILE, "verdict": "sent"}
    line |= {"why": HOSTILE, "title": f"{HOSTILE}\nbrim: false line", "label": HOSTILE}
    (sandbox.state / "alerts.jsonl").write_text(json.dumps(line) + "\n")
    with start_brim(*arguments) as process:
        out, errors = process.communicate(timeout=60)

    assert set() == harmful(out + errors)
    assert [] == [line for line in (out + errors).splitlines() if line.startswith("brim: false")]
    assert arguments[0] == "history" or "gnirts" in out


def test_log_of_alerts_is_cleaned_when_read(tmp_path: Path) -> None:
    """A title of the log is one clean line for every reader, whoever wrote the file."""
    path = tmp_path / "alerts.jsonl"
    entry = {"at": utc().isoformat(), "account": "a", "rule": "limit", "verdict": "sent", "title": f"{HOSTILE}\nx"}
    path.write_text(json.dumps(entry))

    assert set() == (HARMFUL | {"\n"}) & set(read_log(path)[0].title)


def test_gauge_shows_no_hostile_text() -> None:
    """The gauge in the terminal shows texts from elsewhere without any control character."""
    shown = snapshot(account_view(replace(window(), label=HOSTILE)))
    printed = gauge_text(shown, NOW + timedelta(minutes=2), TerminalOptions(width=100), (HOSTILE,))

    assert "gnirts" in printed
    assert set() == harmful(printed)


@given(st.text())
def test_cell_of_a_table_is_no_formula(text: str) -> None:
    """A cell of CSV never begins like a formula, and is read again as it was."""
    clean = one_line(text)

    assert guarded(text)[:1] not in set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
    assert clean == unguarded(guarded(clean))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "'=1", "''-1"])
def test_formula_is_guarded(text: str) -> None:
    """A text that begins like a formula has a quote before it."""
    assert guarded(text).startswith("'")
