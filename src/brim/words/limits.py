"""What the limits of a plan are called. This module must not know how a server or a file names them."""

from __future__ import annotations

SESSION, WEEKLY, OTHER_LIMIT = "5-hour session", "Weekly", "Other limit"


def weekly_label(scope: str | None) -> str:
    """A weekly limit, of one model or of one kind of use; None is that of all use."""
    return f"{WEEKLY} {scope}" if scope else WEEKLY
