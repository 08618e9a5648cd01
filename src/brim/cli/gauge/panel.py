"""The gauge drawn for a terminal: bars, words and provenance of one snapshot.

Pure: the same snapshot, time and width give the same picture. This module must not know who keeps it on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from brim.model.usage import Level
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
    Level.CALM: "green",
    Level.WATCH: "blue",
    Level.WARN: "yellow",
    Level.CRITICAL: "dark_orange",
    Level.EXHAUSTED: "bold red",
    Level.PAYING: "bold magenta",
    Level.UNKNOWN: "dim",
}
_NARROWEST, _WIDEST = 8, 40
"""Cells of a bar."""
_WORDS = 76
"""Columns that a row needs besides its bar."""
_NARROW = 72
"""Columns below which a row does not fit on one line."""
_FULL = 100
_FRAME, _PROBLEM = 10, 3
"""Lines of a box besides its windows: the frame with the provenance, and a problem."""
_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class TerminalCanvas:
    """What the terminal can show."""

    width: int = 80
    """Columns."""
    plain: bool = False
    """Only ASCII."""
    keys: bool = False
    """There is a keyboard: name the keys that do something."""
    height: int | None = None
    """Lines; None where there is no end of them."""


def panel(snapshot: Snapshot, notices: Sequence[str], now: datetime, paper: TerminalCanvas) -> RenderableType:
    """The whole gauge: a box for each account; where they do not fit, for the most pressing one, below the others."""
    pressing = snapshot.most_urgent_account
    if pressing is None:
        return Text(terminal.STARTING, style="dim")
    boxed: Sequence[AccountView] = snapshot.accounts
    if paper.height is not None and sum(_lines(account, paper) for account in boxed) + len(notices) > paper.height:
        boxed = (pressing,)
    parts: list[RenderableType] = [
        _box(account, snapshot, now, replace(paper, keys=False), ()) for account in boxed[:-1]
    ]
    parts += [
        Text(
            accounts.with_account_label(account.account.label, accounts.account_summary(account, now)),
            no_wrap=True,
            overflow="ellipsis",
        )
        for account in snapshot.accounts
        if account not in boxed
    ]
    return Group(*parts, _box(boxed[-1], snapshot, now, paper, notices))


def _lines(account: AccountView, paper: TerminalCanvas) -> int:
    """About how many lines the box of an account takes."""
    rows = len(account.windows) * (1 if paper.width >= _NARROW else 2)
    rows += sum(sources.read_separately(window, account) + (not window.confirmed) for window in account.windows)
    return _FRAME + rows + 2 * (account.spend is not None) + _PROBLEM * (account.problem is not None)


def _box(
    account: AccountView, snapshot: Snapshot, now: datetime, paper: TerminalCanvas, notices: Sequence[str]
) -> RenderableType:
    parts: list[RenderableType] = []
    if account.problem is not None:
        parts += [Text(account.problem.title, style="bold yellow"), Text(f"{account.problem.message}\n")]
    if account.windows:
        parts.append(_table(account, now, paper) if paper.width >= _NARROW else _stack(account, now, paper))
    if account.spend is not None and (account.spend.enabled or not account.windows):
        parts.append(Text(terminal.spend_row(account.spend)))
    parts.append(Text("\n".join(("", *_provenance(account, now), icon_reason(account, now))), style="dim"))
    parts += [Text(f"! {notice}", style="bold") for notice in notices]
    return Panel(
        Group(*parts),
        title=Text(terminal.gauge_title(account.plan, account.account.label, demo=snapshot.demo)),
        title_align="left",
        subtitle=Text(terminal.KEY_HELP, style="dim") if paper.keys else None,
        subtitle_align="left",
        border_style=_STYLES[account.level],
        padding=(1, 2),
        expand=False,
    )


def _table(account: AccountView, now: datetime, paper: TerminalCanvas) -> Table:
    cells = max(_NARROWEST, min(_WIDEST, paper.width - _WORDS))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column()
    for window in account.windows:
        style = "dim" if account.stale else _STYLES[window.level]
        table.add_row(
            Text(window.label, style="bold" if window.headline else ""),
            Text(bar(window.percent, cells, plain=paper.plain), style=style),
            Text(formatting.percent_text(window.percent) + formatting.unconfirmed_mark(window, "?"), style=style),
            Text(_when(window, now), style="dim"),
        )
    return table


def _stack(account: AccountView, now: datetime, paper: TerminalCanvas) -> Group:
    """For a narrow terminal: two lines a window."""
    width = max(len(window.label) for window in account.windows)
    lines: list[RenderableType] = []
    for window in account.windows:
        style = "dim" if account.stale else _STYLES[window.level]
        figure = formatting.percent_text(window.percent) + formatting.unconfirmed_mark(window, "?")
        lines += [
            Text.assemble(
                (window.label.ljust(width), "bold" if window.headline else ""),
                (f"  {bar(window.percent, _NARROWEST, plain=paper.plain)}  {figure:>4}", style),
            ),
            Text(f"  {_when(window, now)}", style="dim"),
        ]
    return Group(*lines)


def bar(percent: float | None, cells: int, *, plain: bool) -> str:
    """A bar of so many cells, exact to an eighth of a cell; `plain` uses ASCII, exact to a cell."""
    share = max(0.0, min(1.0, (percent or 0.0) / _FULL)) * cells
    whole = int(share)
    if plain:
        return ("#" * whole).ljust(cells, ".")
    part = _EIGHTHS[int((share - whole) * len(_EIGHTHS))]
    return ("█" * whole + part.strip()).ljust(cells, "·")


def _when(window: Window, now: datetime) -> str:
    level = "" if window.level in {Level.CALM, Level.UNKNOWN} else f", {formatting.LEVEL_WORDS[window.level]}"
    return formatting.reset_countdown_text(window, now) + level


def _provenance(account: AccountView, now: datetime) -> list[str]:
    """Where the figures come from, those that were read apart in lines of their own, and when they are read next."""
    line = sources.last_read_text(account, now)
    if account.fetched_at is not None:
        line += f" ({sources.ago_text(account.fetched_at, now)})"
    lines = [line]
    for window in account.windows:
        if sources.read_separately(window, account):
            age = sources.ago_text(window.read_at, now)
            lines.append(f"{window.label}: {sources.figure_source(window, now)} ({age})")
        if (doubted := sources.unconfirmed_reason(window, now)) is not None:
            lines.append(f"{window.label}: {doubted}")
    if (planned := sources.next_read_text(account, now)) is not None:
        lines.append(planned)
    return lines
