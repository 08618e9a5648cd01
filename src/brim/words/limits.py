"""The labels of a plan's limits. This module must not know how a server or a file names them."""

from __future__ import annotations

from brim.words.translation import _


def session_label() -> str:
    """The 5-hour session."""
    return _("Session")


def weekly_label(scope: str | None) -> str:
    """A weekly limit; `scope` is a model or a kind of use, None stands for all use."""
    return _("{scope} (week)", scope=scope) if scope else _("Week")


def told_apart(label: str, detail: str) -> str:
    """A label that another limit has too, with what differs between them: `Other limit (velvet otter)`."""
    return _("{limit} ({detail})", limit=label, detail=detail)


def other_label() -> str:
    """A limit that its source gives no name."""
    return _("Other limit")
