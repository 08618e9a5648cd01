"""How several accounts read beside each other.

This module must not know how many there are, nor where the words go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView


NO_ACCOUNT = "no account"
NO_READING = "No reading yet"
DEMO_LABEL, DEMO_PLAN = "simulated account", "Demo plan"


def with_account_label(label: str, text: str) -> str:
    """A sentence that is about one account of several: `work: 5-hour session at 91%`."""
    return f"{label}: {text}"


def organisation_label(name: str | None, email: str | None) -> str:
    """What an organisation is called; one that a person has alone bears the e-mail address: `personal`."""
    if name is None:
        return ""
    return "personal" if email is not None and name.lower().startswith(email.lower()) else name


def more_accounts(count: int) -> str:
    """Below one account: how many others there are, and how to see them."""
    return f"\n{count} more: brim status --all" if count == 1 else f"\n{count} more accounts: brim status --all"


def account_heading(label: str) -> str:
    """Above the lines about one account of several."""
    return f"{label}:"


def account_summary(view: AccountView, now: datetime) -> str:
    """One account in one line: its headline, or why there is none; by the clock, so that it stays true."""
    window = view.headline_window
    if window is not None and window.percent is not None:
        line = formatting.window_text(window, now)
    elif view.headline == "spend" and view.spend is not None:
        line = f"Extra usage {formatting.money_text(view.spend)}"
    elif view.problem is not None:
        return view.problem.title
    else:
        return NO_READING
    return f"{line}, not fresh" if view.stale else line
