"""What a hook is, and what came back from it, for the log and for `brim alerts test --hooks`.

This module must not know how a hook is run.
"""

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


def answered(name: str, status: int, own_words: str) -> str:
    """A service or a host answered; `own_words` are its own, and may be empty."""
    if own_words:
        return _("{name} answered {status}: {words}", name=name, status=status, words=own_words)
    return _("{name} answered {status}", name=name, status=status)


def tried(label: str, text: str) -> str:
    """What came back from a hook: `webhook for limit: Slack answered 200: ok`."""
    return _("{hook}: {text}", hook=label, text=text)


def none_for(rule: str) -> tuple[str, str]:
    """No hook is run for a rule."""
    return _("No hook for {rule}", rule=rule), _(
        "Add one for `{rule}` or `all` to brim.toml; `brim help phones` shows how.", rule=rule
    )
