"""One reading out of several sources: for each limit the figure that is believed, with its own source and time.

This module must not know where readings come from, nor why a figure is believed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.readings import plausibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.backend.readings.plausibility import ConfirmedFigures, DisplayedFigure
    from brim.model.usage import Reading, Window


def merge(readings: Iterable[Reading], beliefs: ConfirmedFigures | None = None) -> Reading | None:
    """The present truth out of readings of one account, in any order; None when there is none.

    `beliefs` are those that the readings led to; without them they are made of these readings alone. Spend and plan
    come from the newest reading that has them, the names and the order of windows from the reading that has most. The
    whole is as new as its newest figure.
    """
    newest_first = sorted(readings, key=lambda reading: reading.fetched_at, reverse=True)
    if not newest_first:
        return None
    if beliefs is None:
        beliefs = plausibility.updated({}, newest_first, newest_first[0].fetched_at)
    fullest = max(newest_first, key=lambda reading: len(reading.windows))
    models: dict[str, Window] = {}
    for reading in (fullest, *newest_first):
        for window in reading.windows:
            models.setdefault(window.id, window)
    windows = [_believed(model, beliefs) for model in models.values()]
    latest = max(windows, key=lambda window: window.read_at, default=None)
    return replace(
        newest_first[0],
        windows=tuple(windows),
        spend=next((reading.spend for reading in newest_first if reading.spend is not None), None),
        plan=next((reading.plan for reading in newest_first if reading.plan is not None), None),
        fetched_at=latest.read_at if latest is not None else newest_first[0].fetched_at,
        source=latest.source if latest is not None else newest_first[0].source,
    )


def _believed(model: Window, beliefs: ConfirmedFigures) -> Window:
    belief = beliefs.get(model.id)
    shown: DisplayedFigure | None = plausibility.displayed(belief) if belief is not None else None
    if shown is None:
        return model
    return replace(
        model,
        percent=shown.figure.percent,
        resets_at=shown.figure.resets_at,
        source=shown.figure.source,
        read_at=shown.figure.read_at,
        confirmed=shown.confirmed,
        doubt=shown.doubt,
        last_confirmed=shown.last_confirmed,
    )
