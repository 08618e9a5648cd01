"""How several accounts read beside each other.

This module must not know how many there are, nor where the words go.
"""

from __future__ import annotations


def of(label: str, text: str) -> str:
    """A sentence that is about one account of several: `work: 5-hour session at 91%`."""
    return f"{label}: {text}"


def organisation(name: str | None, email: str | None) -> str:
    """What an organisation is called; one that a person has alone bears the e-mail address: `personal`."""
    if name is None:
        return ""
    return "personal" if email is not None and name.lower().startswith(email.lower()) else name


def more(count: int) -> str:
    """Below one account: how many others there are, and how to see them."""
    return f"\n{count} more: brim status --all" if count == 1 else f"\n{count} more accounts: brim status --all"
