"""Text about one account among several.

This module must not know how many accounts there are, or where the text is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView


NO_ACCOUNT = "no account"
NO_READING = "No reading yet"
DEMO_LABEL, DEMO_PLAN = "sped-up demo", "Demo plan"


def with_account_label(label: str, text: str) -> str:
    """Put the name of an account before a text about it: `work: Session at 91%`."""
    return f"{label}: {text}"


def organisation_label(name: str | None, email: str | None) -> str:
    """The name of an organisation; `personal` where it begins with the user's e-mail address; empty without a name."""
    if name is None:
        return ""
    return "personal" if email is not None and name.lower().startswith(email.lower()) else name


def more_accounts(hidden: int) -> str:
    """How many accounts are not listed, and the command that lists them."""
    return f"\n{hidden} more: brim status --all" if hidden == 1 else f"\n{hidden} more accounts: brim status --all"


def account_summary(view: AccountView, now: datetime) -> str:
    """One account in one line: its headline figure, or why there is none. It holds clock times, so it stays true."""
    window = view.headline_window
    if window is not None and window.percent is not None:
        summary = formatting.window_text(window, now)
    elif view.headline == "spend" and view.spend is not None:
        summary = f"Extra usage {formatting.money_text(view.spend)}"
    elif view.problem is not None:
        return view.problem.title
    else:
        return NO_READING
    return f"{summary}, not fresh" if view.stale else summary
