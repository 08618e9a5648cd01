"""Questions about real windows, from a file that `brim history export` wrote, and what came of each.

Each window that has ended is asked about after some of its readings, with the windows before it as its past. This
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

    from brim.backend.history.entry import Entry
    from tests.bench.limits import Readings

_PER_WINDOW = 6
"""Questions, after readings that are spread over those of the window."""
_SAME_RESET = 2.0
"""Minutes by which the resets of one window may differ."""


def replayed(raw: BinaryIO, name: str) -> Iterator[Case]:
    """The cases of all limits in the file; raises ConfigError for another kind of file."""
    usable = [
        one
        for one in parse(raw, name).entries
        if one.confirmed and one.percent is not None and one.resets_at is not None and one.length_seconds
    ]
    usable.sort(key=lambda one: (one.account, one.window, one.read_at))
    for (_, window), entries in groupby(usable, key=lambda one: (one.account, one.window)):
        yield from _limit(window, list(entries))


def _limit(window: str, entries: Sequence[Entry]) -> Iterator[Case]:
    """The cases of one limit."""
    past: list[tuple[Readings, float]] = []
    newest = max(_minute(one.read_at) for one in entries)
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
                    tuple(one for one, _ in past),
                    hit,
                    tuple(end for _, end in past),
                )
        past.append((readings, ends))


def _windows(entries: Sequence[Entry]) -> Iterator[tuple[Readings, float, float]]:
    """Readings, reset and length of each window, oldest first."""
    found: list[tuple[list[tuple[float, float]], float, float]] = []
    for one in entries:
        if one.percent is None or one.resets_at is None or one.length_seconds is None:
            continue
        ends = _minute(one.resets_at)
        if not found or abs(found[-1][1] - ends) > _SAME_RESET:
            found.append(([], ends, one.length_seconds / 60))
        found[-1][0].append((_minute(one.read_at), one.percent))
    return ((tuple(readings), ends, length) for readings, ends, length in found)


def _minute(at: datetime) -> float:
    return (at - MONDAY).total_seconds() / 60
