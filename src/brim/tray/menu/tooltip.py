"""The texts of the tray item: its tooltip, its one-line title, and the details that can be copied.

Pure functions of a snapshot and the time. They hold clock times and no durations, because they stay on the screen.
This module must not know which desktop shows them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim import __version__
from brim.tray.icon.fromsnapshot import icon_options
from brim.tray.menu.tooltiplines import LINE_LENGTH, TooltipLine, Weight, fitted
from brim.words import accounts, formatting, menu, sources, trayaccounts, traylimits
from brim.words.iconreason import icon_reason
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window


_MOST_TITLE_LETTERS, _SHORT_NAME_LETTERS = 120, 22
"""Windows cuts a title at 127 letters; with two names of the second length nothing else is too long."""


def title(snapshot: Snapshot, now: datetime) -> str:
    """One line: the name of the tray item, and its tooltip where a desktop shows only one line.

    Long names are shortened where it would be cut at its end, which says how much is used.
    """
    text = _title(snapshot, now, _MOST_TITLE_LETTERS)
    return text if len(text) <= _MOST_TITLE_LETTERS else _title(snapshot, now, _SHORT_NAME_LETTERS)


def _title(snapshot: Snapshot, now: datetime, name_letters: int) -> str:
    """The title, with names of so many letters at most."""
    view, show = snapshot.shown_account, icon_options(snapshot).show
    if view is None:
        return menu.starting_title()
    name = menu.item_name(demo=snapshot.demo)
    if len(snapshot.accounts) > 1:
        name = accounts.with_account_label(name, traylimits.shortened_name(view.account.short_name, name_letters))
    window = view.shown_window
    if window is not None and (window.percent is not None or view.problem is None):
        named = replace(window, label=traylimits.shortened_name(window.label, name_letters))
        text = traylimits.limit_title(named, show, now)
        return menu.item_title(name, menu.pinned(text) if view.shows_pin else text)
    if view.headline == "spend" and view.spend is not None:
        return menu.item_title(name, menu.extra_usage_share(view.spend, show))
    return menu.item_title(name, view.problem.title if view.problem else accounts.no_usage_yet())


def tooltip(snapshot: Snapshot, now: datetime) -> str:
    """What matters most, in so many lines as every desktop shows; lines are separated by newlines."""
    return "\n".join(line.text for line in fitted(_lines(snapshot, now)))


def _lines(snapshot: Snapshot, now: datetime) -> list[TooltipLine]:
    """The shown account and one line for each other account, the most pressing first.

    The order is: the problem, the limit in the icon, the other limits, extra usage, the forecast, and the age. Where
    there are several accounts, each line names its own.
    """
    view, show = snapshot.shown_account, icon_options(snapshot).show
    if view is None:
        return [TooltipLine(label_text(Label.STARTING), Weight.CONTEXT)]
    name = view.account.short_name if len(snapshot.accounts) > 1 else ""
    lines = _limit_lines(view, show, now, name)
    if view.problem is not None:
        text = _named(name, view.problem.title) if name else view.problem.title
        lines.insert(0, TooltipLine(text, Weight.CONTEXT))
    if view.problem is None and (sentence := traylimits.forecast_row(view, now, name)) is not None:
        lines.append(TooltipLine(sentence, Weight.FORECAST))
    others = [other for other in snapshot.accounts if other is not view]
    others.sort(key=lambda other: (other.rank, other.fetched_at is not None), reverse=True)
    lines += [
        TooltipLine(trayaccounts.account_summary(other, show, now), Weight.OTHER_ACCOUNT, -index)
        for index, other in enumerate(others)
    ]
    age = menu.label_text(menu.Label.DEMO) if snapshot.demo else menu.updated_line(view, now)
    lines.append(TooltipLine(age, Weight.CONTEXT if snapshot.demo else Weight.AGE))
    return lines


def copied_details(snapshot: Snapshot, now: datetime) -> str:
    """What the row `Copy details` puts on the clipboard: Brim's version, the title, the tooltip, and the reasons."""
    texts = [line.text for line in _lines(snapshot, now)]
    if (view := snapshot.shown_account) is not None:
        texts.append(sources.last_update_text(view, now))
        texts += filter(None, [sources.next_update_text(view, now)])
        texts.append(icon_reason(view, now, icon_options(snapshot).show))
    return "\n".join((menu.version_label(__version__), title(snapshot, now), *texts))


def _limit_lines(view: AccountView, show: IconShow, now: datetime, name: str) -> list[TooltipLine]:
    """A line for each limit, the one in the icon first, and one for extra usage; a single account has no `name`."""
    shown = view.shown_window
    other = Weight.OTHER_LIMIT if name else Weight.WINDOW
    lines = []
    for window in sorted(view.windows, key=lambda window: window is not shown):
        label = traylimits.limit_of_account(name, window.label)
        text = _limit_line(window, show, now, name, pinned=window is shown and view.shows_pin)
        lines.append(TooltipLine(text, Weight.HEADLINE if window is shown else other, window.percent or 0.0))
        if (early := formatting.early_reset_text(window.early_reset, now, show)) is not None:
            lines.append(TooltipLine(traylimits.with_limit_name(label, early, LINE_LENGTH), Weight.EARLY_RESET))
        if sources.read_separately(window, view):
            read = sources.figure_source(window, view.account.vendor, now)
            lines.append(TooltipLine(traylimits.with_limit_name(label, read, LINE_LENGTH), Weight.OWN_AGE))
    if (spend := view.shown_spend) is not None:
        weight = Weight.HEADLINE if view.headline == "spend" else Weight.SPEND
        lines.append(TooltipLine(_named(name, menu.extra_usage_line(spend, show)), weight))
    return lines


def _limit_line(window: Window, show: IconShow, now: datetime, name: str, *, pinned: bool) -> str:
    room = LINE_LENGTH - (len(menu.pinned("")) if pinned else 0)
    if name:
        text = traylimits.line_of_account(name, window, show, now, room)
    else:
        text = traylimits.limit_line(window, show, now)
    return menu.pinned(text) if pinned else text


def _named(name: str, text: str) -> str:
    """A line with the name of the account before it, where there are several."""
    return traylimits.with_limit_name(name, text, LINE_LENGTH) if name else traylimits.shortened(text, LINE_LENGTH)
