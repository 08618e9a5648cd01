"""The menu rows of one account: headline, problem, a row for each limit, plan and login.

Pure functions of the account and the time. This module must not know D-Bus or pystray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.command import AskCli, OpenPage, Page, Refresh
from brim.model.level import Level
from brim.tray.menu.row import MenuRow, RowKind, text_row, wrap
from brim.tray.menu.rowicon import row_icon
from brim.tray.menu.sourcerows import source_rows, window_source_rows
from brim.words import cliprobe, forecast, formatting, incidents, menu

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import Option
    from brim.model.usage import Window

_HEADLINE_WIDTH = 68
"""Letters of a forecast row, which is above the rows of limits and may be as wide as they are."""


def headline_rows(view: AccountView, now: datetime) -> list[MenuRow]:
    """The one limit and its forecast.

    Before the first reading it is a placeholder as wide as the rows to come: no desktop widens a menu that is open.
    """
    headline = menu.headline_text(view, now)
    if headline is None and view.fetched_at is None and view.problem is None:
        headline = menu.padded(menu.NO_FIGURES)
    if headline is None:
        return []
    forecasts = [
        line for sentence in forecast.lines_below_headline(view, now) for line in wrap(sentence, _HEADLINE_WIDTH)
    ]
    return [
        MenuRow("headline", headline, command=OpenPage()),
        *(MenuRow(f"forecast-{index}", line, command=OpenPage()) for index, line in enumerate(forecasts)),
        MenuRow("separator-headline", kind=RowKind.SEPARATOR),
    ]


def account_rows(view: AccountView, now: datetime, *, durations: bool) -> list[MenuRow]:
    """Everything that is known about one account, without the headline."""
    rows = problem_rows(view)
    for window in view.windows:
        rows += [_window_row(window, now, durations=durations), *window_source_rows(window, view, now)]
    if (spend := view.shown_spend) is not None:
        rows.append(MenuRow("spend", menu.extra_usage_line(spend), command=OpenPage()))
    if view.windows or view.spend is not None:
        rows.append(MenuRow("separator-about", kind=RowKind.SEPARATOR))
    return [*rows, *_about_rows(view, now, durations=durations)]


def problem_rows(view: AccountView) -> list[MenuRow]:
    """What is wrong with the account and what to do about it; none without a problem.

    These rows are the most important ones, so they are not greyed: a click tries again, or says why it does not.
    """
    if view.problem is None:
        return []
    title, *title_rest = wrap(view.problem.title) or [""]
    message = wrap(view.problem.message)
    return [
        MenuRow("problem", title, command=Refresh()),
        *(MenuRow(f"problem-title-{index}", line, command=Refresh()) for index, line in enumerate(title_rest)),
        *(MenuRow(f"problem-{index}", line, command=Refresh()) for index, line in enumerate(message)),
        MenuRow("separator-problem", kind=RowKind.SEPARATOR),
    ]


def ask_cli_rows(view: AccountView, options: Iterable[Option], now: datetime | None) -> list[MenuRow]:
    """The row that asks Claude Code's own program for the figures, where there is one.

    `now` is None in rows that stay while time passes.
    """
    if not view.can_ask_cli:
        return []
    network = next((option.value is True for option in options if option.key == "claude.network"), True)
    available_from = view.cli_available_from
    if now is None or (available_from is not None and available_from <= now):
        available_from = None
    clock = "" if available_from is None else formatting.precise_clock_text(available_from)
    label = cliprobe.ask_cli_label(network=network, possible_from=clock)
    return [MenuRow("ask-program", label, command=AskCli(view.account.id))]


def _window_row(window: Window, now: datetime, *, durations: bool) -> MenuRow:
    """A figure is there to be read, so its row is not greyed: a click shows the same figure on the usage page."""
    unconfirmed = formatting.unconfirmed_mark(window)
    resets = formatting.reset_countdown_text(window, now) if durations else formatting.reset_text(window, now)
    level = f" · {formatting.LEVEL_WORDS[window.level]}" if window.level not in {Level.CALM, Level.UNKNOWN} else ""
    label = f"{window.label}: {formatting.percent_text(window.percent)}{unconfirmed}{level} · {resets}"
    icon = row_icon(window) if durations else None
    return MenuRow(f"window-{window.id}", label, icon=icon, percent=window.percent, command=OpenPage())


def _about_rows(view: AccountView, now: datetime, *, durations: bool) -> list[MenuRow]:
    plan = f"{view.plan} · " if view.plan else ""
    rows = [text_row("plan", f"{plan}{view.account.label}")]
    if view.incident is not None:
        in_problem = incidents.explains(view.problem, view.incident)
        lines = [incidents.OPEN_PAGE] if in_problem else wrap(incidents.incident_title(view.incident))
        rows += [MenuRow(f"incident-{index}", line, command=OpenPage(Page.STATUS)) for index, line in enumerate(lines)]
    if (ends := formatting.login_end_text(view.login_ends_at, now)) is not None:
        rows.append(MenuRow("login-ends", ends, command=Refresh()))
    return [*rows, *source_rows(view, now, durations=durations)]
