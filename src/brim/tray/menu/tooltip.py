"""The texts of the tray item: its tooltip, its one-line title, and the details that can be copied.

Pure functions of a snapshot and the time. They hold clock times and no durations, because they stay on the screen.
This module must not know which desktop shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim import __version__
from brim.tray.menu.tooltiplines import TooltipLine, Weight, fitted
from brim.words import accounts, forecast, formatting, menu, sources
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window


def title(snapshot: Snapshot) -> str:
    """One line: the name of the tray item, and its tooltip where a desktop shows only one line."""
    name = menu.DEMO_NAME if snapshot.demo else menu.NAME
    view = snapshot.most_urgent_account
    if view is None:
        return menu.item_title(name, menu.STARTING_TOOLTIP)
    if len(snapshot.accounts) > 1:
        name = accounts.with_account_label(name, view.account.label)
    window = view.headline_window
    if window is not None and window.percent is not None:
        figure = f"{formatting.percent_text(window.percent)}{formatting.unconfirmed_mark(window)}"
        return menu.item_title(name, f"{window.label} {figure}")
    if view.headline == "spend" and view.spend is not None:
        return menu.item_title(name, menu.extra_usage_share(view.spend))
    return menu.item_title(name, view.problem.title if view.problem else menu.NO_READING)


def tooltip(snapshot: Snapshot, now: datetime) -> str:
    """What matters most, in so many lines as every desktop shows; lines are separated by newlines."""
    return "\n".join(line.text for line in fitted(_lines(snapshot, now)))


def _lines(snapshot: Snapshot, now: datetime) -> list[TooltipLine]:
    """The most urgent account in full and one line for each other account.

    The order is: the problem, each window in words, the spend, the forecast, and where the figures come from.
    """
    view = snapshot.most_urgent_account
    if view is None:
        return [TooltipLine(menu.STARTING, Weight.CONTEXT)]
    lines = [TooltipLine(menu.DEMO, Weight.CONTEXT)] if snapshot.demo else []
    if len(snapshot.accounts) > 1:
        lines.append(TooltipLine(accounts.account_heading(view.account.label), Weight.CONTEXT))
    if view.problem is not None:
        lines.append(TooltipLine(view.problem.title, Weight.CONTEXT))
    lines += [_window_line(window, view, now) for window in view.windows]
    if (spend := view.shown_spend) is not None:
        weight = Weight.HEADLINE if view.headline == "spend" else Weight.SPEND
        lines.append(TooltipLine(menu.extra_usage_line(spend), weight))
    for number, text in enumerate(forecast.forecast_lines(view, now)):
        lines.append(TooltipLine(text, Weight.LATER_FORECAST if number else Weight.FORECAST))
    lines.append(TooltipLine(sources.last_read_text(view, now), Weight.AGE))
    if (next_read := sources.next_read_text(view, now)) is not None:
        lines.append(TooltipLine(next_read, Weight.NEXT_READ))
    lines.append(TooltipLine(icon_reason(view, now), Weight.REASON))
    for other in snapshot.accounts:
        if other is not view:
            text = accounts.with_account_label(other.account.label, accounts.account_summary(other, now))
            lines.append(TooltipLine(text, Weight.OTHER_ACCOUNT))
    return lines


def copied_details(snapshot: Snapshot, now: datetime) -> str:
    """What the row `Copy details` puts on the clipboard: Brim's version, the title and all lines of the tooltip."""
    texts = [line.text for line in _lines(snapshot, now)]
    return "\n".join((menu.version_label(__version__), title(snapshot), *texts))


def _window_line(window: Window, view: AccountView, now: datetime) -> TooltipLine:
    """One window; with an early reset, and with its own time and source when it was not read with the others."""
    parts = [formatting.window_text(window, now), formatting.early_reset_text(window.early_reset, now)]
    if sources.read_separately(window, view):
        parts.append(sources.figure_source(window, now))
    weight = Weight.HEADLINE if window is view.headline_window else Weight.WINDOW
    return TooltipLine(", ".join(filter(None, parts)), weight, window.percent or 0.0)
