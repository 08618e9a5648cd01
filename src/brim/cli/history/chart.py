"""The history as a chart for a terminal: a line for each window, with a small bar chart of how it filled.

Pure: the same entries, time and character set give the same lines. This module must not know where entries come from.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from brim.backend.history.earlyresets import cut_at_early_resets
from brim.model.options import IconShow
from brim.terminal import Span, padded, percent_style, plain, width
from brim.words import formatting
from brim.words import history as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from brim.backend.history.earlyresets import WindowPart
    from brim.backend.history.entry import HistoryEntry
    from brim.terminal import Line, Terminal

MIN_CELLS = 12
"""Equal parts of a window's time, one character each; with less room the bars have a line of their own."""
_GAP = "  "
_PEAK_WIDTH = 5
_BLOCKS = "▁▂▃▄▅▆▇█"
_ASCII = "0123456789#"
"""Tens of percent, for terminals without block characters."""
_FULL = 100.0
_SHORTEST_MONTH, _MONTHS_DIFFER = 28 * 86_400, timedelta(days=3)
_MOVED = timedelta(minutes=15)
"""A window that begins so long before its length says has had another reset."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One window, or the shown time of a limit without windows."""

    start: datetime
    end: datetime
    entries: tuple[HistoryEntry, ...]
    """Oldest first."""
    reset_early_from: HistoryEntry | None = None
    """The last entry before the early reset with which the window ended; None when it did not."""
    moved: bool = False
    """Its vendor moved its reset while it ran."""

    @property
    def confirmed(self) -> tuple[HistoryEntry, ...]:
        """The confirmed entries with a percentage."""
        return tuple(entry for entry in self.entries if entry.confirmed and entry.percent is not None)


def chart_rows(entries: Sequence[HistoryEntry], since: datetime, now: datetime) -> tuple[ChartRow, ...]:
    """The windows of one limit that were not over at `since`, oldest first; windows that had not started are left out.

    A window ends with an early reset. Entries without any reset form one row.
    """
    known = [entry for entry in entries if entry.percent is not None]
    if all(entry.resets_at is None for entry in known):
        recent = [entry for entry in known if entry.read_at >= since]
        return (ChartRow(max(since, recent[0].read_at), now, tuple(recent)),) if recent else ()
    rows: list[ChartRow] = []
    for index, part in enumerate(cut_at_early_resets(entries)):
        begun_at = part.entries[0].read_at if index else None
        if rows and begun_at is not None:
            early = part.reset_from or rows[-1].reset_early_from
            rows[-1] = replace(rows[-1], end=min(rows[-1].end, begun_at), reset_early_from=early)
        rows += _windows(part, begun_at)
    return tuple(row for row in _from_the_reset_before(rows) if row.end > since)


def _from_the_reset_before(rows: Sequence[ChartRow]) -> Iterator[ChartRow]:
    """The rows, of which a month begins with the reset before: months differ in length, and one length is known."""
    before: ChartRow | None = None
    for row in rows:
        length = row.entries[0].length_seconds or 0
        end = None if before is None or before.reset_early_from is not None else before.end
        if end is not None and length >= _SHORTEST_MONTH and abs(row.start - end) <= _MONTHS_DIFFER and not row.moved:
            yield (before := replace(row, start=min(end, row.entries[0].read_at)))
        else:
            yield (before := row)


def _windows(part: WindowPart, begun_at: datetime | None) -> Iterator[ChartRow]:
    """The windows of the entries between two early resets; the first one began at `begun_at`, if that is known."""
    windowed = [(entry.resets_at, entry) for entry in part.entries if entry.resets_at is not None]
    windowed = [(end, entry) for end, entry in windowed if entry.percent is not None]
    for end, group in groupby(sorted(windowed, key=lambda pair: (pair[0], pair[1].read_at)), key=lambda pair: pair[0]):
        members = tuple(entry for _, entry in group)
        length = members[0].length_seconds
        start = members[0].read_at if length is None else min(end - timedelta(seconds=length), members[0].read_at)
        moved = length is not None and end - timedelta(seconds=length) - members[0].read_at > _MOVED
        yield ChartRow(start if begun_at is None else max(start, begun_at), end, members, moved=moved)
        begun_at = None


def chart_lines(
    rows: Sequence[ChartRow], now: datetime, screen: Terminal, show: IconShow = IconShow.USED
) -> Iterator[Line]:
    """A line for each window: its period, how it filled, the percentage used at most or left at least, and notes.

    On a narrow terminal the notes have a line of their own, and on a very narrow one the bars, too.
    """
    texts = [
        (
            words.window_period_text(row.start, row.end, now),
            f"{_peak_text(row, show):>{_PEAK_WIDTH}}",
            _notes(row, now, show),
        )
        for row in rows
    ]
    period_width = max((width(period) for period, *_ in texts), default=0)
    notes_width = max((width(notes) for *_, notes in texts), default=0)
    cells = screen.columns - len(_GAP) * 3 - period_width - _PEAK_WIDTH
    beside = len(_GAP) + notes_width if notes_width else 0
    notes_fit = cells - beside >= MIN_CELLS
    cells -= beside if notes_fit else 0
    for row, (period, peak, notes) in zip(rows, texts, strict=True):
        style = percent_style(_peak(row))
        head, percent = Span(f"{_GAP}{padded(period, period_width)}{_GAP}"), Span(peak, style)
        if cells >= MIN_CELLS:
            drawn = bar_chart(row, now, cells, show, ascii_only=screen.ascii_only)
            yield head, Span(drawn, style), Span(_GAP), percent, Span(f"{_GAP}{notes}" if notes_fit else "")
        else:
            yield head, percent
            drawn = bar_chart(row, now, screen.columns - 2 * len(_GAP), show, ascii_only=screen.ascii_only)
            yield Span(_GAP), Span(drawn, style)
        yield from [plain(f"{_GAP}{notes}")] * (bool(notes) and not notes_fit)


def summary(label: str, rows: Sequence[ChartRow], show: IconShow = IconShow.USED) -> str:
    """One limit in a line: how many windows, how much was used of them, and how often that was all."""
    peaks = [_peak(row) for row in rows]
    reached = sum(peak >= _FULL for peak in peaks)
    return words.limit_summary(label, len(rows), sum(peaks) / len(peaks), reached, show)


def bar_chart(row: ChartRow, now: datetime, cells: int, show: IconShow = IconShow.USED, *, ascii_only: bool) -> str:
    """How a window filled or emptied: each cell has the percentage at the end of its part; blank is unknown."""
    times = [entry.read_at for entry in row.confirmed]
    part = (row.end - row.start) / cells
    characters = []
    for cell in range(cells):
        cell_start = row.start + part * cell
        index = bisect_right(times, cell_start + part)
        percent = row.confirmed[index - 1].percent if index else None
        share = None if cell_start >= now else formatting.shown_percent(percent, show)
        characters.append(" " if share is None else _bar(share, ascii_only=ascii_only))
    return "".join(characters)


def _bar(percent: float, *, ascii_only: bool) -> str:
    """The character of a percentage; the last one of the scale is for a reached limit only."""
    scale = _ASCII if ascii_only else _BLOCKS
    return scale[-1] if percent >= _FULL else scale[math.floor(percent / _FULL * (len(scale) - 1))]


def _peak_text(row: ChartRow, show: IconShow) -> str:
    mark = "" if row.confirmed else "?"
    return f"{formatting.percent_text(formatting.shown_percent(_peak(row), show))}{mark}"


def _peak(row: ChartRow) -> float:
    """The highest confirmed percentage used, or the highest one if none is confirmed."""
    return max((entry.percent or 0.0 for entry in row.confirmed or row.entries), default=0.0)


def _notes(row: ChartRow, now: datetime, show: IconShow) -> str:
    reached_at = next((entry.read_at for entry in row.confirmed if (entry.percent or 0.0) >= _FULL), None)
    notes = [words.limit_reached_text(reached_at, row.end)] if reached_at is not None else []
    if (before := row.reset_early_from) is not None:
        notes.append(formatting.reset_early_text(row.end, before.percent, row.end, show))
    notes += [words.reset_moved()] if row.moved else []
    notes += [words.window_running()] if row.end > now else []
    notes += [] if row.entries[-1].confirmed else [words.unconfirmed()]
    return ", ".join(notes)
