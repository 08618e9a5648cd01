"""What to show of a snapshot: icon values, tooltip and menu rows, decided once for every desktop.

Pure functions of a snapshot and the time. This module must not know pixels, D-Bus or pystray.
Clock times stand where text stays on the screen; durations only in rows made for a menu that is being opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim import __version__
from brim.model.command import AskCli, OpenPage, Page, Quit, Refresh
from brim.model.usage import Level
from brim.tray.icon import fromsnapshot
from brim.tray.menu import bars, settings
from brim.tray.menu import details as menudetails
from brim.tray.menu.row import Row, RowKind
from brim.words import accounts, cliprobe, forecast, formatting, incidents, menu, sources
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.alert import Alert
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window
    from brim.tray.icon.spec import IconSpec


@dataclass(frozen=True, slots=True)
class TrayView:
    """All that the tray shows at one moment."""

    icon: IconSpec
    title: str
    """One line: the name of the item, and its tooltip where only one line is shown."""
    tooltip: str
    """Some lines, separated by newlines; plain text."""
    rows: tuple[Row, ...]
    animated: bool = False
    """Something is being read, and the icon may show it."""
    label: str = ""
    """The figure as text beside the icon, where the desktop has that; empty when it is not wanted."""


STARTING = TrayView(
    fromsnapshot.STARTING,
    menu.item_title(menu.NAME, menu.STARTING_TOOLTIP),
    menu.STARTING,
    (
        Row("status", menu.padded(menu.STARTING), enabled=False),
        Row("separator-actions", kind=RowKind.SEPARATOR),
        Row("quit", menu.QUIT, command=Quit()),
    ),
)
"""What stands in the tray before anything is known."""


def tray_view(
    snapshot: Snapshot, now: datetime, machine: settings.MachineState = settings.UNKNOWN_MACHINE_STATE
) -> TrayView:
    """All that the tray shows of a snapshot, in clock times, so that it changes only when the snapshot does."""
    view = snapshot.most_urgent_account
    return TrayView(
        fromsnapshot.icon_spec(snapshot),
        title(snapshot),
        tooltip(view, snapshot, now),
        rows(snapshot, now, durations=False, machine=machine),
        fromsnapshot.moving(snapshot),
        fromsnapshot.text(snapshot),
    )


def title(snapshot: Snapshot) -> str:
    """One line for the name of the item."""
    name = menu.DEMO_NAME if snapshot.demo else menu.NAME
    view = snapshot.most_urgent_account
    if view is None:
        return menu.item_title(name, menu.STARTING_TOOLTIP)
    if len(snapshot.accounts) > 1:
        name = accounts.with_account_label(name, view.account.label)
    window = view.headline_window
    if window is not None and window.percent is not None:
        return menu.item_title(
            name, f"{window.label} {formatting.percent_text(window.percent)}{formatting.unconfirmed_mark(window)}"
        )
    if view.headline == "spend" and view.spend is not None:
        return menu.item_title(name, menu.extra_usage_share(view.spend))
    return menu.item_title(name, view.problem.title if view.problem else menu.NO_READING)


def tooltip(view: AccountView | None, snapshot: Snapshot, now: datetime) -> str:
    """Each window in words, then the spend, the problem and where the figures come from."""
    if view is None:
        return menu.STARTING
    lines = [menu.DEMO] if snapshot.demo else []
    if len(snapshot.accounts) > 1:
        lines.append(accounts.account_heading(view.account.label))
    if view.problem is not None:
        lines.append(view.problem.title)
    lines += [_window_line(window, view, now) for window in view.windows]
    if view.spend is not None and view.spend.enabled:
        lines.append(menu.extra_usage_line(view.spend))
    lines += forecast.forecast_lines(view, now)
    lines.append(sources.last_read_text(view, now))
    if (line := sources.next_read_text(view, now)) is not None:
        lines.append(line)
    lines.append(icon_reason(view, now))
    others = [other for other in snapshot.accounts if other is not view]
    return "\n".join(
        lines
        + [accounts.with_account_label(other.account.label, accounts.account_summary(other, now)) for other in others]
    )


def _window_line(window: Window, view: AccountView, now: datetime) -> str:
    """One window, with its own time and source if that is not the one number's."""
    line = formatting.window_text(window, now)
    return f"{line}, {sources.figure_source(window, now)}" if sources.read_separately(window, view) else line


def notification(alert: Alert, snapshot: Snapshot) -> Alert:
    """The notice as it is shown: that of a simulated account says so."""
    return replace(alert, title=menu.demo_title(alert.title)) if snapshot.demo else alert


def details(snapshot: Snapshot, now: datetime) -> str:
    """What can be copied for others to read: the tooltip, and which Brim it is."""
    return "\n".join(
        (menu.version_label(__version__), title(snapshot), tooltip(snapshot.most_urgent_account, snapshot, now))
    )


def rows(
    snapshot: Snapshot,
    now: datetime,
    *,
    durations: bool,
    machine: settings.MachineState = settings.UNKNOWN_MACHINE_STATE,
) -> tuple[Row, ...]:
    """The menu. With `durations` it holds times until and since, for a menu that is being opened."""
    view = snapshot.most_urgent_account
    if view is None:
        return STARTING.rows
    made: list[Row] = []
    if snapshot.demo:
        made.append(_text("demo", menu.DEMO))
    if len(snapshot.accounts) > 1:
        made += _accounts_rows(snapshot, view, now, durations=durations)
    else:
        made += menudetails.headline(view, now)
        made += _account_rows(view, now, durations=durations)
    made.append(Row("separator-actions", kind=RowKind.SEPARATOR))
    made.append(_refresh_row(snapshot.accounts, now if durations else None))
    if len(snapshot.accounts) == 1:
        made += _program_rows(view, snapshot, now if durations else None)
    made.append(Row("open-page", menu.OPEN_PAGE, command=OpenPage()))
    made += settings.rows(snapshot, now, machine, details(snapshot, now))
    made.append(Row("separator-quit", kind=RowKind.SEPARATOR))
    made.append(Row("quit", menu.QUIT, command=Quit()))
    return tuple(made)


def _account_rows(view: AccountView, now: datetime, *, durations: bool) -> list[Row]:
    """All that is known of one account."""
    made = [*_problem_rows(view)]
    for window in view.windows:
        made += [_window_row(window, now, durations=durations), *menudetails.below(window, view, now)]
    if view.spend is not None and (view.spend.enabled or not view.windows):
        made.append(Row("spend", menu.extra_usage_line(view.spend), command=OpenPage()))
    if view.windows or view.spend is not None:
        made.append(Row("separator-about", kind=RowKind.SEPARATOR))
    return [*made, *_about_rows(view, now, durations=durations)]


def _accounts_rows(snapshot: Snapshot, pressing: AccountView, now: datetime, *, durations: bool) -> list[Row]:
    """What is wrong with the most pressing account, a submenu for each, and the logins that end soon."""
    views, label = snapshot.accounts, pressing.account.label
    problem = pressing.problem and replace(
        pressing.problem, title=accounts.with_account_label(label, pressing.problem.title)
    )
    made = _problem_rows(replace(pressing, problem=problem))
    for view in views:
        name, line = (
            f"account-{view.account.id}",
            accounts.with_account_label(view.account.label, accounts.account_summary(view, now)),
        )
        inner = _account_rows(view, now, durations=durations)
        inner += _program_rows(view, snapshot, now if durations else None)
        children = tuple(_within(name, row) for row in inner)
        made.append(Row(name, line, RowKind.SUBMENU, children=children))
    for view in views:
        if (ends := formatting.login_end_text(view.login_ends_at, now)) is not None:
            made.append(
                Row(
                    f"login-ends-{view.account.id}",
                    accounts.with_account_label(view.account.label, ends),
                    command=Refresh(),
                )
            )
    return made


def _within(name: str, row: Row) -> Row:
    """A row with all below it, under names that no other account has."""
    return replace(row, id=f"{name}-{row.id}", children=tuple(_within(name, child) for child in row.children))


def _program_rows(view: AccountView, snapshot: Snapshot, now: datetime | None) -> list[Row]:
    """`now` is None in rows that stay while time passes."""
    if not view.can_ask_cli:
        return []
    network = next((option.value is True for option in snapshot.options if option.key == "claude.network"), True)
    wait = (
        view.cli_available_from
        if now is not None and view.cli_available_from is not None and view.cli_available_from > now
        else None
    )
    label = cliprobe.ask_cli_label(
        network=network, possible_from="" if wait is None else formatting.precise_clock_text(wait)
    )
    return [Row("ask-program", label, command=AskCli(view.account.id))]


def _text(name: str, label: str) -> Row:
    return Row(name, label, enabled=False)


def _problem_rows(view: AccountView) -> list[Row]:
    if view.problem is None:
        return []
    # Nothing is more worth reading, so these rows are not greyed: a click tries again, or says why not.
    first, *rest = menudetails.wrapped(view.problem.title) or [""]
    return [
        Row("problem", first, command=Refresh()),
        *(Row(f"problem-title-{index}", line, command=Refresh()) for index, line in enumerate(rest)),
        *(
            Row(f"problem-{index}", line, command=Refresh())
            for index, line in enumerate(menudetails.wrapped(view.problem.message))
        ),
        Row("separator-problem", kind=RowKind.SEPARATOR),
    ]


def _window_row(window: Window, now: datetime, *, durations: bool) -> Row:
    doubt = formatting.unconfirmed_mark(window)
    when = formatting.reset_countdown_text(window, now) if durations else formatting.reset_text(window, now)
    level = f" · {formatting.LEVEL_WORDS[window.level]}" if window.level not in {Level.CALM, Level.UNKNOWN} else ""
    # A figure is for reading, so its row is not greyed: a click shows the same on the usage page.
    label = f"{window.label}: {formatting.percent_text(window.percent)}{doubt}{level} · {when}"
    picture = bars.picture(window) if durations else None
    return Row(f"window-{window.id}", label, icon=picture, percent=window.percent, command=OpenPage())


def _about_rows(view: AccountView, now: datetime, *, durations: bool) -> list[Row]:
    plan = f"{view.plan} · " if view.plan else ""
    made = [_text("plan", f"{plan}{view.account.label}")]
    if view.incident is not None:
        told = incidents.explains(view.problem, view.incident)
        lines = [incidents.OPEN_PAGE] if told else menudetails.wrapped(incidents.incident_title(view.incident))
        made += [Row(f"incident-{place}", line, command=OpenPage(Page.STATUS)) for place, line in enumerate(lines)]
    if (ends := formatting.login_end_text(view.login_ends_at, now)) is not None:
        made.append(Row("login-ends", ends, command=Refresh()))
    return [*made, *menudetails.rows(view, now, durations=durations)]


def _refresh_row(views: tuple[AccountView, ...], now: datetime | None) -> Row:
    """`now` is None in rows that stay while time passes: a click that comes too soon is answered by a notice."""
    label = menu.REFRESH
    waits = [view.refresh_available_from for view in views if view.refresh_available_from is not None]
    if now is not None and len(waits) == len(views) and min(waits) > now:
        label = menu.refresh_available_from(min(waits))
    return Row("refresh", label, command=Refresh())
