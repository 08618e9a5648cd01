"""The log's text about hooks: what a hook is, and why it failed. This module must not know how a hook is run."""

from __future__ import annotations

from brim.words.translation import _


def command_label(event: str) -> str:
    """The name of the command that is run for an event."""
    return _("command for {event}", event=event)


def webhook_label(event: str) -> str:
    """The name of the webhook that is called for an event."""
    return _("webhook for {event}", event=event)


def timed_out() -> str:
    """The command did not end within its time."""
    return _("it did not end in time")


def unsplittable_command() -> str:
    """The setting is no command line."""
    return _("the command line cannot be split into words")


def not_started(reason: str) -> str:
    """The command could not be started."""
    return _("it cannot be started ({reason})", reason=reason)


def exit_status(status: int) -> str:
    """The command ended with a status that means failure."""
    return _("it ended with {status}", status=status)


def webhook_failed(host: str | None, title: str, message: str) -> str:
    """The webhook could not be called, or did not answer: the title and the first sentence, as no try follows."""
    return _("{host}: {title}. {sentence}", host=host, title=title, sentence=message.partition(". ")[0].rstrip("."))


def webhook_status(host: str | None, status: int) -> str:
    """The webhook answered with an HTTP status that means failure."""
    return _("{host} answered {status}", host=host, status=status)
