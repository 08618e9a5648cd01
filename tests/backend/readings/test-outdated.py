"""Answers that have missed a reset: their window was over when they came."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.alerts.memory import AlertMemory
from brim.backend.alerts.policy import AlertContext, decide
from brim.backend.history.entry import reading_entries
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.readings import plausibility
from brim.backend.readings.figures import LimitFigures
from brim.backend.readings.plausibility import with_figure
from brim.model.account import AccountView, Health
from brim.model.usage import Figure, Source
from brim.words import pollreasons
from tests.support.samples import NOW, RESET
from tests.support.usageserver import Answer

if TYPE_CHECKING:
    from datetime import datetime

    from tests.support.sandbox import Sandbox

WEEK_RESET = NOW + timedelta(days=4)


def _answer(percent: float, resets_at: datetime) -> Answer:
    """An answer whose row and key both say the same of the session."""
    reset = resets_at.isoformat()
    body = {
        "five_hour": {"utilization": percent, "resets_at": reset},
        "seven_day": {"utilization": 18, "resets_at": WEEK_RESET.isoformat()},
        "limits": [{"kind": "session", "percent": percent, "resets_at": reset, "is_active": True}],
    }
    return Answer(body=json.dumps(body).encode())


def _view(sandbox: Sandbox) -> AccountView:
    state, reader = sandbox.read(), sandbox.reader()
    return account_view(ReadPlan.of(reader, state), sandbox.now)


def test_a_window_that_was_over_when_it_was_read_has_no_percentage(sandbox: Sandbox) -> None:
    """A figure of a window that was over when it was read is not shown, brings no alert and is not remembered."""
    sandbox.server.answers = [_answer(100, NOW - timedelta(minutes=12))]
    view = _view(sandbox)
    session, week = view.windows
    state = sandbox.read()

    assert (None, 18.0) == (session.percent, week.percent)
    assert (Health.OK, "weekly_all") == (view.health, view.headline)
    assert () == decide(view, AlertMemory(), AlertContext(), NOW).alerts
    assert state.reading is not None
    assert ["weekly_all"] == [entry.window for entry in reading_entries(view.account, state.reading)]


def test_an_answer_that_has_missed_a_reset_is_read_again_soon(sandbox: Sandbox) -> None:
    """An answer that has missed a reset is asked for again soon, less and less often until the server has seen it."""
    missed, seen = _answer(100, NOW - timedelta(minutes=12)), _answer(2, NOW + timedelta(hours=4, minutes=48))
    sandbox.server.answers = [missed, missed, seen]
    waits = []
    for _ in range(2):
        view = _view(sandbox)
        assert view.next_read_at is not None
        waits.append((view.next_read_at - sandbox.now).total_seconds())
        sandbox.advance(waits[-1])
    view = _view(sandbox)

    assert [90, 210] == waits  # 300 s after the last but one
    assert pollreasons.rechecking() != view.next_read_reason
    assert (2.0, True) == (view.windows[0].percent, view.windows[0].confirmed)
    assert 3 == len(sandbox.server.requests)


@pytest.mark.parametrize("back", [timedelta(minutes=11), timedelta(minutes=13), timedelta(hours=2)])
def test_an_outdated_figure_does_not_count_after_the_clock_was_set_back(sandbox: Sandbox, back: timedelta) -> None:
    """A figure of a window that was over when it was read has no percentage, also if the clock then goes back."""
    sandbox.server.answers = [_answer(100, NOW - timedelta(minutes=12))]
    _view(sandbox)
    sandbox.now = NOW - back
    view = _view(sandbox)

    assert 100.0 not in [window.percent for window in view.windows]


def test_a_reset_within_the_difference_of_two_clocks_is_believed_for_so_long(sandbox: Sandbox) -> None:
    """A reset that has just passed may be a fault of the clock: its figure stays for two minutes, and is read again."""
    sandbox.server.answers = [_answer(100, NOW - timedelta(minutes=1))]

    assert 100.0 == _view(sandbox).windows[0].percent
    sandbox.now += timedelta(seconds=61)
    view = _view(sandbox)
    assert view.windows[0].percent is None
    assert view.next_read_at is not None
    assert view.next_read_at < NOW + timedelta(minutes=2)


@pytest.mark.parametrize("order", [1, -1])
def test_a_source_that_has_missed_the_reset_does_not_displace_one_that_has_not(order: int) -> None:
    """Of two sources the one counts that has seen the reset, in whichever order they are read."""
    fresh = Figure(3.0, RESET, Source.STATUSLINE, NOW)
    missed = Figure(100.0, NOW - timedelta(minutes=12), Source.API, NOW + timedelta(seconds=30))
    stored = LimitFigures()
    for figure in (fresh, missed)[::order]:
        stored = with_figure(stored, figure)
    shown = plausibility.displayed(stored)

    assert shown is not None
    assert (fresh, True) == (shown.figure, shown.confirmed)
