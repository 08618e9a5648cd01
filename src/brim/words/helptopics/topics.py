"""The topics of `brim help`, each with a line that says what it is about. This module must not know their pages."""

from __future__ import annotations

from brim.words.translation import N_, _

_TOPICS = {
    "icon": N_("what the number, colors and shapes mean; mouse buttons"),
    "settings": N_("everything that can be set, with defaults"),
    "alerts": N_("when you are notified, thresholds, quiet hours"),
    "forecast": N_("what its parts mean, and how good it is"),
    "hooks": N_("run a command or call a URL on an event"),
    "phones": N_("notifications on your phone and in Slack, Discord and others"),
    "statusline": N_("Brim in Claude Code's status line"),
    "bars": N_("Brim in status bars, prompts and scripts"),
    "homeassistant": N_("usage and notifications in Home Assistant, also by MQTT"),
    "metrics": N_("limits, tokens and cost on a team's dashboards"),
    "accounts": N_("several accounts, and which logins work"),
    "privacy": N_("what Brim reads, sends and writes"),
    "network": N_("how often requests are sent; proxies"),
    "files": N_("where settings, data and logs are"),
    "environment": N_("the variables that change what Brim does"),
    "desktops": N_("what to know about GNOME, Wayland, Windows and others"),
}


def topic_names() -> tuple[str, ...]:
    """The topics, in the order of their list."""
    return tuple(_TOPICS)


def topic_summary(name: str) -> str:
    """What a topic is about, in a line."""
    return _(_TOPICS[name])


def page_title(name: str) -> str:
    """The first line of a page: `network: how often requests are sent; proxies`."""
    return _("{topic}: {summary}", topic=name, summary=topic_summary(name))


def commands_heading() -> str:
    """The heading of the list of commands."""
    return _("Commands")


def topics_heading() -> str:
    """The heading of the list of topics."""
    return _("Topics")


def how_to_ask() -> str:
    """The line below both lists."""
    return _("`brim help NAME` explains one of them; `brim COMMAND --help` shows the options of a command.")
