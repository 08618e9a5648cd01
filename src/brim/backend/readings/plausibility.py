"""Decides which figure of a limit is confirmed: a pure policy over the figures that the sources report, one by one.

Within a window usage only rises, mostly in small steps, and the reset time stays. A figure that breaks this is
unconfirmed: a jump to the limit, a fall, a reset that moves, a percentage that is gone. An unconfirmed figure is shown
with a mark, and the confirmed figure is stored beside it, until a second reading agrees. A second reading agrees when
ordinary use leads from the unconfirmed figure to it, whichever source reports it. A reading that agrees with the
confirmed figure drops the unconfirmed one. A reading that contradicts both becomes the new unconfirmed figure.

The very first figure is confirmed, because there is no earlier figure that it could have jumped from. The first figure
of a new window is confirmed too, unless it is at the limit. A figure whose reset had passed when it was read confirms
nothing: its source has missed the reset, so it waits for one that has not. A status line lags: an idle session
reports old figures under a new time. So a repeated statusline figure adds nothing, and a statusline figure that
is lower is ignored while another source has lately reported a higher one. Without another source its fall is marked at
once. A fall or a moved reset that is confirmed may be an early reset (`earlyresets`). A vendor that moves the reset of
a running window may move it along with the clock: it stays as far ahead as it was, and two such readings agree.

This module reads no clock. It must not know where readings come from, nor where figures are stored.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.readings import earlyresets
from brim.backend.readings.figures import (
    ROUNDING,
    DisplayedFigure,
    LimitFigures,
    figure_of,
    is_forgotten,
    same_reset,
    same_rolling_reset,
    same_value,
    window_ended,
    within_rounding,
    without_future_times,
)
from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.model.usage import Doubt, Figure, Source, is_outdated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brim.backend.readings.figures import FiguresByLimit
    from brim.model.usage import Reading

_FULL, _NEARLY_FULL = LEVEL_THRESHOLDS[Level.EXHAUSTED], LEVEL_THRESHOLDS[Level.CRITICAL]
"""From `_NEARLY_FULL` percent on, reaching the limit is not a jump."""
_REPETITION_CONFIRMS = timedelta(minutes=5)
"""A statusline that repeats its figure after this time confirms it. Earlier it may be the same answer."""
_STATUSLINE_LAG = timedelta(hours=1)
"""A figure of another source that is younger than this outweighs a lower figure of the statusline."""


def with_readings(figures: FiguresByLimit, readings: Iterable[Reading], now: datetime) -> dict[str, LimitFigures]:
    """The figures after some readings, in any order. The same readings again change nothing.

    Windows read after `now` are left out, and stored figures read after `now` get `now` as their time: the clock was
    set back.
    """
    updated = {
        limit: without_future_times(stored, now) for limit, stored in figures.items() if not is_forgotten(stored, now)
    }
    windows = sorted(
        (window for reading in readings for window in reading.windows if window.read_at <= now),
        key=lambda window: window.read_at,
    )
    for window in windows:
        stored = updated.get(window.id, LimitFigures())
        updated[window.id] = with_figure(stored, figure_of(window), trusted=window.confirmed)
    return updated


def with_figure(stored: LimitFigures, figure: Figure, *, trusted: bool = True) -> LimitFigures:
    """The figures of one limit after one more. One that its own source marks as not `trusted` confirms nothing."""
    if figure.source is Source.STATUSLINE:
        if stored.statusline is not None and same_value(stored.statusline, figure):
            return _with_repetition(stored, figure)
        stored = replace(stored, statusline=figure)
    confirmed = stored.confirmed
    if figure in {stored.unconfirmed, confirmed} or earlyresets.is_older(stored, figure):
        return stored
    if confirmed is not None and figure.read_at < confirmed.read_at:
        return _with_earlier_answer(stored, confirmed, figure) if trusted else stored
    return _with_newer_figure(stored, figure, trusted=trusted)


def contradiction(previous: Figure | None, figure: Figure) -> Doubt | None:
    """Why ordinary use does not lead from one figure to a later one; None when it does, or without a previous one."""
    if previous is None:
        return None
    ended = window_ended(previous, figure)
    one_reset_missing = None in {previous.resets_at, figure.resets_at}
    same_window = (
        same_reset(previous.resets_at, figure.resets_at)
        or same_rolling_reset(previous, figure)
        or (not ended and one_reset_missing)
    )
    used = previous.percent or 0.0
    if figure.percent is None:
        return None if ended or used < ROUNDING else Doubt.GONE
    if figure.percent >= _FULL and (used if same_window else 0.0) < _NEARLY_FULL:
        return Doubt.JUMP
    if ended or used < ROUNDING:
        return None
    if not same_window:
        return Doubt.MOVED
    return Doubt.FALL if figure.percent <= used - ROUNDING else None


def displayed(stored: LimitFigures) -> DisplayedFigure | None:
    """The figure to show: the newest one with its mark. None before the first figure."""
    confirmed, unconfirmed = stored.confirmed, stored.unconfirmed
    if unconfirmed is None or _says_nothing(unconfirmed, confirmed):
        return None if confirmed is None else DisplayedFigure(confirmed)
    doubt = contradiction(confirmed, unconfirmed)
    if confirmed is None or (confirmed.resets_at is not None and confirmed.resets_at <= unconfirmed.read_at):
        return DisplayedFigure(unconfirmed, doubt, confirmed=False)
    figure = confirmed if unconfirmed.percent is None else unconfirmed
    return DisplayedFigure(figure, doubt, confirmed=False, last_confirmed=confirmed)


def mark_unconfirmed(reading: Reading, figures: FiguresByLimit) -> Reading:
    """The reading, with each window marked whose figure waits for a second one."""
    windows = tuple(
        replace(
            window,
            confirmed=window.confirmed and figures.get(window.id, LimitFigures()).unconfirmed != figure_of(window),
        )
        for window in reading.windows
    )
    return replace(reading, windows=windows)


def unconfirmed_in_a_row(figures: FiguresByLimit, since: datetime | None, now: datetime) -> int:
    """The highest `unconfirmed_count` among the limits that a reading could confirm now; 0 without any.

    `since` is the last attempt to read: another attempt will hardly confirm what that one could not.
    """
    return max(
        (stored.unconfirmed_count for stored in figures.values() if _can_be_confirmed(stored.unconfirmed, since, now)),
        default=0,
    )


def _with_newer_figure(stored: LimitFigures, figure: Figure, *, trusted: bool) -> LimitFigures:
    """After a figure that was not read before the confirmed one."""
    unconfirmed = stored.unconfirmed
    if is_outdated(figure):
        return stored if _says_nothing(figure, unconfirmed) else _wait(stored, figure)
    if unconfirmed is not None and figure.read_at <= unconfirmed.read_at and not _says_nothing(unconfirmed, figure):
        return _with_late_figure(stored, figure, unconfirmed) if trusted else stored
    consistent = _with_consistent_figure(stored, figure) if trusted else None
    if consistent is not None:
        return consistent
    return stored if _is_lagging_statusline(stored, figure) else _wait(stored, figure)


def _with_late_figure(stored: LimitFigures, figure: Figure, unconfirmed: Figure) -> LimitFigures:
    """After a figure that was read before the unconfirmed one and arrives after it: it can only agree."""
    return _confirm(stored, figure, unconfirmed) if contradiction(figure, unconfirmed) is None else stored


def _with_consistent_figure(stored: LimitFigures, figure: Figure) -> LimitFigures | None:
    """After a figure that ordinary use leads to, from the confirmed figure or else from the unconfirmed one."""
    confirmed, unconfirmed = stored.confirmed, stored.unconfirmed
    if contradiction(confirmed, figure) is None:
        return _confirm(stored, confirmed, figure)
    if unconfirmed is not None and not window_ended(unconfirmed, figure) and contradiction(unconfirmed, figure) is None:
        return _confirm(stored, unconfirmed, figure)
    return None


def _with_repetition(stored: LimitFigures, figure: Figure) -> LimitFigures:
    """After the statusline has repeated its last figure."""
    confirmed, unconfirmed = stored.confirmed, stored.unconfirmed
    if unconfirmed is None:
        if confirmed is not None and figure.read_at > confirmed.read_at and within_rounding(confirmed, figure):
            return _confirm(stored, confirmed, figure)
        return stored
    repeats_unconfirmed = unconfirmed.source is Source.STATUSLINE and same_value(unconfirmed, figure)
    if repeats_unconfirmed and figure.read_at - unconfirmed.read_at >= _REPETITION_CONFIRMS:
        return _confirm(stored, unconfirmed, figure)
    return stored


def _wait(stored: LimitFigures, figure: Figure) -> LimitFigures:
    """Let a figure wait for a second reading."""
    return replace(stored, unconfirmed=figure, unconfirmed_count=stored.unconfirmed_count + 1)


def _confirm(stored: LimitFigures, previous: Figure | None, figure: Figure) -> LimitFigures:
    """Make a figure the confirmed one. Within a window the maximum counts: a figure that was rounded down is raised.

    A source that reports no reset does not contradict the known one.
    """
    first = previous if previous is not None and previous is not stored.confirmed else figure
    reset_moves = figure.reset_moves or first.reset_moves
    early_reset = earlyresets.after(stored, first, reset_moves=reset_moves)
    if previous is not None and figure.resets_at is None and not window_ended(previous, figure):
        before, now = previous.percent or 0.0, figure.percent or 0.0
        same_window = now >= ROUNDING and now > before - ROUNDING
        figure = replace(figure, resets_at=previous.resets_at if same_window else None)
    if previous is not None and within_rounding(previous, figure) and not window_ended(previous, figure):
        figure = replace(figure, percent=max(previous.percent or 0.0, figure.percent or 0.0))
    return replace(
        stored,
        confirmed=figure,
        unconfirmed=None,
        unconfirmed_count=0,
        answer=next((one for one in (figure, first) if one.source is not Source.STATUSLINE), stored.answer),
        risen_from=earlyresets.risen_from(stored, figure),
        early_reset=early_reset,
    )


def _says_nothing(outdated: Figure, other: Figure | None) -> bool:
    """Whether a figure's source has missed a reset, while another figure is of a window that ran at that time."""
    return other is not None and is_outdated(outdated) and not window_ended(other, outdated)


def _is_lagging_statusline(stored: LimitFigures, figure: Figure) -> bool:
    """Whether a figure may be an old one of an idle session: another source has reported a higher one lately."""
    answer = stored.answer
    if figure.source is not Source.STATUSLINE or answer is None or figure.read_at - answer.read_at >= _STATUSLINE_LAG:
        return False
    return contradiction(stored.confirmed, figure) is not Doubt.JUMP


def _with_earlier_answer(stored: LimitFigures, confirmed: Figure, figure: Figure) -> LimitFigures:
    """After a figure of another source that the statusline has overtaken: it shows how far that source was."""
    answer = stored.answer
    is_newer = answer is None or (figure.read_at > answer.read_at and contradiction(answer, figure) is None)
    if figure.source is Source.STATUSLINE or not is_newer or contradiction(figure, confirmed) is not None:
        return stored
    return replace(stored, answer=figure)


def _can_be_confirmed(unconfirmed: Figure | None, since: datetime | None, now: datetime) -> bool:
    if unconfirmed is None:
        return False
    ended = unconfirmed.resets_at is not None and unconfirmed.resets_at <= now
    if ended and not is_outdated(unconfirmed):
        return False  # a reading follows every reset in any case
    return since is None or unconfirmed.read_at >= since
