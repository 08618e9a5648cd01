"""What the tray says about one account among several: the row above its limits, and the account in one line.

This module must not know when a row is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import accounts, menu, traylimits
from brim.words.translation import _

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.options import IconShow


def group_heading(view: AccountView, now: datetime, *, durations: bool) -> str:
    """The row above the limits of one account among several: `<product> · work · updated 11:02`, or what is wrong.

    The time gives way to the name of the account, and the name to what is wrong.
    """
    name = accounts.heading(view.account)
    if view.problem is not None:
        return traylimits.with_limit_name(name, view.problem.title)
    if view.fetched_at is None and not view.being_read:
        return traylimits.with_limit_name(name, accounts.no_usage_yet())
    updated = menu.updated_row(view, now, durations=durations)
    text = _("{account} · {updated}", account=name, updated=f"{updated[:1].lower()}{updated[1:]}")
    return text if len(text) <= traylimits.MOST_LETTERS else traylimits.shortened_name(name)


def account_summary(view: AccountView, show: IconShow, now: datetime) -> str:
    """The row of one account among several: `<product>: Week 92% used · resets 14:00`, or why there is no percentage.

    The reset gives way to the name of the account, and to the word that the percentage is old.
    """
    window = view.headline_window
    if window is not None and window.percent is not None and not view.stale:
        return traylimits.line_of_account(view.account.short_name, window, show, now, traylimits.MOST_LETTERS)
    if window is not None and window.percent is not None:
        room = traylimits.room_beside(view.account.short_name, traylimits.MOST_LETTERS) - len(accounts.stale_usage(""))
        text = accounts.stale_usage(traylimits.limit_usage(window, show, room))
    else:
        text = accounts.account_summary(view, now, show)
    return traylimits.with_limit_name(view.account.short_name, text)
