"""The log's text about hooks: what a hook is, and why it failed. This module must not know how a hook is run."""

from __future__ import annotations

TIMED_OUT = "it did not end in time"
UNSPLITTABLE_COMMAND = "the command line cannot be split into words"


def command_label(event: str) -> str:
    """The name of the command that is run for an event."""
    return f"command for {event}"


def webhook_label(event: str) -> str:
    """The name of the webhook that is called for an event."""
    return f"webhook for {event}"


def not_started(reason: str) -> str:
    """The command could not be started."""
    return f"it cannot be started ({reason})"


def exit_status(status: int) -> str:
    """The command ended with a status that means failure."""
    return f"it ended with {status}"


def webhook_failed(host: str | None, title: str, message: str) -> str:
    """The webhook could not be called, or did not answer: the title and the first sentence, as no try follows."""
    return f"{host}: {title}. {message.partition('. ')[0].rstrip('.')}"


def webhook_status(host: str | None, status: int) -> str:
    """The webhook answered with an HTTP status that means failure."""
    return f"{host} answered {status}"
