"""The labels in the line that `brim statusline` prints.

They are in a module of their own because the line is printed several times a second and must import little. This module
must not know the form of the line.
"""

from __future__ import annotations

from brim.words.translation import _


def no_data() -> str:
    """The line while nothing is known; Claude Code would show nothing for an empty one."""
    return _("no usage data yet")


def session() -> str:
    """The label of the session limit."""
    return _("session")


def week() -> str:
    """The label of the weekly limit."""
    return _("week")


def spend() -> str:
    """The label of the spend limit of a gateway."""
    return _("spend")


def context() -> str:
    """The label of the context window."""
    return _("context")


def limit(label: str, percent: str, reset: str = "") -> str:
    """One limit: `session 42% ↻ 14:00`; `reset` is the time of its reset, if that is known."""
    if reset:
        return _("{label} {percent} ↻ {reset}", label=label, percent=percent, reset=reset)
    return _("{label} {percent}", label=label, percent=percent)


def meaning(percent: str, *, remaining: bool) -> str:
    """A percentage with what it says: `42% used` or `58% left`."""
    return _("{percent} left", percent=percent) if remaining else _("{percent} used", percent=percent)
