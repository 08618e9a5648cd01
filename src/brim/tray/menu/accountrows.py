"""The menu rows of one account: a row for each limit, what there is to say about them, and the details.

Pure functions of the account and the time. This module must not know D-Bus or pystray.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.command import AskCli, OpenPage, Page, Refresh
from brim.tray.menu.limitrows import extra_usage_row, limit_row
from brim.tray.menu.nextstep import next_step_lines
from brim.tray.menu.row import MenuRow, RowKind, text_row, wrap
from brim.words import accounts, cliprobe, incidents, menu, sources, trayaccounts
from brim.words.iconreason import icon_reason
from brim.words.menu import Label, label_text
from brim.words.traylimits import MOST_LETTERS, forecast_row, shortened, with_limit_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brim.model.account import AccountView, Problem
    from brim.model.options import IconShow, Option


def figure_rows(view: AccountView, show: IconShow, now: datetime, *, durations: bool) -> list[MenuRow]:
    """A row for each limit, and one for extra usage.

    Before the first reading it is a placeholder as wide as the rows to come: no desktop widens a menu that is open.
    """
    rows = [limit_row(window, view, show, now, durations=durations) for window in view.windows]
    if (spend := view.shown_spend) is not None:
        rows.append(extra_usage_row(spend, show))
    if not rows and view.fetched_at is None and view.problem is None:
        rows.append(text_row("headline", menu.padded(label_text(Label.NO_DATA))))
    return rows


def state_rows(view: AccountView, now: datetime, *, durations: bool, problem_lines: int) -> list[MenuRow]:
    """What is wrong and the next step, or else the most important other thing to say; then how old the figures are.

    A problem takes `problem_lines` rows below its title at most; the details have all of it. Its rows are not greyed: a
    click tries again, or says why it does not.
    """
    rows = problem_rows(view, problem_lines) or remark_rows(view, now)[:1]
    return [*rows, *_age_rows(view, now, durations=durations)]


def problem_rows(view: AccountView, most_lines: int | None = None) -> list[MenuRow]:
    """The title of the problem and its next step in rows that fit, at most so many; none without a problem."""
    if view.problem is None:
        return []
    title, message = view.problem.title, view.problem.message
    titles = wrap(title, MOST_LETTERS) if most_lines is None else [title]
    lines = wrap(message, MOST_LETTERS) if most_lines is None else next_step_lines(message, most_lines)
    return [
        MenuRow("problem", shortened(titles[0]), command=Refresh()),
        *(MenuRow(f"problem-title-{index}", line, command=Refresh()) for index, line in enumerate(titles[1:])),
        *(MenuRow(f"problem-{index}", shortened(line), command=Refresh()) for index, line in enumerate(lines)),
    ]


def details_rows(
    view: AccountView, show: IconShow, now: datetime, *, problem_lines: int, above: frozenset[str]
) -> tuple[MenuRow, ...]:
    """What the rows above, whose ids are given, have no place for; except for limits."""
    rows: list[MenuRow] = []
    if view.problem is not None and _is_cut(view.problem, problem_lines):
        text = f"{view.problem.title}: {view.problem.message}"
        rows += _text_rows("problem-details", text)
    incident = None if view.incident is None or incidents.explains(view) else view.incident
    if incident is not None and "incident-0" not in above:
        above |= {"incident-0"}
        rows += [
            MenuRow(f"incident-{index}", line, command=OpenPage(Page.STATUS, view.account.vendor.status_url))
            for index, line in enumerate(wrap(incidents.incident_title(incident, view.account.vendor), MOST_LETTERS))
        ]
    elif incident is not None and len(incidents.incident_title(incident, view.account.vendor)) > MOST_LETTERS:
        rows += _text_rows("incident-details", incident.title)
    rows += [row for row in remark_rows(view, now) if row.id not in above]
    plan = f"{view.plan} · " if view.plan else ""
    rows.append(text_row("plan", shortened(f"{plan}{view.account.label}")))
    if (next_read := sources.next_update_text(view, now)) is not None and not view.being_read:
        rows += _text_rows("next", next_read)
    return (*rows, *_text_rows("why", icon_reason(view, now, show)))


def account_submenu(  # noqa: PLR0913 - all that the rows follow from
    view: AccountView,
    limits: Iterable[MenuRow],
    options: Iterable[Option],
    show: IconShow,
    now: datetime,
    *,
    durations: bool,
) -> MenuRow:
    """One account among several: its row says how it stands, and those below it everything but other limits."""
    row_id = f"account-{view.account.id}"
    incident = None if incidents.explains(view) else view.incident
    rest = replace(view, problem=None, incident=incident)
    details = (
        *_age_rows(rest, now, durations=durations),
        *details_rows(rest, show, now, problem_lines=0, above=frozenset()),
        *ask_cli_rows(view, options, now if durations else None),
    )
    children = (
        *(with_id_prefix(row_id, row) for row in problem_rows(view)),
        *limits,
        *(with_id_prefix(row_id, row) for row in details),
    )
    heading = shortened(accounts.heading(view.account))
    return MenuRow(
        row_id, trayaccounts.account_summary(view, show, now), RowKind.SUBMENU, children=children, heading=heading
    )


def ask_cli_rows(view: AccountView, options: Iterable[Option], now: datetime | None) -> list[MenuRow]:
    """The row that asks the provider's own program for the figures, where there is one.

    `now` is None in rows that stay while time passes.
    """
    if not view.can_ask_cli:
        return []
    network = next(
        (option.value is True for option in options if option.key == f"{view.account.provider}.network"), True
    )
    wait_seconds = 0.0
    if now is not None and view.cli_available_from is not None:
        wait_seconds = (view.cli_available_from - now).total_seconds()
    label = cliprobe.ask_cli_label(view.account.vendor, network=network, wait_seconds=wait_seconds)
    return [MenuRow("ask-program", label, enabled=wait_seconds <= 0, command=AskCli(view.account.id))]


def _age_rows(view: AccountView, now: datetime, *, durations: bool) -> list[MenuRow]:
    if view.fetched_at is not None or (view.being_read and view.problem is None):
        return [text_row("source", menu.updated_row(view, now, durations=durations))]
    return []


def next_step_row(problem: Problem, name: str) -> MenuRow:
    """What to do about the problem of an account among several, in one row; its name is there if it has room."""
    line = next_step_lines(problem.message, 1)[0]
    named = accounts.with_account_label(name, line)
    return MenuRow("problem-0", named if len(named) <= MOST_LETTERS else line, command=Refresh())


def remark_rows(view: AccountView, now: datetime, name: str = "") -> list[MenuRow]:
    """What there is to say besides a problem, the most important first: login, incident, forecast.

    `name` is that of the account where it stands beside others.
    """
    rows = []
    if (ends := accounts.login_end(view, now)) is not None:
        text = with_limit_name(name, ends) if name else shortened(ends)
        rows.append(MenuRow("login-ends", text, command=Refresh()))
    if view.incident is not None and not incidents.explains(view):
        label = shortened(incidents.incident_title(view.incident, view.account.vendor))
        rows.append(MenuRow("incident-0", label, command=OpenPage(Page.STATUS, view.account.vendor.status_url)))
    if (sentence := forecast_row(view, now, name)) is not None:
        rows.append(text_row("forecast-0", sentence))
    return rows


def _is_cut(problem: Problem, problem_lines: int) -> bool:
    """Whether the rows of a problem have no room for all of it."""
    return len(problem.title) > MOST_LETTERS or len(wrap(problem.message, MOST_LETTERS)) > problem_lines


def _text_rows(row_id: str, text: str) -> list[MenuRow]:
    """A text in as many rows as it needs."""
    return [text_row(f"{row_id}-{index}", shortened(line)) for index, line in enumerate(wrap(text, MOST_LETTERS))]


def with_id_prefix(prefix: str, row: MenuRow) -> MenuRow:
    """A row and all rows below it, with ids that no other account has."""
    children = tuple(with_id_prefix(prefix, child) for child in row.children)
    return replace(row, id=f"{prefix}-{row.id}", children=children)
