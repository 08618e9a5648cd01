"""A desktop notification and the rules that lead to one. This module must not know when a notification is due."""

from __future__ import annotations

from dataclasses import dataclass
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


ALL_RULES = "all"
"""In place of a rule: all of them."""


class Urgency(StrEnum):
    """How much a notice may interrupt."""

    LOW = "low"
    NORMAL = "normal"
    CRITICAL = "critical"


class AlertButton(StrEnum):
    """The buttons that a notice can carry."""

    REFRESH = "refresh"
    OPEN = "open"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Alert:
    """One desktop notice. Notices with the same key replace each other."""

    key: str
    title: str
    body: str
    urgency: Urgency = Urgency.NORMAL
    buttons: tuple[AlertButton, ...] = ()
    transient: bool = False
    """An answer to a click: it need not stay in the desktop's list of notices."""
    rule: str = ALL_RULES
    """What the button AlertButton.SNOOZE puts off."""
