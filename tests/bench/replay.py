"""Cases from real windows, from a file that `brim history export` wrote.

Each window that has ended gives questions after some of its readings, with the windows before it as its past. This
module must not know how anything is forecast.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO

from brim.backend.forecast.windowcurve import FULL
from brim.backend.history.jsonl import parse
from tests.bench.limits import MONDAY, Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from brim.backend.history.entry import HistoryEntry
    from tests.bench.limits import Readings

_PER_WINDOW = 6
"""The number of questions, after readings spread over the window."""
_SAME_RESET = 2.0
"""The minutes by which the resets of one window may differ."""


def cases_from_history(raw: BinaryIO, name: str) -> Iterator[Case]:
    """The cases of all limits in the file; raises ConfigError when it is not an exported history."""
    usable = [
        entry
        for entry in parse(raw, name).entries
        if entry.confirmed and entry.percent is not None and entry.resets_at is not None and entry.length_seconds
    ]
    usable.sort(key=lambda entry: (entry.account, entry.window, entry.read_at))
    for (_, window), entries in groupby(usable, key=lambda entry: (entry.account, entry.window)):
        yield from _cases_of_limit(window, list(entries))


def _cases_of_limit(window: str, entries: Sequence[HistoryEntry]) -> Iterator[Case]:
    """The cases of one limit."""
    past: list[tuple[Readings, float]] = []
    newest = max(_minute(entry.read_at) for entry in entries)
    for readings, ends, length in _windows(entries):
        if ends <= newest:
            hit = next((at for at, percent in readings if percent >= FULL), None)
            before = [index for index, (at, percent) in enumerate(readings) if percent < FULL and at < ends]
            for index in before[:: max(1, len(before) // _PER_WINDOW)]:
                yield Case(
                    window,
                    window.partition(":")[0],
                    ends - length,
                    ends,
                    readings[index][0],
                    readings[: index + 1],
                    tuple(entry for entry, _ in past),
                    hit,
                    tuple(end for _, end in past),
                )
        past.append((readings, ends))


def _windows(entries: Sequence[HistoryEntry]) -> Iterator[tuple[Readings, float, float]]:
    """Readings, reset and length of each window, oldest first."""
    windows: list[tuple[list[tuple[float, float]], float, float]] = []
    for entry in entries:
        if entry.percent is None or entry.resets_at is None or entry.length_seconds is None:
            continue
        ends = _minute(entry.resets_at)
        if not windows or abs(windows[-1][1] - ends) > _SAME_RESET:
            windows.append(([], ends, entry.length_seconds / 60))
        windows[-1][0].append((_minute(entry.read_at), entry.percent))
    return ((tuple(readings), ends, length) for readings, ends, length in windows)


def _minute(at: datetime) -> float:
    return (at - MONDAY).total_seconds() / 60
