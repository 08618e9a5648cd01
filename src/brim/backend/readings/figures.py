"""The figures of one limit as several sources report them: values, tolerances and comparisons. Pure.

This module must not know which figure is confirmed, nor where figures are stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.model.usage import CLOCK_SLACK, Figure

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.usage import Doubt, Window

ROUNDING = 1.0
"""Percentage points. Two sources that round the same usage, up or down, differ by less than this."""
RESET_TOLERANCE = CLOCK_SLACK


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
    return Figure(window.percent, window.resets_at, window.source, window.read_at)


def same_reset(first: datetime | None, second: datetime | None) -> bool:
    """Whether two reset times belong to the same window."""
    if first is None or second is None:
        return first is second
    return abs(first - second) <= RESET_TOLERANCE


def same_value(first: Figure, second: Figure) -> bool:
    """Whether two figures have the same percentage of the same window."""
    return first.percent == second.percent and same_reset(first.resets_at, second.resets_at)


def within_rounding(first: Figure, second: Figure) -> bool:
    """Whether two figures of the same window differ by no more than rounding."""
    if first.percent is None or second.percent is None:
        return False
    return abs(first.percent - second.percent) < ROUNDING and same_reset(first.resets_at, second.resets_at)


def window_ended(figure: Figure, later: Figure) -> bool:
    """Whether the window of a figure had ended when a later figure was read."""
    return figure.resets_at is not None and figure.resets_at <= later.read_at + RESET_TOLERANCE
