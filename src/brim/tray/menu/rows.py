"""The rows of the menu, in their order: one account or several, then what can be done.

Pure functions of a snapshot and the time. Rows that stay on the screen hold clock times; durations are only in rows
built for a menu that is being opened. This module must not know pixels, D-Bus or pystray.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.command import OpenPage, Quit, Refresh
from brim.tray.menu.accountrows import account_rows, ask_cli_rows, headline_rows, problem_rows
from brim.tray.menu.machinestate import UNKNOWN_MACHINE_STATE
from brim.tray.menu.row import MenuRow, RowKind, text_row
from brim.tray.menu.settingsrows import settings_rows
from brim.tray.menu.tooltip import copied_details
from brim.words import accounts, formatting, menu

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.tray.menu.machinestate import MachineState

STARTING_ROWS = (
    text_row("status", menu.padded(menu.STARTING)),
    MenuRow("separator-actions", kind=RowKind.SEPARATOR),
    MenuRow("quit", menu.QUIT, command=Quit()),
)
"""The menu before anything is known."""


def menu_rows(
    snapshot: Snapshot,
    now: datetime,
    *,
    durations: bool,
    machine_state: MachineState = UNKNOWN_MACHINE_STATE,
) -> tuple[MenuRow, ...]:
    """The whole menu. With `durations` it holds times until and since, for a menu that is being opened."""
    view = snapshot.most_urgent_account
    if view is None:
        return STARTING_ROWS
    opened_at = now if durations else None
    rows: list[MenuRow] = []
    if snapshot.demo:
        rows.append(text_row("demo", menu.DEMO))
    if len(snapshot.accounts) > 1:
        rows += _several_accounts_rows(snapshot, view, now, durations=durations)
    else:
        rows += headline_rows(view, now)
        rows += account_rows(view, now, durations=durations)
    rows.append(MenuRow("separator-actions", kind=RowKind.SEPARATOR))
    rows.append(_refresh_row(snapshot.accounts, opened_at))
    if len(snapshot.accounts) == 1:
        rows += ask_cli_rows(view, snapshot.options, opened_at)
    rows.append(MenuRow("open-page", menu.OPEN_PAGE, command=OpenPage()))
    rows += settings_rows(snapshot, now, machine_state, copied_details(snapshot, now))
    rows.append(MenuRow("separator-quit", kind=RowKind.SEPARATOR))
    rows.append(MenuRow("quit", menu.QUIT, command=Quit()))
    return tuple(rows)


def _several_accounts_rows(
    snapshot: Snapshot, most_urgent: AccountView, now: datetime, *, durations: bool
) -> Iterable[MenuRow]:
    """What is wrong with the most urgent account, a submenu for each account, and the logins that end soon."""
    problem = most_urgent.problem
    if problem is not None:
        problem = replace(problem, title=accounts.with_account_label(most_urgent.account.label, problem.title))
    yield from problem_rows(replace(most_urgent, problem=problem))
    for view in snapshot.accounts:
        row_id = f"account-{view.account.id}"
        label = accounts.with_account_label(view.account.label, accounts.account_summary(view, now))
        inner = account_rows(view, now, durations=durations)
        inner += ask_cli_rows(view, snapshot.options, now if durations else None)
        yield MenuRow(row_id, label, RowKind.SUBMENU, children=tuple(_with_id_prefix(row_id, row) for row in inner))
    for view in snapshot.accounts:
        if (ends := formatting.login_end_text(view.login_ends_at, now)) is not None:
            yield MenuRow(
                f"login-ends-{view.account.id}",
                accounts.with_account_label(view.account.label, ends),
                command=Refresh(),
            )


def _with_id_prefix(prefix: str, row: MenuRow) -> MenuRow:
    """A row and all rows below it, with ids that no other account has."""
    children = tuple(_with_id_prefix(prefix, child) for child in row.children)
    return replace(row, id=f"{prefix}-{row.id}", children=children)


def _refresh_row(views: tuple[AccountView, ...], now: datetime | None) -> MenuRow:
    """`now` is None in rows that stay while time passes: a click that comes too soon is answered by a notification."""
    label = menu.REFRESH
    available_from = [view.refresh_available_from for view in views if view.refresh_available_from is not None]
    if now is not None and len(available_from) == len(views) and min(available_from) > now:
        label = menu.refresh_available_from(min(available_from))
    return MenuRow("refresh", label, command=Refresh())
