"""The table of `brim usage`: a row with a bar for each sum. This module must not know how sums are made.

Pure: the same report and terminal give the same lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.providerlist.transcripts import program_of
from brim.cli.usage.output import ELSEWHERE
from brim.terminal import Span, Style, bar, padded, plain, width
from brim.words import costs as words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.costs.report import UsageRow
    from brim.cli.usage.output import UsageReport
    from brim.terminal import Line, Terminal

_GAP = "  "
_LEAST_CELLS, _MOST_CELLS = 6, 24
_LEAST_KEY = 12
_WIDE = 72
"""Columns from which on the number of answers has a place."""


def report_lines(report: UsageReport, screen: Terminal) -> Iterator[Line]:
    """The heading, a row for each sum, the total, and what cannot be priced."""
    yield from (
        plain(line, Style.BOLD) for line in screen.wrap(words.report_heading(report.by, report.begin, report.end))
    )
    if not report.rows:
        yield ()
        yield from map(plain, screen.wrap(words.no_usage()))
        return
    yield from (plain(line, Style.DIM) for line in screen.wrap(words.list_price_note(report.prices_as_of)))
    yield ()
    yield from _rows(report, screen)
    for model in report.total.unpriced:
        yield ()
        yield from map(plain, screen.wrap(words.no_price(model)))
    if report.packed:
        yield ()
        yield from map(plain, screen.wrap(words.compressed_files(report.packed)))
    if report.with_points:
        yield ()
        yield from map(
            plain,
            screen.wrap(
                words.points_note(report.points_limit, report.uncounted_program, several=report.several_accounts)
            ),
        )
    if any(row.estimated for row in report.rows):
        yield ()
        yield from map(plain, screen.wrap(words.estimated_windows()))


def _rows(report: UsageReport, screen: Terminal) -> Iterator[Line]:
    rows = [*report.rows, *([] if report.points is None else [ELSEWHERE]), report.total]
    keys = [_label(report.by, row) for row in report.rows]
    keys += [*([] if report.points is None else [words.elsewhere_label()]), words.total_label()]
    figures = [_figures(row, report, wide=screen.columns >= _WIDE) for row in rows]
    figures, columns = _fitting(figures, screen.columns - _LEAST_KEY)
    room = screen.columns - sum(columns) - len(_GAP) * (len(columns) + 1)
    key_width = min(max(map(width, keys)), max(_LEAST_KEY, room - _LEAST_CELLS))
    kept = words.kept_letters(report.by)
    cells = min(_MOST_CELLS, room - key_width)
    most = max((_share(row) for row in report.rows), default=0.0)
    for row, key, texts in zip(rows, keys, figures, strict=True):
        is_total = row is report.total
        drawn = ""
        if cells >= _LEAST_CELLS:
            share = None if is_total or row is ELSEWHERE or not most else 100 * _share(row) / most
            drawn = f"{_GAP}{bar(share, cells, ascii_only=screen.ascii_only)}"
        right = "".join(f"{_GAP}{text:>{columns[number]}}" for number, text in enumerate(texts))
        style = Style.BOLD if is_total else Style.PLAIN
        yield (
            Span(padded(_cut(key, key_width, 0 if is_total else kept), key_width), style),
            Span(drawn, Style.GREEN),
            Span(right, style),
        )


def _label(by: str, row: UsageRow) -> str:
    if by == "provider":
        return program_of(row.key)
    return words.row_label(by, row.key, row.project, estimated=row.estimated)


def _figures(row: UsageRow, report: UsageReport, *, wide: bool) -> tuple[str, ...]:
    """Cost and tokens; then, if asked for, how much of the limit, else the number of answers if there is room."""
    texts = ("", "") if row is ELSEWHERE else (words.cost_text(row.cost), words.tokens_text(row.tokens.total))
    if report.points is not None:
        points = report.points_of(row)
        return *texts, "" if points is None else words.points_text(points.value, points.low, points.high)
    return (*texts, words.answers_text(row.tokens.answers)) if wide else texts


def _fitting(figures: list[tuple[str, ...]], room: int) -> tuple[list[tuple[str, ...]], list[int]]:
    """The figures of all rows and the width of each column, without tokens, and then cost, where there is no room."""
    shown = figures
    for kept in (slice(None), slice(None, None, 2), slice(-1, None)):
        shown = [texts[kept] for texts in figures]
        if sum(_widths(shown)) + len(_GAP) * len(shown[0]) <= room:
            break
    return shown, _widths(shown)


def _widths(figures: list[tuple[str, ...]]) -> list[int]:
    return [max(map(width, texts)) for texts in zip(*figures, strict=True)]


def _share(row: UsageRow) -> float:
    """What the bar shows: the cost, or the tokens where nothing has a price."""
    return row.cost if row.cost is not None else 0.0


def _cut(key: str, columns: int, kept: int) -> str:
    """A long key without some letters after the first `kept`: the end of a path says the most."""
    head, tail = key[:kept], key[kept:]
    while tail and width(head + tail) > columns:
        tail = f"…{tail[2:] if tail.startswith('…') else tail[1:]}"
    return head + tail
