"""Merges the readings of several sources into one: for each limit the figure to show, with its own source and time.

This module must not know where readings come from, nor why a figure is confirmed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.readings import plausibility
from brim.backend.readings.figures import window_ended
from brim.model.usage import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.backend.readings.figures import FiguresByLimit
    from brim.model.usage import Reading, Window

_COMPLETE = frozenset({Source.API, Source.CACHE})
"""Sources that hold a whole answer of the server, with every limit that the account has."""


def merge(readings: Iterable[Reading], figures: FiguresByLimit | None = None) -> Reading | None:
    """One reading out of the readings of one account, in any order; None without any.

    `figures` are those that the readings led to; without them they are derived from these readings alone. Spend and
    plan come from the newest reading that has them, the names and the order of windows from the reading that has most.
    A window that a newer answer of the server does not have is no limit of the account any more. `fetched_at` and
    `source` are those of the newest figure.
    """
    newest_first = sorted(readings, key=lambda reading: reading.fetched_at, reverse=True)
    if not newest_first:
        return None
    if figures is None:
        figures = plausibility.with_readings({}, newest_first, newest_first[0].fetched_at)
    fullest = max(newest_first, key=lambda reading: len(reading.windows))
    templates: dict[str, Window] = {}
    for reading in (fullest, *newest_first):
        for window in reading.windows:
            if not _is_gone(window, newest_first):
                templates.setdefault(window.id, window)
    windows = [
        replace(_with_displayed_figure(template, figures), refused=_is_refused(template, newest_first))
        for template in templates.values()
    ]
    latest = max(windows, key=lambda window: window.read_at, default=None)
    return replace(
        newest_first[0],
        windows=tuple(windows),
        spend=next((reading.spend for reading in newest_first if reading.spend is not None), None),
        plan=next((reading.plan for reading in newest_first if reading.plan is not None), None),
        saved_resets=next((one.saved_resets for one in newest_first if one.saved_resets is not None), None),
        fetched_at=latest.read_at if latest is not None else newest_first[0].fetched_at,
        source=latest.source if latest is not None else newest_first[0].source,
    )


def _is_gone(window: Window, newest_first: list[Reading]) -> bool:
    answer = next((reading for reading in newest_first if reading.source in _COMPLETE), None)
    if answer is None or window.read_at >= answer.fetched_at:
        return False
    return all(listed.id != window.id for listed in answer.windows)


def _is_refused(window: Window, newest_first: list[Reading]) -> bool:
    """Whether the newest reading that has the limit says that the vendor refuses."""
    listed = (same for reading in newest_first for same in reading.windows if same.id == window.id)
    return next((same.refused for same in listed), False)


def _with_displayed_figure(window: Window, figures: FiguresByLimit) -> Window:
    stored = figures.get(window.id)
    shown = plausibility.displayed(stored) if stored is not None else None
    if shown is None:
        return window
    confirmed = stored.confirmed if stored is not None else None
    runs = confirmed is not None and not window_ended(confirmed, shown.figure)
    return replace(
        window,
        percent=shown.figure.percent,
        resets_at=shown.figure.resets_at,
        source=shown.figure.source,
        read_at=shown.figure.read_at,
        confirmed=shown.confirmed,
        doubt=shown.doubt,
        last_confirmed=shown.last_confirmed,
        early_reset=stored.early_reset if stored is not None and runs else None,
    )
