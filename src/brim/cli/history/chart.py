"""The history drawn for a terminal: a line for each window, with a small picture of how it filled.

Pure: the same entries, time and paper give the same lines. This module must not know where entries come from.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from brim.words import formatting
from brim.words import history as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from brim.backend.history.entry import Entry

CELLS = 24
"""Equal parts of a window's time, one letter each."""
_BLOCKS = "▁▂▃▄▅▆▇█"
_ASCII = "0123456789#"
"""Without blocks: tens of percent."""
_FULL = 100.0


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One window, or the time shown of a limit without windows."""

    begin: datetime
    end: datetime
    entries: tuple[Entry, ...]
    """Oldest first."""

    @property
    def sure(self) -> tuple[Entry, ...]:
        """The entries that count."""
        return tuple(entry for entry in self.entries if entry.confirmed and entry.percent is not None)


def chart_rows(entries: Sequence[Entry], since: datetime, now: datetime) -> tuple[ChartRow, ...]:
    """The windows of one limit that were not over at `since`, oldest first; what had not started is left out."""
    known = [entry for entry in entries if entry.percent is not None]
    if all(entry.resets_at is None for entry in known):
        found = [entry for entry in known if entry.read_at >= since]
        return (ChartRow(max(since, found[0].read_at), now, tuple(found)),) if found else ()
    windowed = [(entry.resets_at, entry) for entry in known if entry.resets_at is not None and entry.resets_at > since]
    made = []
    for end, group in groupby(sorted(windowed, key=lambda one: (one[0], one[1].read_at)), key=lambda one: one[0]):
        members = tuple(entry for _, entry in group)
        length = members[0].length_seconds
        begin = members[0].read_at if length is None else end - timedelta(seconds=length)
        made.append(ChartRow(begin, end, members))
    return tuple(made)


def lines(found: Sequence[ChartRow], now: datetime, *, plain: bool) -> Iterator[str]:
    """A line for each window: when, how it filled, what it reached."""
    rows = [
        (words.window_period_text(one.begin, one.end, now), bar(one, now, plain=plain), _peak(one), _note(one, now))
        for one in found
    ]
    width = max((len(row[0]) for row in rows), default=0)
    for when, picture, peak, note in rows:
        line = f"  {when:<{width}}  {picture}  {peak:>5}  {note}".rstrip()
        yield line.replace("–", "-") if plain else line


def bar(one: ChartRow, now: datetime, *, plain: bool) -> str:
    """How a window filled: each letter tells the percentage at the end of its part of the time; blank is unknown."""
    times = [entry.read_at for entry in one.sure]
    width = (one.end - one.begin) / CELLS
    letters = []
    for cell in range(CELLS):
        begin = one.begin + width * cell
        index = bisect_right(times, begin + width)
        percent = one.sure[index - 1].percent if index else None
        letters.append(" " if percent is None or begin >= now else _letter(percent, plain=plain))
    return "".join(letters)


def _letter(percent: float, *, plain: bool) -> str:
    """The last letter of the scale is for a limit that is reached, and for nothing below."""
    scale = _ASCII if plain else _BLOCKS
    return scale[-1] if percent >= _FULL else scale[math.floor(percent / _FULL * (len(scale) - 1))]


def _peak(one: ChartRow) -> str:
    sure = max((entry.percent or 0.0 for entry in one.sure), default=None)
    if sure is not None:
        return formatting.percent_text(sure)
    return f"{formatting.percent_text(max(entry.percent or 0.0 for entry in one.entries))}?"


def _note(one: ChartRow, now: datetime) -> str:
    full = next((entry.read_at for entry in one.sure if (entry.percent or 0.0) >= _FULL), None)
    notes = [words.limit_reached_text(full, one.end)] if full is not None else []
    notes += [words.WINDOW_RUNNING] if one.end > now else []
    notes += [] if one.entries[-1].confirmed else [words.UNCONFIRMED]
    return ", ".join(notes)
