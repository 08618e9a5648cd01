"""One reading out of several sources: for each limit the figure that is true now, with its own source and time.

Usage never falls within a window, so of two figures for the same window the higher one is the later truth, whoever
said it: a session that has been idle repeats old figures under a new time. This module must not know where readings
come from.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brim.model import Reading, Window

SLACK = 0.5
"""Points by which two sources may round apart."""
SAME_RESET = timedelta(minutes=2)
"""Resets of one window wander by less than this between answers."""


def merge(readings: Iterable[Reading]) -> Reading | None:
    """The present truth out of readings of one account, in any order; None when there is none.

    Spend and plan come from the newest reading that has them, the names and the order of windows from the reading that
    has most. The whole is as new as its newest figure.
    """
    newest_first = sorted(readings, key=lambda reading: reading.fetched_at, reverse=True)
    if len(newest_first) < 2:  # noqa: PLR2004 - nothing to merge
        return newest_first[0] if newest_first else None
    fullest = max(newest_first, key=lambda reading: len(reading.windows))
    windows = []
    for name in dict.fromkeys(window.id for reading in (fullest, *newest_first) for window in reading.windows):
        found = [window for reading in newest_first for window in reading.windows if window.id == name]
        model = next((window for window in fullest.windows if window.id == name), found[0])
        best = _best(found)
        windows.append(replace(best, label=model.label, length_seconds=model.length_seconds, active=model.active))
    latest = max(windows, key=lambda window: window.read_at, default=None)
    return replace(
        newest_first[0],
        windows=tuple(windows),
        spend=next((reading.spend for reading in newest_first if reading.spend is not None), None),
        plan=next((reading.plan for reading in newest_first if reading.plan is not None), None),
        fetched_at=latest.read_at if latest is not None else newest_first[0].fetched_at,
        source=latest.source if latest is not None else newest_first[0].source,
    )


def same_window(first: datetime | None, second: datetime | None) -> bool:
    """Whether two reset times belong to one and the same window."""
    if first is None or second is None:
        return first is second
    return abs(first - second) <= SAME_RESET


def _best(found: list[Window]) -> Window:
    """`found` is newest first."""
    best, *older = found
    for window in older:
        if _holds(window, best):
            best = window
    return best


def _holds(old: Window, new: Window) -> bool:
    """Whether an older figure still says more than a newer one: the same window, and clearly more used."""
    if old.percent is None or not old.confirmed or not same_window(old.resets_at, new.resets_at):
        return False
    return new.percent is None or not new.confirmed or old.percent > new.percent + SLACK
