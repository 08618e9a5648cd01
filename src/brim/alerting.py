"""The rules that notices follow, by name. This module must not know when a notice is due."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """What notices are about; each can be switched off, and put off, by its name."""

    LIMIT = "limit"
    """A limit has reached a threshold."""
    PACE = "pace"
    """At the present pace a limit is reached before its reset."""
    RESET = "reset"
    """A window that had mattered has started anew."""
    SPEND = "spend"
    """Extra usage begins to be spent, or passes an amount."""
    LOGIN = "login"
    """The login ends soon."""
    LOST = "lost"
    """Nothing could be read for long."""
    BACK = "back"
    """Readings have come back after that."""


EVERY_RULE = "all"
"""In place of a rule: all of them."""
