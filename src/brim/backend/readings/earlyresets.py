"""Decides whether a limit was reset before its time: a pure policy over confirmed figures.

Seen since September 2026: a grant that clears a limit, and gifts to all. The percentage falls, with the same reset or
another one, or the window begins again while the percentage stays the same for a while. A reset that comes when its
time has passed is an ordinary one, and so is one whose time was never known. A small fall is a correction, and a reset
that is moved by minutes is drift.

This module reads no clock. It must not know which figure is confirmed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.readings.figures import ROUNDING, same_reset, window_ended, within_rounding
from brim.model.usage import EarlyReset, Source

if TYPE_CHECKING:
    from brim.backend.readings.figures import LimitFigures, ReportedFigure
    from brim.model.usage import Figure

_MIN_USED = 3.0
"""Percent used. Below it there is nothing that could be reset."""
_LARGE_FALL = 10.0
"""Percentage points. A smaller fall is a correction, unless half of the figure is gone."""
_DRIFT = timedelta(minutes=15)
"""No window is this short. A reset that moves by less is the same one."""
_IDLE_SESSION = timedelta(hours=1)
"""For so long after an early reset the statusline of an idle session may still report the figure from before it."""


def is_early_reset(before: ReportedFigure, after: ReportedFigure, *, reset_moves: bool = False) -> bool:
    """Whether the limit was reset between two figures although its time had not come.

    With `reset_moves` the vendor moves the reset of a running window, and only a lower percentage says so.
    """
    used, now_used = before.percent or 0.0, after.percent or 0.0
    if before.resets_at is None or window_ended(before, after) or used < _MIN_USED:
        return False
    if after.percent is None:
        return after.resets_at is None  # the new window has not started
    if used - now_used >= _LARGE_FALL or (now_used <= used / 2 and used - now_used >= _MIN_USED - ROUNDING):
        return True
    begins_later = after.resets_at is not None and after.resets_at - before.resets_at > _DRIFT
    return begins_later and now_used < used + ROUNDING and not reset_moves


def risen_from(stored: LimitFigures, figure: Figure) -> Figure | None:
    """Once a figure is confirmed: the one before a large rise that it alone has shown, and may be wrong; else None."""
    before = stored.confirmed
    if before is not None and figure.read_at <= before.read_at:  # the same reading again
        return stored.risen_from
    if before is None or window_ended(before, figure):
        return None
    return before if (figure.percent or 0.0) - (before.percent or 0.0) >= _LARGE_FALL else None


def completes(before: ReportedFigure, between: ReportedFigure, after: ReportedFigure) -> bool:
    """Whether an early reset is the rest of the one after `before`: it shows first in the reset or in the percentage.

    `between` is the last confirmed figure before the rest of it.
    """
    used_between = between.percent or 0.0
    if not same_reset(before.resets_at, between.resets_at):
        return abs((before.percent or 0.0) - used_between) < ROUNDING
    return (after.percent or 0.0) > used_between - ROUNDING


def after(stored: LimitFigures, figure: Figure, *, reset_moves: bool = False) -> EarlyReset | None:
    """The early reset that counts once a figure is confirmed; for a confirmed change it is the first one that shows it.

    What one source reports is compared with what it reported itself: a statusline that was ahead of the server's
    answers makes no early reset of their next answer. A reset that shows in two steps is one. A figure that returns to
    where it was before one reading alone showed a large rise is a correction.
    """
    confirmed, known = stored.confirmed, stored.early_reset
    if confirmed is None:
        return None
    seen = is_early_reset(confirmed, figure, reset_moves=reset_moves) and _is_seen_by_its_source(
        stored, figure, reset_moves=reset_moves
    )
    if seen and not _is_correction(stored.risen_from, figure):
        if known is not None and completes(known.before, confirmed, figure):
            return known
        return EarlyReset(figure.read_at, confirmed)
    is_over = window_ended(known.before if confirmed.resets_at is None and known is not None else confirmed, figure)
    return None if is_over else known


def is_older(stored: LimitFigures, figure: Figure) -> bool:
    """Whether a figure is of the statusline and from before the early reset: an idle session reports it once more."""
    early, confirmed = stored.early_reset, stored.confirmed
    if figure.source is not Source.STATUSLINE or early is None or confirmed is None or window_ended(confirmed, figure):
        return False
    if not same_reset(early.before.resets_at, confirmed.resets_at):
        return same_reset(early.before.resets_at, figure.resets_at)
    used = figure.percent or 0.0
    leaps = used - (confirmed.percent or 0.0) >= _LARGE_FALL and figure.read_at - early.at < _IDLE_SESSION
    answered_since = stored.answer is not None and stored.answer.read_at >= early.at
    may_be_older = answered_since and used <= (early.before.percent or 0.0)
    return leaps and (may_be_older or within_rounding(early.before, figure))


def _is_correction(risen_from: Figure | None, figure: Figure) -> bool:
    """Whether a figure returns to where the limit was before one reading alone showed a large rise."""
    if risen_from is None or (figure.resets_at is not None and not same_reset(risen_from.resets_at, figure.resets_at)):
        return False
    return (figure.percent or 0.0) > (risen_from.percent or 0.0) - ROUNDING


def _is_seen_by_its_source(stored: LimitFigures, figure: Figure, *, reset_moves: bool) -> bool:
    answer = stored.answer
    if figure.source is Source.STATUSLINE or answer is None or window_ended(answer, figure):
        return True
    return is_early_reset(answer, figure, reset_moves=reset_moves)
