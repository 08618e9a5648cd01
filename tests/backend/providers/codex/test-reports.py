"""What people have reported of Codex's limits, each as a rule: resets that move, refusals, gifts."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.readings.evaluation import evaluate
from brim.model.level import Level
from brim.model.usage import Doubt
from brim.words.sources import unconfirmed_reason
from tests.support.codexmachine import NOW, machine, percents
from tests.support.usageserver import Answer, load_fixture, usage_answer

if TYPE_CHECKING:
    from brim.model.usage import Window
    from tests.support.codexmachine import CodexMachine

__all__ = ["machine"]


def _answer(*, percent: float, days: float, read_after: timedelta = timedelta()) -> Answer:
    """The week alone, with a reset so many days after the time of the request."""
    body: dict[str, Any] = load_fixture("codex-usage-plus-weekly-only")  # foreign JSON
    at = (NOW + read_after + timedelta(days=days)).timestamp()
    body["rate_limit"]["primary_window"] |= {"used_percent": percent, "reset_at": at}
    return Answer(200, json.dumps(body).encode())


def _weeks(machine: CodexMachine, *answers: Answer) -> list[Window]:
    """What is shown of the week after each of several answers, ten minutes apart."""
    shown: list[Window] = []
    for number, answer in enumerate(answers):
        machine.server.answers = [answer]
        machine.now = NOW + timedelta(minutes=10 * number)
        reading = machine.read().reading
        assert reading is not None
        shown += evaluate(reading, machine.now).windows
    return shown


def test_a_reset_that_moves_alone_is_no_reset(machine: CodexMachine) -> None:
    """openai/codex#23190: the reset jumps to a week ahead and the percentage stays: only its time moved."""
    moved = _answer(percent=40, days=7)
    _, second, third = _weeks(machine, _answer(percent=40, days=3), moved, moved)

    assert (40, Doubt.MOVED, None) == (second.percent, second.doubt, second.early_reset)
    assert "its reset time moved from" in (unconfirmed_reason(second, machine.now) or "")
    assert (40, True, None) == (third.percent, third.confirmed, third.early_reset)


def test_a_reset_that_moves_along_with_the_clock_is_confirmed(machine: CodexMachine) -> None:
    """openai/codex#35952: each answer says a week from now: two agree, or no alert would ever be due at that limit."""
    rolling = [
        _answer(percent=percent, days=7, read_after=timedelta(minutes=10 * number))
        for number, percent in enumerate((89, 90, 100, 100), 1)
    ]
    weeks = _weeks(machine, _answer(percent=88, days=3), *rolling)

    assert [88, 89, 90, 100, 100] == [week.percent for week in weeks]
    assert [True, False, True, True, True] == [week.confirmed for week in weeks]
    assert [None] * 5 == [week.early_reset for week in weeks]


def test_usage_that_is_given_back_is_accepted(machine: CodexMachine) -> None:
    """openai/codex#19987: an early reset by the vendor: the lower number counts, and is known as an early reset."""
    given = _answer(percent=2, days=7)
    _, _, third = _weeks(machine, _answer(percent=60, days=3), given, given)

    assert (2, True) == (third.percent, third.confirmed)
    assert third.early_reset is not None
    assert 60 == third.early_reset.before.percent


def test_work_that_is_refused_at_a_quarter_shows_both(machine: CodexMachine) -> None:
    """openai/codex#44217: 25% is shown, and that the vendor refuses; after it allows work again, 25% alone."""
    allowed = _answer(percent=25, days=4)
    first, second = _weeks(machine, usage_answer("codex-usage-refused-at-25"), allowed)

    assert (25, True, Level.EXHAUSTED) == (first.percent, first.refused, first.level)
    assert (25, False, Level.CALM) == (second.percent, second.refused, second.level)


def test_a_passed_reset_shows_no_old_percentage(machine: CodexMachine) -> None:
    """openai/codex#20618: the reset has passed and the percentage stays: the window has ended, and is not at 88%."""
    session, week = _weeks(machine, usage_answer("codex-usage-reset-passed"))

    assert (None, Level.UNKNOWN, 61) == (session.percent, session.level, week.percent)


def test_a_limit_that_goes_away_is_dropped(machine: CodexMachine) -> None:
    """Since July 2026 many plans have no 5 hours: with the next answer they are no limit any more."""
    machine.read()
    machine.server.answers = [usage_answer("codex-usage-plus-weekly-only")]
    machine.now = NOW + timedelta(minutes=10)

    assert ["weekly_all"] == list(percents(machine.read().reading))


@pytest.mark.parametrize(
    ("fixture", "length"), [("codex-usage-plus-weekly-only", 604_800), ("codex-usage-free-monthly", 2_592_000)]
)
def test_a_length_is_never_that_of_the_slot(machine: CodexMachine, fixture: str, length: int) -> None:
    """codex-island PR #69, CodexBar#2592: a week or 30 days in the first slot are no 5 hours."""
    machine.server.answers = [usage_answer(fixture)]
    reading = machine.read().reading

    assert reading is not None
    assert [length] == [window.length_seconds for window in reading.windows]


def test_one_percent_of_a_fresh_window_is_shown(machine: CodexMachine) -> None:
    """openusage#903: what is reported is shown, however small it is."""
    (window,) = _weeks(machine, _answer(percent=1, days=7))

    assert (1, NOW + timedelta(days=7)) == (window.percent, window.resets_at)


def test_files_without_limits_leave_the_endpoint_to_tell(machine: CodexMachine) -> None:
    """openai/codex#14880: `rate_limits` is null in the files of Team: what the endpoint said stays."""
    line = {"timestamp": NOW.isoformat(), "type": "event_msg", "payload": {"type": "token_count", "rate_limits": None}}
    machine.write_session(json.dumps(line) + "\n")

    assert {"session": 42, "weekly_all": 61} == percents(machine.read().reading)
