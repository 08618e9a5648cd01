"""Finds early resets among stored entries, so that a window is cut there, also in the history of an earlier Brim. Pure.

Only confirmed entries count. An unconfirmed entry just before, which shows the early reset first, belongs to the window
after it. This module must not know where entries are stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.readings.earlyresets import completes, is_early_reset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.backend.history.entry import HistoryEntry


@dataclass(frozen=True, slots=True)
class WindowPart:
    """The entries of one limit from one early reset to the next, oldest first."""

    entries: tuple[HistoryEntry, ...]
    reset_from: HistoryEntry | None = None
    """The last confirmed entry before the early reset with which it begins; None where it begins with none.

    It is also None for the second step of an early reset that shows first in the reset and then in the percentage.
    """


def cut_at_early_resets(entries: Iterable[HistoryEntry]) -> tuple[WindowPart, ...]:
    """The entries of one limit, oldest first, cut at every early reset."""
    parts: list[WindowPart] = []
    current: list[HistoryEntry] = []
    last: HistoryEntry | None = None
    known: HistoryEntry | None = None
    reset_from: HistoryEntry | None = None
    for entry in entries:
        if entry.confirmed and last is not None and is_early_reset(last, entry):
            first = len(current)
            while first and not current[first - 1].confirmed and is_early_reset(last, current[first - 1]):
                first -= 1
            parts.append(WindowPart(tuple(current[:first]), reset_from))
            is_rest = known is not None and completes(known, last, entry)
            reset_from = None if is_rest else last
            known, current = last, current[first:]
        current.append(entry)
        last = entry if entry.confirmed else last
    return (*parts, WindowPart(tuple(current), reset_from))
