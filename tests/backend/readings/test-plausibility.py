"""Which figures are believed, and which wait for a second reading to agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brim.backend.alerts.policy import AlertContext, decide
from brim.backend.alerts.sent import AlertMemory
from brim.backend.readings import plausibility
from brim.backend.readings.plausibility import ConfirmedFigure, DisplayedFigure, contradiction, updated, with_figure
from brim.model.usage import Doubt, Figure, Reading, Source, Window
from tests.support.samples import NOW, RESET, account_view, window

if TYPE_CHECKING:
    from random import Random

LATER_RESET = RESET + timedelta(hours=5)


def said(
    percent: float | None, minute: float = 0, source: Source = Source.API, *, resets_at: datetime | None = RESET
) -> Figure:
    """What a source says so many minutes after NOW."""
    return Figure(percent, resets_at, source, NOW + timedelta(minutes=minute))


def after(*figures: Figure) -> ConfirmedFigure:
    """What is believed after some figures, one at a time."""
    belief = ConfirmedFigure()
    for figure in figures:
        belief = with_figure(belief, figure)
    return belief


def shown(*figures: Figure) -> DisplayedFigure:
    """What is shown after them."""
    found = plausibility.displayed(after(*figures))
    assert found is not None
    return found


def reading(*figures: Figure, name: str = "session") -> list[Reading]:
    """A reading for each figure."""
    made = []
    for one in figures:
        found = Window(name, name, name, one.percent, one.resets_at, 18000, one.source, one.read_at)
        made.append(Reading(one.read_at, one.source, (found,)))
    return made


@pytest.mark.parametrize("percent", [0.0, 41.0, 100.0, None])
def test_the_very_first_figure_is_believed(percent: float | None) -> None:
    """There is nothing that it could have jumped from, and a person who starts at the limit is told so at once."""
    assert DisplayedFigure(said(percent)) == shown(said(percent))


@pytest.mark.parametrize("step", [41.0, 60.0, 99.9])
def test_use_is_believed(step: float) -> None:
    """A rise below the limit is what use looks like, also a large one: another device works too."""
    assert DisplayedFigure(said(step, 5)) == shown(said(40.0), said(step, 5))


def test_a_jump_to_the_limit_waits() -> None:
    """It is shown at once, marked, with the confirmed figure beside it."""
    jump = said(100.0, 5)

    assert DisplayedFigure(jump, Doubt.JUMP, confirmed=False, last_confirmed=said(40.0)) == shown(said(40.0), jump)


@pytest.mark.parametrize("source", [Source.API, Source.CACHE, Source.STATUSLINE])
@pytest.mark.parametrize("percent", [100.0, 103.0])
def test_a_second_reading_confirms_the_jump(source: Source, percent: float) -> None:
    """Whoever says it: one more read, Claude Code's own, or its statusline."""
    assert DisplayedFigure(said(percent, 7, source)) == shown(said(40.0), said(100.0, 5), said(percent, 7, source))


def test_a_jump_that_is_taken_back_is_forgotten() -> None:
    """The next figure in line with the confirmed one stands at once."""
    assert DisplayedFigure(said(41.0, 7)) == shown(said(40.0), said(100.0, 5), said(41.0, 7))


def test_near_the_limit_the_limit_is_no_surprise() -> None:
    """From 90 percent on, the next step may be the last."""
    assert DisplayedFigure(said(100.0, 5)) == shown(said(90.0), said(100.0, 5))


def test_a_new_window_begins_low() -> None:
    """After its reset a low figure is the truth, from whatever height it fell."""
    begun = said(1.0, 180, resets_at=LATER_RESET)

    assert DisplayedFigure(begun) == shown(said(100.0), begun)


def test_a_new_window_at_the_limit_waits() -> None:
    """A fresh window that is used up at once is a known error of others; what was confirmed before is over."""
    begun = said(100.0, 180, resets_at=LATER_RESET)

    assert DisplayedFigure(begun, Doubt.JUMP, confirmed=False) == shown(said(100.0), begun)


def test_a_clock_that_lags_behind_the_server_sees_no_moved_reset() -> None:
    """In the last two minutes the next window may have begun for the server."""
    begun = said(0.0, 176.5, resets_at=LATER_RESET)

    assert DisplayedFigure(begun) == shown(said(41.0), begun)


def test_a_fall_waits() -> None:
    """Before its reset a figure that falls is shown, marked, until a second reading agrees."""
    fall = said(20.0, 5)

    assert DisplayedFigure(fall, Doubt.FALL, confirmed=False, last_confirmed=said(60.0)) == shown(said(60.0), fall)
    assert DisplayedFigure(said(21.5, 7)) == shown(said(60.0), fall, said(21.5, 7))


def test_a_second_contradiction_starts_anew() -> None:
    """Two doubtful figures that do not agree confirm neither."""
    found = after(said(60.0), said(40.0, 5), said(20.0, 7))

    assert (said(60.0), said(20.0, 7), 2) == (found.held, found.doubtful, found.odd)
    assert said(22.0, 9) == with_figure(found, said(22.0, 9)).held


def test_rounding_is_no_fall() -> None:
    """Two sources round one usage apart; the higher one holds, so that the number does not flicker."""
    found = shown(said(41.0), said(40.6, 2, Source.STATUSLINE))

    assert DisplayedFigure(said(41.0, 2, Source.STATUSLINE)) == found


def test_many_small_falls_are_one_fall() -> None:
    """What is within rounding of the confirmed figure never carries it down step by step."""
    small = [said(41.0 - step * 0.19, step) for step in range(6)]

    assert DisplayedFigure(replace(small[-1], percent=41.0)) == shown(*small)
    assert Doubt.FALL == shown(*small, said(39.8, 9)).doubt


def test_a_reset_that_moves_waits() -> None:
    """A window that seems to end at another time is shown, marked, until a second reading names the same time."""
    moved = said(42.0, 5, resets_at=LATER_RESET)
    again = said(43.0, 7, resets_at=LATER_RESET + timedelta(seconds=40))

    assert DisplayedFigure(moved, Doubt.MOVED, confirmed=False, last_confirmed=said(41.0)) == shown(said(41.0), moved)
    assert DisplayedFigure(again) == shown(said(41.0), moved, again)


def test_a_reset_that_moves_again_starts_anew() -> None:
    """Each other time is a contradiction of its own."""
    found = after(said(41.0), *(said(42.0, step, resets_at=RESET + timedelta(minutes=step * 9)) for step in (5, 7, 9)))

    assert (said(41.0), 3) == (found.held, found.odd)


def test_a_reset_that_wanders_by_seconds_stays() -> None:
    """The server's resets differ by fractions of a second between answers."""
    wandered = said(42.0, 5, resets_at=RESET + timedelta(seconds=59))

    assert DisplayedFigure(wandered) == shown(said(41.0), wandered)


def test_a_window_that_was_not_used_may_begin_at_any_time() -> None:
    """Before its first use a window has no reset, or one that moves along with the clock."""
    begun = said(2.0, 9, resets_at=LATER_RESET)

    assert DisplayedFigure(begun) == shown(said(0.0, resets_at=None), begun)
    assert DisplayedFigure(begun) == shown(said(None, resets_at=None), begun)
    assert DisplayedFigure(begun) == shown(said(0.0), begun)


def test_a_source_that_names_no_reset_says_nothing_against_it() -> None:
    """The claude program's words may hold none that can be read: the percentage counts, and the known reset stays."""
    silent = said(42.0, 5, Source.CLI, resets_at=None)

    assert DisplayedFigure(replace(silent, resets_at=RESET)) == shown(said(41.0), silent)
    assert Doubt.FALL == shown(said(41.0), said(0.0, 5, resets_at=None)).doubt
    assert Doubt.JUMP == shown(said(41.0), said(100.0, 5, Source.CLI, resets_at=None)).doubt


def test_a_reset_that_is_granted_early_is_believed_at_the_second_reading() -> None:
    """A promotion, or another plan: the limit falls and its week begins anew."""
    begun, used = (said(percent, minute, resets_at=LATER_RESET) for percent, minute in ((0.0, 5), (1.0, 7)))

    assert not shown(said(88.0), begun).confirmed
    assert DisplayedFigure(used) == shown(said(88.0), begun, used)


def test_a_percentage_that_is_gone_waits() -> None:
    """The confirmed figure stays in view, marked; a second reading without one is believed."""
    gone = [said(None, minute, resets_at=None) for minute in (5, 7)]

    expected = DisplayedFigure(said(41.0), Doubt.GONE, confirmed=False, last_confirmed=said(41.0))
    assert expected == shown(said(41.0), gone[0])
    assert DisplayedFigure(gone[1]) == shown(said(41.0), *gone)
    assert DisplayedFigure(said(41.5, 7)) == shown(said(41.0), gone[0], said(41.5, 7))


def test_a_session_that_slept_counts_for_nothing() -> None:
    """The statusline of an old session tells old figures under a new time: no fall, and no moved reset."""
    asleep = said(31.0, 9, Source.STATUSLINE)
    elsewhere = said(31.0, 9, Source.STATUSLINE, resets_at=LATER_RESET)

    assert DisplayedFigure(said(42.0)) == shown(said(42.0), asleep) == shown(said(42.0), elsewhere)


def test_after_an_hour_of_silence_the_statusline_counts() -> None:
    """Where nobody else speaks, as with the network off, its fall is doubted like any other, and then believed."""
    fall, used = said(5.0, 61, Source.STATUSLINE), said(5.4, 63, Source.STATUSLINE)

    assert Doubt.FALL == shown(said(42.0), fall).doubt
    assert DisplayedFigure(used) == shown(said(42.0), fall, used)


def test_a_repeated_statusline_brings_no_old_figure_back() -> None:
    """After a reset that was granted early, an idle session goes on telling what was true before."""
    told = said(60.0, 1, Source.STATUSLINE)
    granted = [said(percent, minute) for percent, minute in ((4.0, 5), (5.0, 7))]
    echoes = [replace(told, read_at=NOW + timedelta(minutes=minute)) for minute in (6, 8, 59)]

    assert DisplayedFigure(granted[1]) == shown(told, granted[0], echoes[0], granted[1], *echoes[1:])


def test_a_repeated_statusline_keeps_its_own_figure_young() -> None:
    """Each time that it says the same, the figure is known to be true still."""
    told = [said(41.0, minute, Source.STATUSLINE) for minute in (1, 2, 30)]

    assert DisplayedFigure(told[2]) == shown(said(41.0), *told)


def test_a_statusline_confirms_itself_only_after_a_while() -> None:
    """It may repeat one and the same answer; with the network off nobody else can agree."""
    jump = [said(100.0, minute, Source.STATUSLINE) for minute in (1, 2, 5, 6)]

    assert not shown(said(40.0), *jump[:3]).confirmed
    assert DisplayedFigure(jump[3]) == shown(said(40.0), *jump)


def test_a_reading_that_is_seen_late_can_agree() -> None:
    """Claude Code asked a minute before us and its file was written after our answer came."""
    late = said(100.0, 4, Source.CACHE)

    assert DisplayedFigure(said(100.0, 5)) == shown(said(40.0), said(100.0, 5), late)
    assert not shown(said(40.0), said(100.0, 5), said(41.0, 4, Source.CACHE)).confirmed


def test_an_old_reading_changes_nothing() -> None:
    """Claude Code's own cache may be hours old: against a newer figure it says nothing."""
    assert DisplayedFigure(said(42.0)) == shown(said(42.0), said(88.0, -180, Source.CACHE))


def test_a_source_that_doubts_itself_confirms_nothing() -> None:
    """What is marked where it comes from is shown so, and a second marked figure does not help it."""
    belief = with_figure(with_figure(ConfirmedFigure(), said(40.0)), said(41.0, 5), sure=False)
    belief = with_figure(belief, said(41.0, 7), sure=False)

    assert (said(40.0), said(41.0, 7)) == (belief.held, belief.doubtful)


def test_a_clock_that_was_set_back_does_not_freeze_a_figure() -> None:
    """A figure of a time to come counts as one of now, once, and the next reading takes its place."""
    ahead = updated({}, reading(said(41.0, 120)), NOW + timedelta(minutes=120))
    back = updated(ahead, reading(said(41.0, 120)), NOW)
    found = updated(back, reading(said(42.0, 5)), NOW + timedelta(minutes=5))

    assert plausibility.changed(ahead, back)
    assert said(42.0, 5) == found["session"].held


def test_each_limit_is_judged_alone() -> None:
    """A doubtful session leaves the week as it is."""
    readings = [*reading(said(40.0), said(100.0, 5)), *reading(said(12.0), said(13.0, 5), name="week")]
    found = updated({}, readings, NOW + timedelta(hours=1))

    assert {"session": said(100.0, 5), "week": None} == {name: one.doubtful for name, one in found.items()}


def test_what_is_long_over_is_forgotten() -> None:
    """A limit that is no longer told does not stay for ever."""
    assert {} == updated(updated({}, reading(said(41.0)), NOW), [], NOW + timedelta(days=41))


def test_a_reading_is_stored_with_its_marks() -> None:
    """`confirmed` in reading.json tells other tools the same."""
    answer = reading(said(100.0, 5))[0]
    beliefs = updated({}, [*reading(said(40.0)), answer], answer.fetched_at)

    assert [False] == [one.confirmed for one in plausibility.mark_unconfirmed(answer, beliefs).windows]
    assert [True] == [
        one.confirmed for one in plausibility.mark_unconfirmed(answer, updated({}, [answer], answer.fetched_at)).windows
    ]


def test_only_a_doubt_that_a_reading_may_settle_asks_for_one() -> None:
    """Not one that the last attempt left open, nor one whose window is over."""
    beliefs = {"session": after(said(60.0), said(40.0, 5), said(20.0, 7))}
    before, at, later = (NOW + timedelta(minutes=minute) for minute in (6, 8, 300))

    assert 2 == plausibility.unconfirmed_in_a_row(beliefs, before, at)
    assert (
        0
        == plausibility.unconfirmed_in_a_row(beliefs, at, at)
        == plausibility.unconfirmed_in_a_row(beliefs, before, later)
    )


# Whatever the sources say

_SAYINGS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(0, 130), st.sampled_from([0.0, 41.0, 60.0, 90.0, 100.0])),
        st.integers(1, 100),
        st.sampled_from([Source.API, Source.API, Source.STATUSLINE, Source.CACHE]),
        st.sampled_from([RESET, RESET, RESET + timedelta(seconds=50), LATER_RESET, None]),
    ),
    max_size=30,
)


def sayings(found: list[tuple[float | None, int, Source, datetime | None]]) -> list[Figure]:
    """The figures of such a list, each some minutes after the one before."""
    figures, minute = [], 0
    for percent, wait, source, resets_at in found:
        minute += wait
        figures.append(said(percent, minute, source, resets_at=resets_at))
    return figures


@given(_SAYINGS.map(sayings))
def test_no_confirmed_figure_falls_within_its_window(figures: list[Figure]) -> None:
    """Between two confirmed figures of one window that differ downwards there is always a marked one."""
    belief, before = ConfirmedFigure(), None
    for figure in figures:
        belief = with_figure(belief, figure)
        now = plausibility.displayed(belief)
        assert now is not None
        if before is not None and before.confirmed and now.confirmed:
            old, new = before.figure, now.figure
            over = old.resets_at is not None and old.resets_at <= new.read_at + plausibility.SAME_RESET
            if plausibility.same_window(old.resets_at, new.resets_at) and not over:
                assert (new.percent or 0.0) >= (old.percent or 0.0) - (plausibility.SLACK if new.percent is None else 0)
        before = now


@given(_SAYINGS.map(sayings))
def test_no_figure_is_invented(figures: list[Figure]) -> None:
    """Each percentage that is shown was said, and each time that goes with it."""
    belief = ConfirmedFigure()
    for index, figure in enumerate(figures):
        belief = with_figure(belief, figure)
        now = plausibility.displayed(belief)
        assert now is not None
        so_far = figures[: index + 1]
        assert now.figure.percent in {one.percent for one in so_far}
        assert (now.figure.read_at, now.figure.source) in {(one.read_at, one.source) for one in so_far}


@given(_SAYINGS.map(sayings))
def test_no_notice_comes_from_a_figure_that_nobody_confirmed(figures: list[Figure]) -> None:
    """While the only limit of an account is doubtful, no notice is due and nothing counts as sent."""
    belief = ConfirmedFigure()
    for figure in figures:
        belief = with_figure(belief, figure)
        now = plausibility.displayed(belief)
        assert now is not None
        seen = replace(window(now.figure.percent, resets_at=now.figure.resets_at), confirmed=now.confirmed)
        decision = decide(account_view(seen), AlertMemory(), AlertContext(), NOW)
        if not now.confirmed:
            assert ((), AlertMemory()) == (decision.alerts, decision.memory)


@given(_SAYINGS.map(sayings))
def test_what_contradicts_is_believed_only_after_a_doubt(figures: list[Figure]) -> None:
    """A jump, a fall or a moved reset never becomes the confirmed figure in one step."""
    belief = ConfirmedFigure()
    for figure in figures:
        before, belief = belief, with_figure(belief, figure)
        if before.held is not None and belief.held is not None and contradiction(before.held, belief.held) is not None:
            assert before.doubtful is not None


@given(_SAYINGS.map(sayings), st.randoms(use_true_random=False))
def test_the_same_readings_in_any_order_and_again(figures: list[Figure], dice: Random) -> None:
    """Processes that see the same files come to the same beliefs, however often they look."""
    readings = reading(*figures)
    at = max((one.fetched_at for one in readings), default=NOW)
    first = updated({}, readings, at)
    mixed = list(readings)
    dice.shuffle(mixed)

    assert first == updated({}, mixed, at)
    last = readings[-1:]
    assert updated(first, last, at) == first
