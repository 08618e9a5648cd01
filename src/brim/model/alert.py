"""A desktop notification, and the rules that cause one. This module must not know when a notification is due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The subjects of notifications; each can be switched off, or snoozed, by its name."""

    LIMIT = "limit"
    """A limit has reached a threshold."""
    PACE = "pace"
    """At the current pace a limit is reached before its reset."""
    RESET = "reset"
    """A window that had caused a notification has been reset."""
    SPEND = "spend"
    """Extra usage starts to be spent, or passes an amount."""
    COST = "cost"
    """What today has cost at list price has passed an amount."""
    LOGIN = "login"
    """The login ends soon."""
    LOST = "lost"
    """No reading has succeeded for a long time."""
    BACK = "back"
    """Readings succeed again after that."""


ALL_RULES = "all"
"""Stands for all rules, in the place of one."""
WELCOME = "welcome"
"""The key of the notifications that say what is read and who is asked; who was not told is not asked."""


class Urgency(StrEnum):
    """How much a notification may interrupt the user."""

    LOW = "low"
    NORMAL = "normal"
    CRITICAL = "critical"


class AlertButton(StrEnum):
    """The buttons that a notification can have."""

    REFRESH = "refresh"
    OPEN = "open"
    SNOOZE = "snooze"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Alert:
    """One desktop notification. A notification replaces an earlier one with the same key."""

    key: str
    title: str
    body: str
    urgency: Urgency = Urgency.NORMAL
    buttons: tuple[AlertButton, ...] = ()
    transient: bool = False
    """The answer to a click: it need not stay in the desktop's list of notifications."""
    rule: str = ALL_RULES
    """The rule, or id of a window, that AlertButton.SNOOZE snoozes."""
    account: str = ""
    """Id of the account that it is about; empty where it is about none."""
