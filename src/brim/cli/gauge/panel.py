"""Renders the gauge for a terminal: bars, words and sources of the figures of one snapshot.

Pure: the same snapshot, time and terminal give the same output. This module must not know who updates the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.cli.gauge.frame import FRAME_COLUMNS, Frame, boxed, wrapped
from brim.model.level import Level
from brim.model.options import IconShow
from brim.printing import one_line
from brim.terminal import LEVEL_STYLES, Span, Style, bar, clipped, padded, plain, width
from brim.words import accounts, formatting, sources, terminal
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window
    from brim.terminal import Line

_LOOKS = {**LEVEL_STYLES, Level.UNKNOWN: Style.DIM}
_BETWEEN = "  "
"""Between the columns of a row."""
_LEAST_COLUMNS = 24
"""Narrower terminals show the beginning of each line."""
_MIN_CELLS, _MAX_CELLS = 8, 40
"""Cells of a bar."""
_TEXT_COLUMNS = 80
"""Columns that a row needs besides its bar."""
_MIN_NARROW_CELLS = 4
_NARROW_TEXT_COLUMNS = 19
"""Columns that a narrow row needs besides its name and its bar."""
_MIN_TABLE_COLUMNS = 77
"""Columns below which a row does not fit on one line."""
_COLUMNS_BESIDE_NAME = 56
"""Columns that a row needs on one line besides its name: frame, bar, percentage, and the reset on two lines."""
_FRAME_LINES, _PROBLEM_LINES = 10, 3
"""Lines of a box besides its windows: the frame with the sources, and a problem."""


@dataclass(frozen=True, slots=True)
class TerminalOptions:
    """Size and abilities of the terminal."""

    width: int = 80
    """Columns."""
    ascii_only: bool = False
    """It cannot show other characters."""
    keys: bool = False
    """There is a keyboard, so the keys are shown."""
    height: int | None = None
    """Lines; None for an unlimited number."""
    show: IconShow = IconShow.USED
    """Whether percentages and bars are what is used or what is left."""

    @property
    def room(self) -> int:
        """Columns within a box."""
        return max(self.width, _LEAST_COLUMNS) - FRAME_COLUMNS


def render_gauge(snapshot: Snapshot, alerts: Sequence[str], now: datetime, options: TerminalOptions) -> list[Line]:
    """The whole gauge: a box for each account.

    Where they do not fit, only the most urgent account has a box, below a line for each of the others.
    """
    most_urgent = snapshot.most_urgent_account
    if most_urgent is None:
        return [plain(terminal.starting(), Style.DIM)]
    options = replace(options, show=_shown_part(snapshot))
    boxed_accounts: Sequence[AccountView] = snapshot.accounts
    lines = sum(_box_lines(account, options) for account in boxed_accounts) + len(alerts)
    if options.height is not None and lines > options.height:
        boxed_accounts = (most_urgent,)
    drawn: list[Line] = []
    for account in boxed_accounts[:-1]:
        drawn += _box(account, snapshot, now, replace(options, keys=False), ())
    drawn += [_summary(account, now, options) for account in snapshot.accounts if account not in boxed_accounts]
    return [*drawn, *_box(boxed_accounts[-1], snapshot, now, options, alerts)]


def _summary(account: AccountView, now: datetime, options: TerminalOptions) -> Line:
    """An account in one line."""
    text = one_line(
        accounts.with_account_label(account.account.name, accounts.account_summary(account, now, options.show))
    )
    return plain(text if width(text) <= options.width else f"{clipped(text, options.width - 1)}…")


def _shown_part(snapshot: Snapshot) -> IconShow:
    """What the icon shows, too: the menu's setting, which comes with each snapshot."""
    values = (option.value for option in snapshot.options if option.key == "icon.show")
    return IconShow(str(next(values, IconShow.USED)))


def _box_lines(account: AccountView, options: TerminalOptions) -> int:
    """About how many lines the box of an account takes."""
    rows = len(account.windows) * (1 if _fits_one_line(account, options) else 2)
    rows += sum(sources.read_separately(window, account) + (not window.confirmed) for window in account.windows)
    rows += sum(window.early_reset is not None for window in account.windows)
    return _FRAME_LINES + rows + 2 * (account.shown_spend is not None) + _PROBLEM_LINES * (account.problem is not None)


def _fits_one_line(account: AccountView, options: TerminalOptions) -> bool:
    """Whether each limit fits on one line with its whole name: a long one would take the room of its percentage."""
    longest = max((width(one_line(window.label)) for window in account.windows), default=0)
    return options.width >= max(_MIN_TABLE_COLUMNS, longest + _COLUMNS_BESIDE_NAME)


def _box(
    account: AccountView, snapshot: Snapshot, now: datetime, options: TerminalOptions, alerts: Sequence[str]
) -> Iterator[Line]:
    lines: list[Line] = []
    if account.problem is not None:
        lines += wrapped(account.problem.title, options.room, Style.BOLD_AMBER)
        lines += wrapped(account.problem.message, options.room)
        lines += [()] if account.windows else []
    if account.windows:
        rows = _table if _fits_one_line(account, options) else _two_line_rows
        lines += rows(account, now, options)
    if (spend := account.shown_spend) is not None:
        lines += wrapped(terminal.spend_row(spend), options.room)
    about = ("", *_source_lines(account, now, options.show), icon_reason(account, now, options.show))
    lines += wrapped("\n".join(about), options.room, Style.DIM)
    for alert in alerts:
        lines += wrapped(f"! {one_line(alert)}", options.room, Style.BOLD)
    frame = Frame(
        one_line(terminal.gauge_title(account.plan, account.account.name, demo=snapshot.demo)),
        terminal.key_help() if options.keys else "",
        _LOOKS.get(account.level, Style.PLAIN),
        options.ascii_only,
    )
    return boxed(lines, frame, options.room + FRAME_COLUMNS)


def _table(account: AccountView, now: datetime, options: TerminalOptions) -> Iterator[Line]:
    """The windows, a line each; a reset that is too long goes on below itself."""
    cells = max(_MIN_CELLS, min(_MAX_CELLS, options.width - _TEXT_COLUMNS))
    widest = max(width(one_line(window.label)) for window in account.windows)
    digits = max(width(_figure(window, options)) for window in account.windows)
    start = widest + cells + digits + 3 * len(_BETWEEN)
    for window in account.windows:
        figure = _figure(window, options)
        values = f"{_BETWEEN}{_bar(window, cells, options)}{_BETWEEN}{figure:>{digits}}"
        first, *others = wrapped(_reset_text(window, now), options.room - start, Style.DIM)
        name = Span(padded(one_line(window.label), widest), _name_look(window))
        yield (name, Span(values, _look(window, account)), Span(_BETWEEN), *first)
        for line in others:
            yield (Span(" " * start), *line)


def _two_line_rows(account: AccountView, now: datetime, options: TerminalOptions) -> Iterator[Line]:
    """The windows for a narrow terminal, two lines each; a name that is too long has lines of its own."""
    widest = max(width(one_line(window.label)) for window in account.windows)
    cells = max(_MIN_NARROW_CELLS, min(_MIN_CELLS, options.width - widest - _NARROW_TEXT_COLUMNS))
    columns = min(widest, max(0, options.width - cells - _NARROW_TEXT_COLUMNS))
    for window in account.windows:
        label = one_line(window.label)
        if width(label) > columns:
            yield from wrapped(label, options.room, _name_look(window))
            label = ""
        values = f"{_BETWEEN}{_bar(window, cells, options)}{_BETWEEN}{_figure(window, options):>9}"
        yield (Span(padded(label, columns), _name_look(window)), Span(values, _look(window, account)))
        yield from wrapped(f"{_BETWEEN}{_reset_text(window, now)}", options.room, Style.DIM, len(_BETWEEN))


def _name_look(window: Window) -> Style:
    return Style.BOLD if window.headline else Style.PLAIN


def _look(window: Window, account: AccountView) -> Style:
    """Of the bar and the percentage."""
    return Style.DIM if account.stale else _LOOKS.get(window.level, Style.PLAIN)


def _bar(window: Window, cells: int, options: TerminalOptions) -> str:
    return bar(formatting.shown_percent(window.percent, options.show), cells, ascii_only=options.ascii_only)


def _figure(window: Window, options: TerminalOptions) -> str:
    return formatting.used_or_left_text(window.percent, options.show, formatting.unconfirmed_mark(window, "?"))


def _reset_text(window: Window, now: datetime) -> str:
    level = "" if window.level in {Level.CALM, Level.UNKNOWN} else f", {formatting.window_level_text(window)}"
    return formatting.reset_countdown_text(window, now) + level


def _source_lines(account: AccountView, now: datetime, show: IconShow) -> list[str]:
    """The sources of the figures, a line for each figure that was read separately, and the time of the next read."""
    line = sources.last_update_text(account, now)
    if account.fetched_at is not None:
        line += f" ({sources.ago_text(account.fetched_at, now)})"
    lines = [line]
    for window in account.windows:
        if sources.read_separately(window, account):
            age = sources.ago_text(window.read_at, now)
            lines.append(f"{window.label}: {sources.figure_source(window, account.account.vendor, now)} ({age})")
        if (reason := sources.unconfirmed_reason(window, now, show)) is not None:
            lines.append(f"{window.label}: {reason}")
        if (early := formatting.early_reset_text(window.early_reset, now, show)) is not None:
            lines.append(f"{window.label}: {early}")
    if (planned := sources.next_update_text(account, now)) is not None:
        lines.append(planned)
    return lines
