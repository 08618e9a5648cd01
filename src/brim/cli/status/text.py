"""The text of `brim status`: one account as lines with bars. This module must not know how an account is read.

Pure: the same account, time and terminal give the same lines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.options import IconShow
from brim.printing import one_line
from brim.terminal import LEVEL_STYLES, Span, Style, bar, padded, plain, width
from brim.words import accounts, formatting, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.level import Level
    from brim.model.usage import Window
    from brim.terminal import Line, Terminal

_MIN_CELLS, _MAX_CELLS = 8, 20
"""Cells of a bar."""
_GAP = "  "
_DETAIL_INDENT = 10
"""Columns of the names of details."""


def account_lines(
    view: AccountView, now: datetime, screen: Terminal, show: IconShow = IconShow.USED, *, named: bool = False
) -> list[Line]:
    """One account: its headline, a bar for each limit, and details; `named` says which of several it is."""
    headline = _headline(view, now, show)
    head = accounts.with_account_label(view.account.name, headline) if named else headline
    rows = [*_rows(view, now, screen, show)]
    if (spend := view.shown_spend) is not None and view.windows:  # without windows it is the headline
        rows += [plain(line) for line in screen.wrap(f"{_GAP}{terminal.spend_line(spend, show)}", 4)]
    details = [
        plain(line)
        for detail in terminal.account_details(view, now, show)
        for line in screen.wrap(one_line(detail), _DETAIL_INDENT)
    ]
    first = [plain(line, _style(view.level, stale=view.stale, calm=Style.BOLD)) for line in screen.wrap(head)]
    blocks = [block for block in (first, rows, details) if block]
    return [line for block in blocks for line in ((), *block)][1:]


def _headline(view: AccountView, now: datetime, show: IconShow) -> str:
    window = view.headline_window
    if window is not None and window.percent is None:
        return formatting.window_text(window, now, show)
    if window is not None:
        unconfirmed = formatting.unconfirmed_mark(window)
        figure = formatting.used_or_left_text(window.percent, show)
        return f"{window.label} {figure}{unconfirmed}, {formatting.window_level_text(window)}"
    if view.spend is not None:
        return terminal.spend_headline(view.spend, show)
    return view.problem.title if view.problem is not None else accounts.no_usage_yet()


def _rows(view: AccountView, now: datetime, screen: Terminal, show: IconShow) -> Iterator[Line]:
    """The limits, one line each where that fits, with or without the time that is left; else two lines each."""
    labels = [f"{'>' if window.headline else ' '} {one_line(window.label)}" for window in view.windows]
    figures = [_figure(window, show) for window in view.windows]
    rest = screen.columns - _widest(labels) - _widest(figures) - 3 * len(_GAP)
    resets = [formatting.reset_countdown_text(window, now) for window in view.windows]
    if rest - _widest(resets) < _MIN_CELLS:
        resets = [formatting.reset_text(window, now) for window in view.windows]
    cells = min(_MAX_CELLS, rest - _widest(resets))
    for window, label, figure, reset in zip(view.windows, labels, figures, resets, strict=True):
        style = _style(window.level, stale=view.stale)
        if cells >= _MIN_CELLS:
            drawn = bar(_share(window, show), cells, ascii_only=screen.ascii_only)
            head = Span(f"{padded(label, _widest(labels))}{_GAP}")
            yield head, Span(drawn, style), Span(f"{_GAP}{figure:>{_widest(figures)}}", style), Span(f"{_GAP}{reset}")
        else:
            yield from _two_lines(window, (label, figure, reset), screen, show, style)


def _two_lines(
    window: Window, texts: tuple[str, str, str], screen: Terminal, show: IconShow, style: Style
) -> Iterator[Line]:
    """A limit for a narrow terminal: its name and percentage at the two sides, its bar and reset below."""
    label, figure, reset = texts
    *before, last = screen.wrap(label, 2)
    room = screen.columns - width(figure)
    yield from map(plain, before if width(last) < room else (*before, last))
    yield Span(padded(last if width(last) < room else "", room)), Span(figure, style)
    cells = max(_MIN_CELLS, min(_MAX_CELLS, screen.columns - width(reset) - 2 * len(_GAP)))
    drawn = bar(_share(window, show), cells, ascii_only=screen.ascii_only)
    first, *more = screen.wrap(f"{_GAP}{'x' * cells}{_GAP}{reset}", len(_GAP))
    yield Span(_GAP), Span(drawn, style), Span(first[len(_GAP) + cells :])
    yield from map(plain, more)


def _figure(window: Window, show: IconShow) -> str:
    """The percentage of a row; the headline says of its own limit that the vendor refuses."""
    return formatting.usage_text(replace(window, refused=False) if window.headline else window, show)


def _share(window: Window, show: IconShow) -> float | None:
    """What the bar shows: the same as the percentage beside it."""
    return formatting.shown_percent(window.percent, show)


def _style(level: Level, *, stale: bool, calm: Style = Style.PLAIN) -> Style:
    return Style.DIM if stale else LEVEL_STYLES.get(level, calm)


def _widest(texts: Sequence[str]) -> int:
    return max(map(width, texts), default=0)
