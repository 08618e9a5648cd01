"""What a hook is, and why it came to nothing, for the log. This module must not know how a hook is run."""

from __future__ import annotations

LATE = "it did not end in time"
NO_WORDS = "the command line cannot be split into words"


def command(event: str) -> str:
    """What is run for an event."""
    return f"command for {event}"


def webhook(event: str) -> str:
    """What is called for an event."""
    return f"webhook for {event}"


def not_started(why: str) -> str:
    """The command could not be run."""
    return f"it cannot be started ({why})"


def ended(status: int) -> str:
    """The command failed."""
    return f"it ended with {status}"


def silent(host: str | None, why: str) -> str:
    """The webhook gave no answer."""
    return f"{host} did not answer ({why})"


def answered(host: str | None, status: int) -> str:
    """The webhook refused."""
    return f"{host} answered {status}"
