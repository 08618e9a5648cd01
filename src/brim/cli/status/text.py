"""The text of `brim status`: one account in words. This module must not know how an account is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.words import accounts, formatting, terminal
from brim.words.formatting import LEVEL_WORDS

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView


def text(view: AccountView, now: datetime, *, named: bool = False) -> str:
    """One account in words, a line for each thing; `named` says which of several it is."""
    head = accounts.with_account_label(view.account.label, _headline(view)) if named else _headline(view)
    table = [
        (
            f"{'>' if window.headline else ' '} {window.label}",
            formatting.percent_text(window.percent) + formatting.unconfirmed_mark(window, "?"),
            "" if window.level is Level.UNKNOWN else LEVEL_WORDS[window.level],
            formatting.reset_countdown_text(window, now),
        )
        for window in view.windows
    ]
    widths = [max((len(row[column]) for row in table), default=0) for column in range(3)]
    lines = [
        f"{label:<{widths[0]}}  {used:>{widths[1]}}  {level:<{widths[2]}}  {resets}".rstrip()
        for label, used, level, resets in table
    ]
    if (spend := view.shown_spend) is not None:
        lines.append(f"  {terminal.spend_line(spend)}")
    return "\n\n".join("\n".join(part) for part in ([head], lines, terminal.account_details(view, now)) if part)


def _headline(view: AccountView) -> str:
    window = view.headline_window
    if window is not None:
        unconfirmed = formatting.unconfirmed_mark(window)
        return f"{window.label} {formatting.percent_text(window.percent)}{unconfirmed}, {LEVEL_WORDS[view.level]}"
    if view.spend is not None:
        return terminal.spend_headline(view.spend)
    return view.problem.title if view.problem is not None else accounts.NO_READING
