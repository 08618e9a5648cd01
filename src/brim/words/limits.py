"""The labels of a plan's limits. This module must not know how a server or a file names them."""

from __future__ import annotations

SESSION, WEEKLY, OTHER_LIMIT = "5-hour session", "Weekly", "Other limit"


def weekly_label(scope: str | None) -> str:
    """A weekly limit; `scope` is a model or a kind of use, None stands for all use."""
    return f"{WEEKLY} {scope}" if scope else WEEKLY
