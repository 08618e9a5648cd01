"""What a hook is, and why it came to nothing, for the log. This module must not know how a hook is run."""

from __future__ import annotations

TIMED_OUT = "it did not end in time"
UNSPLITTABLE_COMMAND = "the command line cannot be split into words"


def command_label(event: str) -> str:
    """What is run for an event."""
    return f"command for {event}"


def webhook_label(event: str) -> str:
    """What is called for an event."""
    return f"webhook for {event}"


def not_started(why: str) -> str:
    """The command could not be run."""
    return f"it cannot be started ({why})"


def exit_status(status: int) -> str:
    """The command failed."""
    return f"it ended with {status}"


def webhook_no_answer(host: str | None, why: str) -> str:
    """The webhook gave no answer."""
    return f"{host} did not answer ({why})"


def webhook_status(host: str | None, status: int) -> str:
    """The webhook refused."""
    return f"{host} answered {status}"
