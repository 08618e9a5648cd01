"""The menu row of one limit, with a submenu of what else is known about it.

The row itself says how much of the limit is used and when it resets. Pure. This module must not know D-Bus or pystray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.menu.row import MenuRow, RowKind, text_row, wrap
from brim.tray.menu.rowicon import row_icon
from brim.words import costs, forecast, formatting, menu, sources, traylimits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.usage import Spend, Window


def limit_row(window: Window, view: AccountView, show: IconShow, now: datetime, *, durations: bool) -> MenuRow:
    """The row of one limit. Its picture is drawn for a menu that is being opened."""
    return MenuRow(
        f"window-{window.id}",
        traylimits.limit_row(window, show, now, durations=durations),
        RowKind.SUBMENU,
        icon=row_icon(window, show) if durations else None,
        percent=formatting.shown_percent(window.percent, show),
        children=tuple(_limit_details(window, view, show, now, durations=durations)),
    )


def extra_usage_row(spend: Spend, show: IconShow) -> MenuRow:
    """The row of extra usage; below it its share of the cap, its balance and why it does not pay."""
    children = tuple(_text_rows("spend-details", menu.extra_usage_line(spend, show)))
    return MenuRow("spend", traylimits.extra_usage_row(spend), RowKind.SUBMENU, children=children)


def _limit_details(
    window: Window, view: AccountView, show: IconShow, now: datetime, *, durations: bool
) -> Iterator[MenuRow]:
    """The project that most went to, the time of a reset that is counted down, then all about its percentage.

    That is why it is unconfirmed, an early reset, the forecast and the source.
    """
    top = None if view.costs is None else view.costs.top_project(window.id)
    if top is not None:
        yield from _text_rows(f"project-{window.id}", costs.top_project_text(top.name, top.percent))
    counted = traylimits.resets_in(window, now) if durations else None
    if counted is not None and counted in traylimits.limit_row(window, show, now, durations=durations):
        yield from _text_rows(f"reset-{window.id}", formatting.reset_text(window, now))
    if (reason := sources.unconfirmed_reason(window, now, show)) is not None:
        yield from _text_rows(f"doubt-{window.id}", reason)
    if (early := formatting.early_reset_text(window.early_reset, now, show)) is not None:
        yield from _text_rows(f"early-{window.id}", early)
    for number, line in enumerate(forecast.window_details(window, now)):
        yield from _text_rows(f"forecast-{window.id}-{number}", line)
    read = sources.figure_source(window, view.account.vendor, now)
    if durations and sources.read_separately(window, view):
        read = f"{read} ({sources.ago_text(window.read_at, now)})"
    yield from _text_rows(f"source-{window.id}", read)


def _text_rows(row_id: str, text: str) -> Iterable[MenuRow]:
    """A text, with a capital letter, in as many rows as it needs; the first one has the plain id."""
    for number, line in enumerate(wrap(f"{text[:1].upper()}{text[1:]}", traylimits.MOST_LETTERS)):
        yield text_row(row_id if number == 0 else f"{row_id}-line-{number}", line)
