"""Which changes of a figure count as an early reset, whatever the sources report and in whichever order."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.readings import plausibility
from brim.backend.readings.earlyresets import is_early_reset
from brim.backend.readings.figures import RESET_TOLERANCE, LimitFigures, changed
from brim.backend.readings.plausibility import with_figure, with_readings
from brim.model.usage import Doubt, EarlyReset, Figure, Source
from tests.simulation.resetweeks import ResetWeeks
from tests.support.figures import after, figure, figures_of, readings_of
from tests.support.samples import NOW, RESET

LATER = RESET + timedelta(hours=3)
STATUSLINE = Source.STATUSLINE


@pytest.mark.parametrize(
    "steps",
    [
        [(2.0, LATER), (3.0, LATER)],
        [(96.0, LATER), (96.0, LATER)],
        [(2.0, RESET), (2.0, RESET)],
        [(60.0, RESET), (61.0, RESET)],
        [(0.0, None), (0.0, None)],
        [(None, None), (None, None)],
        [(4.0, RESET - timedelta(hours=1)), (5.0, RESET - timedelta(hours=1))],
    ],
    ids=["both", "the reset alone", "the percentage alone", "a part", "unused", "unused", "an earlier reset"],
)
def test_a_confirmed_fall_or_new_reset_is_an_early_reset(steps: list[tuple[float | None, datetime | None]]) -> None:
    """An early reset counts once a second reading agrees, with the time and the figure of the first one."""
    full = figure(96.0)
    first, second = (
        figure(percent, minute, resets_at=reset) for minute, (percent, reset) in zip((5, 7), steps, strict=True)
    )

    assert after(full, first).early_reset is None
    assert EarlyReset(first.read_at, full) == after(full, first, second).early_reset


@pytest.mark.parametrize(
    "figures",
    [
        [figure(96.0), figure(2.0, 5), figure(96.0, 7)],
        [figure(96.0), figure(96.0, 5, resets_at=LATER), figure(96.5, 7)],
        [figure(96.0), figure(2.0, 177, resets_at=LATER), figure(2.0, 179, resets_at=LATER)],
        [figure(96.0), figure(2.0, 200, resets_at=LATER), figure(2.0, 202, resets_at=LATER)],
        [figure(96.0), *(figure(97.0, minute, resets_at=RESET + timedelta(minutes=9)) for minute in (5, 7))],
        [figure(96.0), figure(94.0, 5), figure(94.0, 7)],
        [figure(0.0), figure(0.0, 5, resets_at=LATER), figure(1.0, 7, resets_at=LATER)],
        [figure(96.0, resets_at=None), figure(2.0, 5), figure(2.0, 7)],
        [figure(96.0), *(figure(31.0, minute, STATUSLINE) for minute in (5, 20, 40))],
        [figure(40.0), figure(100.0, 5), figure(40.0, 7)],
    ],
    ids=[
        *("a wrong figure", "a wrong reset", "just before the reset", "after the reset", "drift", "a correction"),
        *("unused", "unknown reset", "an idle session", "a wrong jump"),
    ],
)
def test_anything_else_is_none(figures: list[Figure]) -> None:
    """A single wrong figure, an ordinary reset, drift, a small correction and an idle session are no early reset."""
    assert after(*figures).early_reset is None


def test_the_statusline_alone_marks_a_fall_at_once() -> None:
    """Without another source the new figure of the statusline is shown at once, marked, and then confirmed."""
    full, fall = figure(96.0, source=STATUSLINE), figure(2.0, 1, STATUSLINE)
    marked, used = after(full, fall), after(full, fall, figure(3.0, 4, STATUSLINE))
    displayed = plausibility.displayed(marked)

    assert displayed is not None
    assert (fall, Doubt.FALL, full) == (displayed.figure, displayed.doubt, displayed.last_confirmed)
    assert (marked.early_reset, used.early_reset) == (None, EarlyReset(fall.read_at, full))
    assert EarlyReset(fall.read_at, full) == after(full, fall, figure(2.0, 6.5, STATUSLINE)).early_reset


def test_a_statusline_ahead_of_the_server_makes_no_early_reset() -> None:
    """A statusline that has shown more than the answers of the server ever did is no evidence of a reset."""
    answers = [figure(3.0), figure(4.0, 5), figure(4.0, 7)]

    assert after(answers[0], figure(96.0, 2, STATUSLINE), *answers[1:]).early_reset is None


@pytest.mark.parametrize("resets_at", [RESET, LATER])
def test_an_idle_session_repeats_no_early_reset(resets_at: datetime) -> None:
    """After an early reset an idle session reports the figure from before it: it does not count, and nothing falls."""
    reset = [figure(96.0), *(figure(2.0, minute, resets_at=resets_at) for minute in (5, 7))]
    idle = figure(96.4, 8, STATUSLINE)
    stored = after(*reset, idle, *(figure(3.0, minute, resets_at=resets_at) for minute in (12, 14)))

    assert EarlyReset(reset[1].read_at, reset[0]) == stored.early_reset
    assert stored.confirmed is not None
    assert 3.0 == stored.confirmed.percent


@pytest.mark.parametrize("steps", [[(96.0, LATER), (0.0, LATER)], [(10.0, RESET), (10.0, LATER)]])
def test_an_early_reset_in_two_steps_is_one(steps: list[tuple[float, datetime]]) -> None:
    """Where the reset moves first and the percentage falls later, or the other way round, it is one early reset."""
    figures = [figure(96.0)]
    for index, (percent, reset) in enumerate(steps):
        figures += [figure(percent, 5 + 10 * index + minute, resets_at=reset) for minute in (0, 2)]

    assert EarlyReset(figures[1].read_at, figures[0]) == after(*figures).early_reset


def test_an_early_reset_is_forgotten_with_its_window() -> None:
    """After the next ordinary reset nothing is left of it; a second early reset takes its place."""
    reset = [figure(96.0), *(figure(2.0, minute) for minute in (5, 7))]
    used = [*reset, figure(80.0, 60)]
    again = [figure(1.0, 70), figure(2.0, 72)]

    assert after(*used, figure(1.0, 185, resets_at=LATER + timedelta(hours=2))).early_reset is None
    assert EarlyReset(again[0].read_at, used[-1]) == after(*used, *again).early_reset


def test_a_clock_that_was_set_back_does_not_freeze_a_figure() -> None:
    """A figure of a future time counts as read now, once, and the next reading replaces it."""
    ahead = with_readings({}, readings_of(figure(41.0, 120)), NOW + timedelta(minutes=120))
    back = with_readings(ahead, readings_of(figure(41.0, 120)), NOW)
    updated = with_readings(back, readings_of(figure(42.0, 5)), NOW + timedelta(minutes=5))

    assert changed(ahead, back)
    assert figure(42.0, 5) == updated["session"].confirmed


@pytest.mark.parametrize("asks_server", [True, False])
def test_simulated_weeks_show_the_early_resets_that_there_were(*, asks_server: bool) -> None:
    """Over many weeks with idle sessions nothing is invented, and with the server's answers each is found just once."""
    true, found = 0, 0
    for seed in range(20):
        quiet, reset = ResetWeeks(seed, 0.0, asks_server), ResetWeeks(seed, 0.004, asks_server)
        quiet.run()
        reset.run()
        true, found = true + len(reset.true_resets), found + len(reset.found)
        assert [] == quiet.found
        for early in reset.found:
            assert any(early.at - timedelta(hours=1.5) <= at <= early.at for at in reset.true_resets)

    assert true > 100
    assert 0.85 * true < found <= true


# Properties that hold whatever the sources report

_REPORTS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(0, 130), st.sampled_from([0.0, 3.0, 60.0, 96.0, 100.0])),
        st.integers(1, 100),
        st.sampled_from([Source.API, Source.API, STATUSLINE, Source.CACHE]),
        st.sampled_from([RESET, RESET, RESET + timedelta(seconds=50), RESET + timedelta(minutes=9), LATER, None]),
    ),
    max_size=30,
)


@given(_REPORTS.map(figures_of))
def test_every_early_reset_has_two_witnesses(figures: list[Figure]) -> None:
    """An early reset is a figure that was reported, against a confirmed one, before its time, and was not alone."""
    stored = LimitFigures()
    for index, reported in enumerate(figures):
        before, stored = stored, with_figure(stored, reported)
        early = stored.early_reset
        if early is None or early == before.early_reset:
            continue
        first = next(one for one in figures if one.read_at == early.at)
        assert is_early_reset(early.before, first)
        assert early.before == before.confirmed
        assert early.before.resets_at is not None
        assert early.before.resets_at > early.at + RESET_TOLERANCE
        assert early.at < reported.read_at
        assert first in figures[:index]


@given(_REPORTS.map(figures_of))
def test_rising_usage_never_shows_an_early_reset(figures: list[Figure]) -> None:
    """As long as no percentage falls and no reset moves before its time, nothing is an early reset."""
    stored, highest = LimitFigures(), 0.0
    for reported in figures:
        highest = max(highest, reported.percent or 0.0)
        rising = Figure(highest, RESET, reported.source, reported.read_at)
        stored = with_figure(stored, rising)

        assert stored.early_reset is None


@given(_REPORTS.map(figures_of), st.integers(0, 29), st.floats(3, 60))
def test_a_single_wrong_figure_is_never_an_early_reset(figures: list[Figure], wrong: int, begins_at: float) -> None:
    """Among steadily rising answers one with any other percentage and reset changes nothing for good."""
    stored = LimitFigures()
    for index, reported in enumerate(figures):
        steady = Figure(begins_at + index, RESET + timedelta(days=9), Source.API, reported.read_at)
        stored = with_figure(stored, reported if index == wrong and index else steady)

    assert stored.early_reset is None


@pytest.mark.parametrize(("after", "is_early"), [(21.0, False), (19.5, False), (1.0, True)])
def test_a_return_from_a_rise_that_one_reading_showed_is_a_correction(after: float, *, is_early: bool) -> None:
    """20, once 64, then 21 and 22 again: the 64 was wrong. Only a fall below the 20 is an early reset."""
    stored = LimitFigures()
    for minute, percent in enumerate((20.0, 64.0, after, after + 1)):
        stored = with_figure(stored, Figure(percent, RESET, Source.API, NOW + timedelta(minutes=minute)))

    assert is_early == (stored.early_reset is not None)


@given(_REPORTS.map(figures_of))
def test_the_same_readings_again_change_nothing(figures: list[Figure]) -> None:
    """Another process that reads the same files finds the same early reset."""
    readings = readings_of(*figures)
    at = max((reading.fetched_at for reading in readings), default=NOW)
    stored = with_readings({}, readings, at)

    assert stored == with_readings(stored, readings[-1:], at)
