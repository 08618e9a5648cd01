"""The rows of the menu, in their order: limits, state, then what can be done; at most fourteen.

Pure functions of a snapshot and the time. Rows that stay on the screen hold clock times; durations are only in rows
built for a menu that is being opened. This module must not know pixels, D-Bus or pystray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.command import OpenDetails, Quit, Refresh
from brim.tray.icon.fromsnapshot import icon_options
from brim.tray.menu.accountgroups import MOST_REMARKS, group_rows
from brim.tray.menu.accountrows import ask_cli_rows, details_rows, figure_rows, state_rows
from brim.tray.menu.helprows import help_row
from brim.tray.menu.machinestate import UNKNOWN_MACHINE_STATE
from brim.tray.menu.row import MenuRow, RowKind, text_row
from brim.tray.menu.settingsrows import settings_row
from brim.tray.menu.snoozerows import snooze_row
from brim.tray.menu.tooltip import copied_details
from brim.words import menu
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.snapshot import Snapshot
    from brim.tray.menu.machinestate import MachineState

MOST_ROWS = 14
"""Without separators. GNOME does not scroll a menu: these and their separators have room on a screen of 720 pixels."""
_LEAST_FIGURES = 1
_PROBLEM_LINES = 2


def starting_rows() -> tuple[MenuRow, ...]:
    """The menu before anything is known."""
    return (
        text_row("status", menu.padded(label_text(Label.STARTING))),
        MenuRow("separator-actions", kind=RowKind.SEPARATOR),
        MenuRow("quit", label_text(Label.QUIT), command=Quit()),
    )


def menu_rows(
    snapshot: Snapshot,
    now: datetime,
    *,
    durations: bool,
    machine_state: MachineState = UNKNOWN_MACHINE_STATE,
) -> tuple[MenuRow, ...]:
    """The whole menu. With `durations` it holds times until and since, for a menu that is being opened."""
    view = snapshot.shown_account
    if view is None:
        return starting_rows()
    head = [text_row("demo", label_text(Label.DEMO))] if snapshot.demo else []
    details = MenuRow("open-details", label_text(Label.DETAILS), command=OpenDetails(demo=snapshot.demo))
    choices = [
        *_choice_rows(snapshot, view, now, durations=durations, machine_state=machine_state),
        MenuRow("quit", label_text(Label.QUIT), command=Quit()),
    ]
    room = MOST_ROWS - len(head) - len(choices) - 1  # and the details
    if len(snapshot.accounts) > 1:
        groups = group_rows(snapshot, now, room - MOST_REMARKS, durations=durations)
        return (*head, *groups, MenuRow("separator-actions", kind=RowKind.SEPARATOR), details, *choices)
    figures, more = _only_account(view, icon_options(snapshot).show, now, room - 1, durations=durations)
    return (*head, *figures, details, more, *choices)


def _only_account(
    view: AccountView, show: IconShow, now: datetime, room: int, *, durations: bool
) -> tuple[list[MenuRow], MenuRow]:
    """The limits and the state of an account in so many rows besides separators, and the submenu with the rest."""
    state = state_rows(view, now, durations=durations, problem_lines=_PROBLEM_LINES)
    figures = figure_rows(view, show, now, durations=durations)
    shown = _most_pressing(figures, view, max(_LEAST_FIGURES, room - len(state)))
    hidden = [row for row in figures if row not in shown]
    details = details_rows(view, show, now, problem_lines=_PROBLEM_LINES, above=frozenset(row.id for row in state))
    rows = [
        *shown,
        *([MenuRow("separator-figures", kind=RowKind.SEPARATOR)] if shown else []),
        *state,
        *([MenuRow("separator-actions", kind=RowKind.SEPARATOR)] if state else []),
    ]
    return rows, MenuRow("details", label_text(Label.MORE), RowKind.SUBMENU, children=(*hidden, *details))


def _choice_rows(
    snapshot: Snapshot, view: AccountView, now: datetime, *, durations: bool, machine_state: MachineState
) -> list[MenuRow]:
    """Refresh, and the submenus of what can be chosen."""
    opened_at, options = now if durations else None, snapshot.options
    rows = [_refresh_row(snapshot.accounts, opened_at)]
    if (snooze := snooze_row(snapshot, view, now)) is not None:
        rows.append(snooze)
    ask_cli = [] if len(snapshot.accounts) > 1 else ask_cli_rows(view, options, opened_at)
    settings = settings_row(snapshot, machine_state, ask_cli)
    if settings is not None:
        rows.append(settings)
    accounts = [account.account for account in snapshot.accounts]
    rows.append(help_row(copied_details(snapshot, now), accounts, demo=snapshot.demo))
    return rows


def _most_pressing(figures: list[MenuRow], view: AccountView, room: int) -> list[MenuRow]:
    """As many rows of limits as there is room for, in their order; the fullest ones, and always the one in the icon."""
    levels = {f"window-{window.id}": window.percent or 0.0 for window in view.windows}
    for window in view.windows:
        if window.headline or window.id == view.pinned:
            levels[f"window-{window.id}"] += 1000.0
    kept = sorted(figures, key=lambda row: levels.get(row.id, 0.0), reverse=True)[:room]
    return [row for row in figures if row in kept]


def _refresh_row(views: tuple[AccountView, ...], now: datetime | None) -> MenuRow:
    """Greyed while a click would send no request, with the time until then.

    `now` is None in rows that stay while time passes: a click that comes too soon is answered by a notification.
    """
    available_from = [view.refresh_available_from for view in views if view.refresh_available_from is not None]
    if now is not None and len(available_from) == len(views) and min(available_from) > now:
        label = menu.refresh_possible_in((min(available_from) - now).total_seconds())
        return MenuRow("refresh", label, enabled=False, command=Refresh())
    return MenuRow("refresh", label_text(Label.REFRESH), command=Refresh())
