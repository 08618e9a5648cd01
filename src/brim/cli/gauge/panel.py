"""Renders the gauge for a terminal: bars, words and sources of the figures of one snapshot.

Pure: the same snapshot, time and terminal give the same output. This module must not know who updates the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from brim import printing
from brim.model.level import Level
from brim.model.options import IconShow
from brim.terminal import bar, padded, width
from brim.words import accounts, formatting, sources, terminal
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window

_STYLES = {
    Level.CALM: "none",
    Level.WATCH: "bold",
    Level.WARN: "yellow",
    Level.CRITICAL: "dark_orange",
    Level.EXHAUSTED: "bold red",
    Level.PAYING: "bold magenta",
    Level.UNKNOWN: "dim",
}
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


def render_gauge(snapshot: Snapshot, alerts: Sequence[str], now: datetime, options: TerminalOptions) -> RenderableType:
    """The whole gauge: a box for each account.

    Where they do not fit, only the most urgent account has a box, below a line for each of the others.
    """
    most_urgent = snapshot.most_urgent_account
    if most_urgent is None:
        return _text(terminal.starting(), style="dim")
    options = replace(options, show=_shown_part(snapshot))
    boxed: Sequence[AccountView] = snapshot.accounts
    lines = sum(_box_lines(account, options) for account in boxed) + len(alerts)
    if options.height is not None and lines > options.height:
        boxed = (most_urgent,)
    parts: list[RenderableType] = [
        _box(account, snapshot, now, replace(options, keys=False), ()) for account in boxed[:-1]
    ]
    parts += [
        _text(
            accounts.with_account_label(account.account.name, accounts.account_summary(account, now, options.show)),
            one_line=True,
        )
        for account in snapshot.accounts
        if account not in boxed
    ]
    return Group(*parts, _box(boxed[-1], snapshot, now, options, alerts))


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
    longest = max((width(window.label) for window in account.windows), default=0)
    return options.width >= max(_MIN_TABLE_COLUMNS, longest + _COLUMNS_BESIDE_NAME)


def _box(
    account: AccountView, snapshot: Snapshot, now: datetime, options: TerminalOptions, alerts: Sequence[str]
) -> RenderableType:
    parts: list[RenderableType] = []
    if account.problem is not None:
        parts += [_text(account.problem.title, style="bold yellow"), _text(f"{account.problem.message}\n")]
    if account.windows:
        render_windows = _table if _fits_one_line(account, options) else _two_line_rows
        parts.append(render_windows(account, now, options))
    if (spend := account.shown_spend) is not None:
        parts.append(_text(terminal.spend_row(spend)))
    parts.append(
        _text(
            "\n".join(("", *_source_lines(account, now, options.show), icon_reason(account, now, options.show))),
            style="dim",
        )
    )
    parts += [_text(f"! {alert}", style="bold") for alert in alerts]
    return Panel(
        Group(*parts),
        title=_text(terminal.gauge_title(account.plan, account.account.name, demo=snapshot.demo)),
        title_align="left",
        subtitle=_text(terminal.key_help(), style="dim") if options.keys else None,
        subtitle_align="left",
        border_style=_STYLES[account.level],
        padding=(1, 2),
        expand=False,
    )


def _table(account: AccountView, now: datetime, options: TerminalOptions) -> Table:
    cells = max(_MIN_CELLS, min(_MAX_CELLS, options.width - _TEXT_COLUMNS))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column()
    for window in account.windows:
        style = "dim" if account.stale else _STYLES[window.level]
        table.add_row(
            _text(window.label, style="bold" if window.headline else ""),
            _text(_bar(window, cells, options), style=style),
            _text(_figure(window, options), style=style),
            _text(_reset_text(window, now), style="dim"),
        )
    return table


def _two_line_rows(account: AccountView, now: datetime, options: TerminalOptions) -> Group:
    """The windows for a narrow terminal, two lines each; a name that is too long has a line of its own."""
    widest = max(width(window.label) for window in account.windows)
    cells = max(_MIN_NARROW_CELLS, min(_MIN_CELLS, options.width - widest - _NARROW_TEXT_COLUMNS))
    columns = min(widest, max(0, options.width - cells - _NARROW_TEXT_COLUMNS))
    lines: list[RenderableType] = []
    for window in account.windows:
        style = "dim" if account.stale else _STYLES[window.level]
        drawn, figure = _bar(window, cells, options), _figure(window, options)
        lines += [
            Text.assemble(
                _text(_in_columns(window.label, columns), "bold" if window.headline else ""),
                _text(f"  {drawn}  {figure:>9}", style),
            ),
            _text(f"  {_reset_text(window, now)}", style="dim"),
        ]
    return Group(*lines)


def _in_columns(name: str, columns: int) -> str:
    """A name and spaces after it up to so many columns; below it, where it is wider."""
    return padded(name, columns) if width(name) <= columns else f"{name}\n{' ' * columns}"


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


def _text(text: str, style: str = "", *, one_line: bool = False) -> Text:
    """Text of the gauge; none of it can steer the terminal."""
    clean = printing.printable(text)
    return Text(clean, style=style, no_wrap=True, overflow="ellipsis") if one_line else Text(clean, style=style)
