"""Which figures are confirmed, and which wait for a second reading to agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.alerts.memory import AlertMemory
from brim.backend.alerts.policy import AlertContext, decide
from brim.backend.readings import plausibility
from brim.backend.readings.figures import RESET_TOLERANCE, ROUNDING, DisplayedFigure, LimitFigures, same_reset
from brim.backend.readings.plausibility import contradiction, with_figure, with_readings
from brim.model.usage import Doubt, Figure, Source
from tests.support.figures import after, figure, figures_of, readings_of
from tests.support.samples import NOW, RESET, account_view, window

if TYPE_CHECKING:
    from random import Random

LATER_RESET = RESET + timedelta(hours=5)


def shown(*figures: Figure) -> DisplayedFigure:
    """The figure that is shown after them."""
    displayed = plausibility.displayed(after(*figures))
    assert displayed is not None
    return displayed


@pytest.mark.parametrize("percent", [0.0, 41.0, 100.0, None])
def test_the_very_first_figure_is_confirmed(percent: float | None) -> None:
    """There is no earlier figure to jump from, and a person who starts at the limit sees that at once."""
    assert DisplayedFigure(figure(percent)) == shown(figure(percent))


@pytest.mark.parametrize("percent", [41.0, 60.0, 99.9])
def test_a_rise_below_the_limit_is_confirmed(percent: float) -> None:
    """A rise is ordinary use, even a large one: another device may be in use too."""
    assert DisplayedFigure(figure(percent, 5)) == shown(figure(40.0), figure(percent, 5))


def test_a_jump_to_the_limit_waits() -> None:
    """The jump is shown at once, marked, with the confirmed figure beside it."""
    jump = figure(100.0, 5)

    assert DisplayedFigure(jump, Doubt.JUMP, confirmed=False, last_confirmed=figure(40.0)) == shown(figure(40.0), jump)


@pytest.mark.parametrize("source", [Source.API, Source.CACHE, Source.STATUSLINE])
@pytest.mark.parametrize("percent", [100.0, 103.0])
def test_a_second_reading_confirms_the_jump(source: Source, percent: float) -> None:
    """Any source can confirm: another request, Claude Code's cache, or its statusline."""
    assert DisplayedFigure(figure(percent, 7, source)) == shown(
        figure(40.0), figure(100.0, 5), figure(percent, 7, source)
    )


def test_a_jump_that_is_taken_back_is_forgotten() -> None:
    """The next figure that fits the confirmed one is confirmed at once."""
    assert DisplayedFigure(figure(41.0, 7)) == shown(figure(40.0), figure(100.0, 5), figure(41.0, 7))


def test_reaching_the_limit_from_90_percent_is_no_jump() -> None:
    """From 90 percent on, the next step may reach the limit."""
    assert DisplayedFigure(figure(100.0, 5)) == shown(figure(90.0), figure(100.0, 5))


def test_a_new_window_begins_low() -> None:
    """After the reset a low figure is confirmed, however high the window before it ended."""
    begun = figure(1.0, 180, resets_at=LATER_RESET)

    assert DisplayedFigure(begun) == shown(figure(100.0), begun)


def test_a_new_window_at_the_limit_waits() -> None:
    """A new window that is used up at once is a known error of servers; the old confirmed figure is over."""
    begun = figure(100.0, 180, resets_at=LATER_RESET)

    assert DisplayedFigure(begun, Doubt.JUMP, confirmed=False) == shown(figure(100.0), begun)


def test_a_local_clock_that_lags_sees_no_moved_reset() -> None:
    """In the last two minutes of a window the next one may have begun for the server."""
    begun = figure(0.0, 176.5, resets_at=LATER_RESET)

    assert DisplayedFigure(begun) == shown(figure(41.0), begun)


def test_a_fall_waits() -> None:
    """A figure that falls before its reset is shown, marked, until a second reading agrees."""
    fall = figure(20.0, 5)
    assert DisplayedFigure(fall, Doubt.FALL, confirmed=False, last_confirmed=figure(60.0)) == shown(figure(60.0), fall)
    assert DisplayedFigure(figure(21.5, 7)) == shown(figure(60.0), fall, figure(21.5, 7))


def test_a_second_contradiction_becomes_the_unconfirmed_figure() -> None:
    """Two unconfirmed figures that do not agree confirm neither."""
    stored = after(figure(60.0), figure(40.0, 5), figure(20.0, 7))

    assert (figure(60.0), figure(20.0, 7), 2) == (stored.confirmed, stored.unconfirmed, stored.unconfirmed_count)
    assert figure(22.0, 9) == with_figure(stored, figure(22.0, 9)).confirmed


def test_rounding_is_no_fall() -> None:
    """Two sources round the same usage differently; the higher figure is shown, so that the number does not flicker."""
    displayed = shown(figure(41.0), figure(40.6, 2, Source.STATUSLINE))

    assert DisplayedFigure(figure(41.0, 2, Source.STATUSLINE)) == displayed


def test_many_small_falls_are_one_fall() -> None:
    """Figures within rounding of the confirmed one never lower it step by step."""
    small = [figure(41.0 - step * 0.19, step) for step in range(6)]

    assert DisplayedFigure(replace(small[-1], percent=41.0)) == shown(*small)
    assert Doubt.FALL == shown(*small, figure(39.8, 9)).doubt


def test_a_reset_that_moves_waits() -> None:
    """A window that seems to end at another time is shown, marked, until a second reading reports the same time."""
    moved = figure(42.0, 5, resets_at=LATER_RESET)
    again = figure(43.0, 7, resets_at=LATER_RESET + timedelta(seconds=40))
    expected = DisplayedFigure(moved, Doubt.MOVED, confirmed=False, last_confirmed=figure(41.0))

    assert expected == shown(figure(41.0), moved)
    assert DisplayedFigure(again) == shown(figure(41.0), moved, again)


def test_a_reset_that_moves_again_stays_unconfirmed() -> None:
    """Each different reset time is a contradiction of its own."""
    moved = [figure(42.0, step, resets_at=RESET + timedelta(minutes=step * 9)) for step in (5, 7, 9)]
    stored = after(figure(41.0), *moved)

    assert (figure(41.0), 3) == (stored.confirmed, stored.unconfirmed_count)


def test_a_reset_that_varies_by_seconds_is_the_same() -> None:
    """The server's reset times differ by fractions of a second between answers."""
    varied = figure(42.0, 5, resets_at=RESET + timedelta(seconds=59))

    assert DisplayedFigure(varied) == shown(figure(41.0), varied)


def test_an_unused_window_may_begin_at_any_time() -> None:
    """Before its first use a window has no reset, or one that moves along with the clock."""
    begun = figure(2.0, 9, resets_at=LATER_RESET)

    assert DisplayedFigure(begun) == shown(figure(0.0, resets_at=None), begun)
    assert DisplayedFigure(begun) == shown(figure(None, resets_at=None), begun)
    assert DisplayedFigure(begun) == shown(figure(0.0), begun)


def test_a_source_without_a_reset_does_not_contradict_the_known_one() -> None:
    """The Claude CLI may print no readable reset: the percentage counts, and the known reset stays."""
    without_reset = figure(42.0, 5, Source.CLI, resets_at=None)

    assert DisplayedFigure(replace(without_reset, resets_at=RESET)) == shown(figure(41.0), without_reset)
    assert Doubt.FALL == shown(figure(41.0), figure(0.0, 5, resets_at=None)).doubt
    assert Doubt.JUMP == shown(figure(41.0), figure(100.0, 5, Source.CLI, resets_at=None)).doubt


def test_an_early_reset_is_confirmed_by_the_second_reading() -> None:
    """With a promotion or another plan the limit falls and its week begins again."""
    begun, used = (figure(percent, minute, resets_at=LATER_RESET) for percent, minute in ((0.0, 5), (1.0, 7)))

    assert not shown(figure(88.0), begun).confirmed
    assert DisplayedFigure(used) == shown(figure(88.0), begun, used)


def test_a_percentage_that_is_gone_waits() -> None:
    """The confirmed figure stays shown, marked; a second reading without a percentage is confirmed."""
    gone = [figure(None, minute, resets_at=None) for minute in (5, 7)]

    expected = DisplayedFigure(figure(41.0), Doubt.GONE, confirmed=False, last_confirmed=figure(41.0))
    assert expected == shown(figure(41.0), gone[0])
    assert DisplayedFigure(gone[1]) == shown(figure(41.0), *gone)
    assert DisplayedFigure(figure(41.5, 7)) == shown(figure(41.0), gone[0], figure(41.5, 7))


def test_an_idle_session_changes_nothing() -> None:
    """The statusline of an old session reports old figures under a new time: no fall, and no moved reset."""
    idle = figure(31.0, 9, Source.STATUSLINE)
    other_reset = figure(31.0, 9, Source.STATUSLINE, resets_at=LATER_RESET)

    assert DisplayedFigure(figure(42.0)) == shown(figure(42.0), idle) == shown(figure(42.0), other_reset)


def test_after_an_hour_without_other_sources_the_statusline_counts() -> None:
    """Where no other source reports, as with the network off, its fall waits like any other and is then confirmed."""
    fall, used = figure(5.0, 61, Source.STATUSLINE), figure(5.4, 63, Source.STATUSLINE)

    assert Doubt.FALL == shown(figure(42.0), fall).doubt
    assert DisplayedFigure(used) == shown(figure(42.0), fall, used)


def test_a_repeated_statusline_brings_no_old_figure_back() -> None:
    """After an early reset an idle session goes on reporting the figure from before it."""
    old = figure(60.0, 1, Source.STATUSLINE)
    after_reset = [figure(percent, minute) for percent, minute in ((4.0, 5), (5.0, 7))]
    repeated = [replace(old, read_at=NOW + timedelta(minutes=minute)) for minute in (6, 8, 59)]

    assert DisplayedFigure(after_reset[1]) == shown(old, after_reset[0], repeated[0], after_reset[1], *repeated[1:])


def test_a_repeated_statusline_renews_the_time_of_its_figure() -> None:
    """Each repetition shows that the figure is still true."""
    repeated = [figure(41.0, minute, Source.STATUSLINE) for minute in (1, 2, 30)]

    assert DisplayedFigure(repeated[2]) == shown(figure(41.0), *repeated)


def test_a_statusline_confirms_itself_only_after_five_minutes() -> None:
    """It may repeat the same answer; with the network off no other source can agree."""
    jump = [figure(100.0, minute, Source.STATUSLINE) for minute in (1, 2, 5, 6)]

    assert not shown(figure(40.0), *jump[:3]).confirmed
    assert DisplayedFigure(jump[3]) == shown(figure(40.0), *jump)


def test_a_reading_that_arrives_late_can_agree() -> None:
    """Claude Code asked a minute before Brim, and its file was written after Brim's answer came."""
    late = figure(100.0, 4, Source.CACHE)

    assert DisplayedFigure(figure(100.0, 5)) == shown(figure(40.0), figure(100.0, 5), late)
    assert not shown(figure(40.0), figure(100.0, 5), figure(41.0, 4, Source.CACHE)).confirmed


def test_an_old_reading_changes_nothing() -> None:
    """Claude Code's cache may be hours old; a newer figure is not changed by it."""
    assert DisplayedFigure(figure(42.0)) == shown(figure(42.0), figure(88.0, -180, Source.CACHE))


def test_a_figure_that_its_source_does_not_trust_confirms_nothing() -> None:
    """A figure that its source marks is shown as unconfirmed, and a second marked figure does not confirm it."""
    stored = with_figure(with_figure(LimitFigures(), figure(40.0)), figure(41.0, 5), trusted=False)
    stored = with_figure(stored, figure(41.0, 7), trusted=False)

    assert (figure(40.0), figure(41.0, 7)) == (stored.confirmed, stored.unconfirmed)


def test_each_limit_is_evaluated_separately() -> None:
    """An unconfirmed session leaves the week as it is."""
    readings = [*readings_of(figure(40.0), figure(100.0, 5)), *readings_of(figure(12.0), figure(13.0, 5), name="week")]
    updated = with_readings({}, readings, NOW + timedelta(hours=1))

    unconfirmed = {limit: stored.unconfirmed for limit, stored in updated.items()}
    assert {"session": figure(100.0, 5), "week": None} == unconfirmed


def test_an_outdated_limit_is_forgotten() -> None:
    """A limit that no source reports any more is dropped after 40 days."""
    assert {} == with_readings(with_readings({}, readings_of(figure(41.0)), NOW), [], NOW + timedelta(days=41))


def test_a_reading_is_stored_with_its_marks() -> None:
    """`confirmed` in reading.json shows other tools which figures wait."""
    answer = readings_of(figure(100.0, 5))[0]
    figures = with_readings({}, [*readings_of(figure(40.0)), answer], answer.fetched_at)
    figures_of_answer = with_readings({}, [answer], answer.fetched_at)

    assert [False] == [window.confirmed for window in plausibility.mark_unconfirmed(answer, figures).windows]
    assert [True] == [window.confirmed for window in plausibility.mark_unconfirmed(answer, figures_of_answer).windows]


def test_only_a_figure_that_a_reading_can_confirm_is_counted() -> None:
    """A figure that the last attempt left unconfirmed is not counted, nor one whose window is over."""
    figures = {"session": after(figure(60.0), figure(40.0, 5), figure(20.0, 7))}
    before, at, later = (NOW + timedelta(minutes=minute) for minute in (6, 8, 300))

    assert 2 == plausibility.unconfirmed_in_a_row(figures, before, at)
    assert 0 == plausibility.unconfirmed_in_a_row(figures, at, at)
    assert 0 == plausibility.unconfirmed_in_a_row(figures, before, later)


# Properties that hold whatever the sources report

_REPORTS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(0, 130), st.sampled_from([0.0, 41.0, 60.0, 90.0, 100.0])),
        st.integers(1, 100),
        st.sampled_from([Source.API, Source.API, Source.STATUSLINE, Source.CACHE]),
        st.sampled_from([RESET, RESET, RESET + timedelta(seconds=50), LATER_RESET, None]),
    ),
    max_size=30,
)


@given(_REPORTS.map(figures_of))
def test_no_confirmed_figure_falls_within_its_window(figures: list[Figure]) -> None:
    """Between two confirmed figures of one window that differ downwards there is always a marked one."""
    stored, before = LimitFigures(), None
    for reported in figures:
        stored = with_figure(stored, reported)
        now = plausibility.displayed(stored)
        assert now is not None
        if before is not None and before.confirmed and now.confirmed:
            old, new = before.figure, now.figure
            ended = old.resets_at is not None and old.resets_at <= new.read_at + RESET_TOLERANCE
            if same_reset(old.resets_at, new.resets_at) and not ended:
                assert (new.percent or 0.0) >= (old.percent or 0.0) - (ROUNDING if new.percent is None else 0)
        before = now


@given(_REPORTS.map(figures_of))
def test_no_figure_is_invented(figures: list[Figure]) -> None:
    """Each percentage that is shown was reported, and so was each time shown with its source."""
    stored = LimitFigures()
    for index, reported in enumerate(figures):
        stored = with_figure(stored, reported)
        now = plausibility.displayed(stored)
        assert now is not None
        so_far = figures[: index + 1]
        assert now.figure.percent in {earlier.percent for earlier in so_far}
        assert (now.figure.read_at, now.figure.source) in {(earlier.read_at, earlier.source) for earlier in so_far}


@given(_REPORTS.map(figures_of))
def test_no_alert_comes_from_an_unconfirmed_figure(figures: list[Figure]) -> None:
    """While the only limit of an account is unconfirmed, no alert is due and nothing counts as sent."""
    stored = LimitFigures()
    for reported in figures:
        stored = with_figure(stored, reported)
        now = plausibility.displayed(stored)
        assert now is not None
        limit = replace(window(now.figure.percent, resets_at=now.figure.resets_at), confirmed=now.confirmed)
        decisions = decide(account_view(limit), AlertMemory(), AlertContext(), NOW)
        if not now.confirmed:
            assert ((), AlertMemory()) == (decisions.alerts, decisions.memory)


@given(_REPORTS.map(figures_of))
def test_a_contradiction_is_confirmed_only_after_it_was_unconfirmed(figures: list[Figure]) -> None:
    """A jump, a fall or a moved reset never becomes the confirmed figure in one step."""
    stored = LimitFigures()
    for reported in figures:
        before, stored = stored, with_figure(stored, reported)
        if stored.confirmed is not None and contradiction(before.confirmed, stored.confirmed) is not None:
            assert before.unconfirmed is not None


@given(_REPORTS.map(figures_of), st.randoms(use_true_random=False))
def test_the_same_readings_in_any_order_give_the_same_figures(figures: list[Figure], dice: Random) -> None:
    """Processes that read the same files get the same figures, however often they read them."""
    readings = readings_of(*figures)
    at = max((reading.fetched_at for reading in readings), default=NOW)
    first = with_readings({}, readings, at)
    shuffled = list(readings)
    dice.shuffle(shuffled)

    assert first == with_readings({}, shuffled, at)
    last = readings[-1:]
    assert with_readings(first, last, at) == first
