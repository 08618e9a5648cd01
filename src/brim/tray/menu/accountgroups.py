"""The rows of several accounts: a group for each, and a submenu for the least pressing ones where there is no room.

A group is the account's own row, which has all about it below it, and its most pressing limits. Accounts and limits
stay in their order, whichever are shown. Pure. This module must not know D-Bus or pystray.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.tray.icon.fromsnapshot import icon_options
from brim.tray.menu.accountrows import account_submenu, figure_rows, next_step_row, remark_rows, with_id_prefix
from brim.tray.menu.row import MenuRow, RowKind
from brim.words import trayaccounts
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.snapshot import Snapshot

MOST_REMARKS = 1
"""Rows of what there is to say about the shown account. They count also while there are none, so that no other account
folds away when there is something to say."""


def group_rows(snapshot: Snapshot, now: datetime, room: int, *, durations: bool) -> tuple[MenuRow, ...]:
    """The groups in so many rows besides separators and MOST_REMARKS, and then what there is to say."""
    show, shown = icon_options(snapshot).show, snapshot.shown_account
    limits = {view.account.id: _limits(view, show, now, durations=durations) for view in snapshot.accounts}
    pressing = sorted(snapshot.accounts, key=lambda view: (view is shown, view.rank), reverse=True)
    kept = pressing[: _most_groups(pressing, limits, room)]
    remarks = [] if shown is None else _remarks(shown, now)
    spare = room + MOST_REMARKS - len(remarks) - (len(kept) < len(pressing)) - len(kept)
    chosen = _chosen(kept, limits, spare)
    rows: list[MenuRow] = []
    for view in snapshot.accounts:
        if view in kept:
            account = view.account.id
            if rows:
                rows.append(MenuRow(f"separator-{account}", kind=RowKind.SEPARATOR))
            here = [row for row in limits[account] if row.id in chosen]
            rest = [row for row in limits[account] if row.id not in chosen]
            submenu = account_submenu(view, rest, snapshot.options, show, now, durations=durations)
            rows += [replace(submenu, label=trayaccounts.group_heading(view, now, durations=durations)), *here]
    folded = [view for view in snapshot.accounts if view not in kept]
    if folded:
        rows.append(_more_accounts(folded, limits, snapshot, now, durations=durations))
    if remarks:
        rows += [MenuRow("separator-figures", kind=RowKind.SEPARATOR), *remarks]
    return tuple(rows)


def _more_accounts(
    folded: Iterable[AccountView],
    limits: dict[str, list[MenuRow]],
    snapshot: Snapshot,
    now: datetime,
    *,
    durations: bool,
) -> MenuRow:
    """A submenu with a row for each of these accounts, and all about it below it."""
    show = icon_options(snapshot).show
    rows = tuple(
        account_submenu(view, limits[view.account.id], snapshot.options, show, now, durations=durations)
        for view in folded
    )
    return MenuRow("accounts", label_text(Label.MORE_ACCOUNTS), RowKind.SUBMENU, children=rows)


def _limits(view: AccountView, show: IconShow, now: datetime, *, durations: bool) -> list[MenuRow]:
    """A row for each limit and for extra usage, with ids that no other account has; none before the first reading."""
    rows = figure_rows(view, show, now, durations=durations)
    return [with_id_prefix(view.account.id, row) for row in rows if row.kind is RowKind.SUBMENU]


def _most_groups(pressing: Sequence[AccountView], limits: dict[str, list[MenuRow]], room: int) -> int:
    """How many of these accounts have room for their own row and one of a limit; one at least."""
    for count in range(len(pressing), 1, -1):
        needed = sum(1 + bool(limits[view.account.id]) for view in pressing[:count])
        if needed + (count < len(pressing)) <= room:
            return count
    return 1


def _chosen(kept: Sequence[AccountView], limits: dict[str, list[MenuRow]], room: int) -> Collection[str]:
    """The ids of the rows of limits that are shown: the first of each account, then the fullest of all."""
    ordered = [(view, _by_urgency(view, limits[view.account.id])) for view in kept]
    first = [rows[0].id for _, rows in ordered if rows]
    others = [(_urgency(view, row), row.id) for view, rows in ordered for row in rows[1:]]
    fullest = [row_id for _, row_id in sorted(others, key=lambda other: -other[0])]
    return {*first, *fullest[: max(0, room - len(first))]}


def _by_urgency(view: AccountView, rows: Iterable[MenuRow]) -> list[MenuRow]:
    return sorted(rows, key=lambda row: -_urgency(view, row))


def _urgency(view: AccountView, row: MenuRow) -> float:
    """The percentage of a limit; more for the one that the icon would show."""
    shown = view.shown_window
    for window in view.windows:
        if row.id.endswith(f"window-{window.id}"):
            pressing = window is shown or window.headline or window.id == view.pinned
            return (window.percent or 0.0) + (1000.0 if pressing else 0.0)
    return 0.0


def _remarks(view: AccountView, now: datetime) -> list[MenuRow]:
    """The next step of a problem, whose title is in the account's own row, or the most important other thing to say."""
    if view.problem is not None:
        return [next_step_row(view.problem, view.account.short_name)]
    return remark_rows(view, now, view.account.short_name)[:MOST_REMARKS]
