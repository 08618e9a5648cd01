"""The services that a webhook may belong to. This module must not know how any of them is called."""

from __future__ import annotations

from enum import StrEnum


class WebhookKind(StrEnum):
    """What an address expects."""

    AUTO = "auto"
    """Hosted services by their host; any other address gets Brim's JSON."""
    BRIM = "brim"
    """Brim's own JSON, also where the host is known."""
    NTFY = "ntfy"
    SLACK = "slack"
    DISCORD = "discord"
    TELEGRAM = "telegram"
    PUSHOVER = "pushover"
    GOTIFY = "gotify"
    MATTERMOST = "mattermost"
