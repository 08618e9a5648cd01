"""Which service an address belongs to: hosted ones by their host, others by the setting.

This module must not know how a service is called.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brim.backend.outputs.messages import answers, chats, pushes
from brim.backend.outputs.messages.address import Address
from brim.backend.outputs.messages.message import Request, Service, Verdict
from brim.model.webhook import WebhookKind

if TYPE_CHECKING:
    from brim.backend.outputs.messages.message import Answer, Message

_HOSTS = {
    "ntfy.sh": WebhookKind.NTFY,
    "hooks.slack.com": WebhookKind.SLACK,
    "hooks.slack-gov.com": WebhookKind.SLACK,
    "discord.com": WebhookKind.DISCORD,
    "discordapp.com": WebhookKind.DISCORD,
    "ptb.discord.com": WebhookKind.DISCORD,
    "canary.discord.com": WebhookKind.DISCORD,
    "api.telegram.org": WebhookKind.TELEGRAM,
    "api.pushover.net": WebhookKind.PUSHOVER,
}
_NTFY_TEMPLATES = ("tpl", "template")
"""With one of these fields, ntfy itself makes a message of any JSON."""
_SLACK_WORKFLOW = re.compile(r"/(workflows|triggers)/")
"""A workflow takes the fields of any JSON."""
_SLACK_FORM = re.compile(r".*/slack/?")
"""An address of Discord with this ending takes the body of Slack."""


class Own:
    """An address of no known service: it gets Brim's own JSON, and its status says whether it took it."""

    name = ""
    answers_in_body = False

    def fault(self, address: Address) -> str | None:  # noqa: ARG002 - any address will do
        """Nothing is missing."""
        return None

    def request(self, address: Address, message: Message) -> Request:
        """The whole event."""
        return Request(address.url(), dict(chats.JSON), message.event)

    def verdict(self, answer: Answer) -> Verdict:
        """Any 2xx; after anything else another attempt is made, because nobody knows what it means there."""
        return Verdict(accepted=answer.status in answers.SUCCESS, wait=answer.retry_after)


_SERVICES: dict[WebhookKind, Service] = {
    WebhookKind.BRIM: Own(),
    WebhookKind.NTFY: pushes.Ntfy(),
    WebhookKind.SLACK: chats.Slack(),
    WebhookKind.DISCORD: chats.Discord(),
    WebhookKind.TELEGRAM: pushes.Telegram(),
    WebhookKind.PUSHOVER: pushes.Pushover(),
    WebhookKind.GOTIFY: pushes.Gotify(),
    WebhookKind.MATTERMOST: chats.Mattermost(),
}


def service_of(address: Address, kind: WebhookKind) -> Service:
    """The service of an address; `kind` is the setting, which says what the addresses of own servers are."""
    return _SERVICES[_kind_of(address, kind)]


def fault_of(url: str, kind: WebhookKind) -> str | None:
    """What is missing in a URL, without any part of it; None if it can be used."""
    address = Address.parse(url)
    return service_of(address, kind).fault(address)


def _kind_of(address: Address, kind: WebhookKind) -> WebhookKind:
    hosted = _HOSTS.get(address.host)
    if hosted is None or kind is WebhookKind.BRIM:
        return WebhookKind.BRIM if kind is WebhookKind.AUTO else kind
    if hosted is WebhookKind.DISCORD and _SLACK_FORM.fullmatch(address.path):
        return WebhookKind.SLACK
    has_template = any(address.value(name) for name in _NTFY_TEMPLATES)
    if hosted is WebhookKind.NTFY and has_template:
        return WebhookKind.BRIM
    if hosted is WebhookKind.SLACK and _SLACK_WORKFLOW.match(address.path):
        return WebhookKind.BRIM
    return hosted
