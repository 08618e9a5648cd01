"""The menu rows that explain the figures: their source and age, the next read, and why the icon has its colour.

Pure. The menu stays short: one line for all figures, the rest in submenus. This module must not know D-Bus or pystray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.command import OpenPage
from brim.tray.menu.row import MenuRow, RowKind, text_row, wrap
from brim.words import formatting, sources
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.usage import Window


def window_source_rows(window: Window, view: AccountView, now: datetime) -> tuple[MenuRow, ...]:
    """The rows below a limit that needs them: an early reset, why its figure is unconfirmed, and its own time."""
    rows = []
    if (early := formatting.early_reset_text(window.early_reset, now)) is not None:
        rows.append(text_row(f"early-{window.id}", sources.indented_line(early)))
    if (reason := sources.unconfirmed_reason(window, now)) is not None:
        rows.append(text_row(f"doubt-{window.id}", sources.indented_line(reason)))
    if sources.read_separately(window, view):
        rows.append(text_row(f"read-{window.id}", sources.indented_line(sources.figure_source(window, now))))
    return tuple(rows)


def source_rows(view: AccountView, now: datetime, *, durations: bool) -> tuple[MenuRow, ...]:
    """Where the figures come from, when all are read next, and why the icon has its colour."""
    rows = [_all_sources_row(view, now, durations=durations)]
    if (line := sources.next_read_text(view, now)) is not None:
        rows.append(text_row("next", line))
    reason = wrap(icon_reason(view, now))
    children = tuple(MenuRow(f"why-{index}", line, command=OpenPage()) for index, line in enumerate(reason))
    return (*rows, MenuRow("why", sources.WHY_THIS_COLOUR, RowKind.SUBMENU, children=children))


def _all_sources_row(view: AccountView, now: datetime, *, durations: bool) -> MenuRow:
    line = sources.last_read_text(view, now)
    if durations and view.fetched_at is not None:
        line = f"{line} ({sources.ago_text(view.fetched_at, now)})"
    if not view.windows:
        return text_row("source", line)
    children = []
    for window in view.windows:
        label = f"{window.label}: {sources.figure_source(window, now)}"
        label = f"{label} ({sources.ago_text(window.read_at, now)})" if durations else label
        children.append(MenuRow(f"source-{window.id}", label, command=OpenPage()))
    return MenuRow("source", line, RowKind.SUBMENU, children=tuple(children))
