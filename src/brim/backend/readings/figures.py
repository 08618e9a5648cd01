"""The figures of one limit as several sources report them: values, tolerances and comparisons. Pure.

This module must not know which figure is confirmed, nor where figures are stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from brim.model.usage import CLOCK_SLACK, Figure, is_outdated

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.usage import Doubt, EarlyReset, Window

ROUNDING = 1.0
"""Percentage points. Two sources that round the same usage, up or down, differ by less than this."""
RESET_TOLERANCE = CLOCK_SLACK
_RETENTION = timedelta(days=40)


class ReportedFigure(Protocol):
    """What a figure and an entry of the history have in common."""

    @property
    def percent(self) -> float | None:
        """Percent used; None when the window has not started."""

    @property
    def resets_at(self) -> datetime | None:
        """When the window ends."""

    @property
    def read_at(self) -> datetime:
        """The time that the figure is from."""


@dataclass(frozen=True, slots=True)
class LimitFigures:
    """The figures of one limit that count now."""

    confirmed: Figure | None = None
    """The last confirmed figure."""
    unconfirmed: Figure | None = None
    """The newest figure, while it waits for a second reading to agree."""
    unconfirmed_count: int = 0
    """How many readings in a row were unconfirmed."""
    statusline: Figure | None = None
    """The newest figure of the statusline that did not repeat the one before it."""
    answer: Figure | None = None
    """The last confirmed figure of any other source: the statusline cannot show that a limit has fallen below it."""
    risen_from: Figure | None = None
    """The confirmed figure before a large rise that one reading alone has shown; None once a second one agrees."""
    early_reset: EarlyReset | None = None
    """The early reset with which the window of the confirmed figure began."""


type FiguresByLimit = Mapping[str, LimitFigures]
"""By id of the limit."""


@dataclass(frozen=True, slots=True)
class DisplayedFigure:
    """The figure that is shown for one limit."""

    figure: Figure
    doubt: Doubt | None = None
    confirmed: bool = True
    last_confirmed: Figure | None = None
    """The confirmed figure of the same window, while `figure` is unconfirmed."""


def figure_of(window: Window) -> Figure:
    """The figure that a window holds."""
    return Figure(window.percent, window.resets_at, window.source, window.read_at, reset_moves=window.reset_moves)


def same_reset(first: datetime | None, second: datetime | None) -> bool:
    """Whether two reset times belong to the same window."""
    if first is None or second is None:
        return first is second
    return abs(first - second) <= RESET_TOLERANCE


def same_rolling_reset(first: Figure, second: Figure) -> bool:
    """Whether a reset that its vendor moves is as far ahead as it was: some move it along with the clock."""
    if first.resets_at is None or second.resets_at is None or not (first.reset_moves or second.reset_moves):
        return False
    return abs((first.resets_at - first.read_at) - (second.resets_at - second.read_at)) <= RESET_TOLERANCE


def same_value(first: Figure, second: Figure) -> bool:
    """Whether two figures have the same percentage of the same window."""
    return first.percent == second.percent and same_reset(first.resets_at, second.resets_at)


def within_rounding(first: Figure, second: Figure) -> bool:
    """Whether two figures of the same window differ by no more than rounding."""
    if first.percent is None or second.percent is None:
        return False
    return abs(first.percent - second.percent) < ROUNDING and same_reset(first.resets_at, second.resets_at)


def window_ended(figure: ReportedFigure, later: ReportedFigure) -> bool:
    """Whether the window of a figure had ended when a later figure was read."""
    return figure.resets_at is not None and figure.resets_at <= later.read_at + RESET_TOLERANCE


def without_future_times(stored: LimitFigures, now: datetime) -> LimitFigures:
    """The same figures, with `now` in place of every later time: the clock was set back.

    A figure whose reset had passed when it was read is left out: by an earlier time it would seem to count.
    """
    confirmed, unconfirmed, statusline, answer, risen_from = (
        figure
        if figure is None or figure.read_at <= now
        else None
        if is_outdated(figure)
        else replace(figure, read_at=now)
        for figure in (stored.confirmed, stored.unconfirmed, stored.statusline, stored.answer, stored.risen_from)
    )
    early = stored.early_reset
    if early is not None and early.at > now:
        early = replace(early, at=now)
    return replace(
        stored,
        confirmed=confirmed,
        unconfirmed=unconfirmed,
        statusline=statusline,
        answer=answer,
        risen_from=risen_from,
        early_reset=early,
    )


def is_forgotten(stored: LimitFigures, now: datetime) -> bool:
    """Whether no source has reported a limit for so long that it is not a limit of the account any more."""
    figures = (stored.confirmed, stored.unconfirmed, stored.statusline)
    return all(figure is None or now - figure.read_at > _RETENTION for figure in figures)


def changed(before: FiguresByLimit, after: FiguresByLimit) -> bool:
    """Whether figures differ in more than a later `read_at`."""
    return before.keys() != after.keys() or any(_differ(before[limit], stored) for limit, stored in after.items())


def _differ(before: LimitFigures, after: LimitFigures) -> bool:
    if (before.unconfirmed_count, before.early_reset) != (after.unconfirmed_count, after.early_reset):
        return True
    return any(
        _figures_differ(old, new)
        for old, new in (
            (before.confirmed, after.confirmed),
            (before.unconfirmed, after.unconfirmed),
            (before.statusline, after.statusline),
            (before.answer, after.answer),
            (before.risen_from, after.risen_from),
        )
    )


def _figures_differ(old: Figure | None, new: Figure | None) -> bool:
    if old is None or new is None:
        return old is not new
    return not same_value(old, new) or new.read_at < old.read_at
