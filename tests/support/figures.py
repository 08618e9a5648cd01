"""Figures of one limit as sources report them. This module must not know which of them is believed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.readings.figures import LimitFigures
from brim.backend.readings.plausibility import with_figure
from brim.model.usage import Figure, Reading, Source, Window
from tests.support.samples import NOW, RESET

if TYPE_CHECKING:
    from datetime import datetime


def figure(
    percent: float | None, minute: float = 0, source: Source = Source.API, *, resets_at: datetime | None = RESET
) -> Figure:
    """A figure that a source reports so many minutes after NOW."""
    return Figure(percent, resets_at, source, NOW + timedelta(minutes=minute))


def after(*figures: Figure) -> LimitFigures:
    """The figures of a limit after some figures, one at a time."""
    stored = LimitFigures()
    for reported in figures:
        stored = with_figure(stored, reported)
    return stored


def figures_of(reports: list[tuple[float | None, int, Source, datetime | None]]) -> list[Figure]:
    """The figures of such a list, each some minutes after the one before."""
    figures, minute = [], 0
    for percent, wait, source, resets_at in reports:
        minute += wait
        figures.append(figure(percent, minute, source, resets_at=resets_at))
    return figures


def readings_of(*figures: Figure, name: str = "session") -> list[Reading]:
    """A reading for each figure."""
    readings = []
    for read in figures:
        limit = Window(name, name, name, read.percent, read.resets_at, 18000, read.source, read.read_at)
        readings.append(Reading(read.read_at, read.source, (limit,)))
    return readings
