"""Addresses of webhooks: which service they are, what they lack, and what in them is secret."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from brim.backend.outputs.messages.address import Address
from brim.backend.outputs.messages.message import Message
from brim.backend.outputs.messages.services import service_of
from brim.backend.settings.hooks import HookSettings
from brim.model.alert import Urgency
from brim.model.webhook import WebhookKind
from tests.support.samples import NOW

MESSAGE = Message("A", "b", Urgency.NORMAL, NOW, "https://example.com/usage", "Open", b"{}")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://ntfy.sh/topic", "ntfy"),
        ("https://NTFY.sh./topic", "ntfy"),
        ("https://hooks.slack.com/services/T/B/K", "Slack"),
        ("https://discord.com/api/webhooks/1/k", "Discord"),
        ("https://discordapp.com/api/v10/webhooks/1/k?thread_id=2", "Discord"),
        ("https://discord.com/api/webhooks/1/k/slack", "Slack"),
        ("https://api.telegram.org/bot1:k/sendMessage?chat_id=2", "Telegram"),
        ("https://api.pushover.net/1/messages.json?token=a&user=b", "Pushover"),
        ("https://ntfy.sh/topic?tpl=yes&m={{.text}}", ""),
        ("https://hooks.slack.com/triggers/T/1/k", ""),
        ("https://home.example/api/webhook/x", ""),
        ("https://ntfy.sh.example.com/topic", ""),
        ("https://example.com/?x=ntfy.sh", ""),
    ],
)
def test_hosted_service_is_known_by_its_host(url: str, name: str) -> None:
    """Hosted services are known by their host alone; any other address, and a template of ntfy, gets Brim's JSON."""
    assert name == service_of(Address.parse(url), WebhookKind.AUTO).name


def test_setting_names_own_servers() -> None:
    """The setting says what other hosts are; hosted ones stay what they are, unless it says brim."""
    own, slack = Address.parse("https://chat.example/hooks/x"), Address.parse("https://hooks.slack.com/services/T/B/K")

    assert "Mattermost" == service_of(own, WebhookKind.MATTERMOST).name
    assert "Slack" == service_of(slack, WebhookKind.MATTERMOST).name
    assert "" == service_of(slack, WebhookKind.BRIM).name


@pytest.mark.parametrize(
    ("kind", "url", "lacks"),
    [
        ("auto", "https://ntfy.sh/", "`topic` is missing. For ntfy it must look like https://ntfy.sh/TOPIC."),
        ("auto", "https://ntfy.sh/SECRET space", "`topic` is missing."),
        ("auto", "https://hooks.slack.com/SECRET", "For Slack it must look like https://hooks.slack.com/services/"),
        ("auto", "https://discord.com/channels/SECRET", "For Discord it must look like"),
        ("auto", "https://api.telegram.org/SECRET", "For Telegram it must look like"),
        ("auto", "https://api.telegram.org/bot1:SECRET/sendMessage", "`chat_id` is missing. For Telegram"),
        ("auto", "https://api.telegram.org/bot1:SECRET/sendMessage?chat_id=me too", "`chat_id` is missing."),
        ("auto", "https://api.pushover.net/1/messages.json?token=SECRET", "`user` is missing. For Pushover"),
        ("auto", "https://api.pushover.net/1/messages.json?user=SECRET", "`token` is missing. For Pushover"),
        ("gotify", "https://push.example/SECRET", "`token` is missing. For Gotify"),
        ("mattermost", "https://SECRET.example/", "For Mattermost it must look like"),
        ("slack", "https://chat.example/", "For Slack it must look like"),
        ("auto", "http://ntfy.sh/SECRET", "It must be https"),
        ("telegram", "http://bot.example/bot1:SECRET?chat_id=1", "It must be https"),
    ],
)
def test_incomplete_address_is_refused(kind: str, url: str, lacks: str) -> None:
    """An address without what its service needs is refused with an example, and is not repeated."""
    with pytest.raises(ValidationError) as caught:
        HookSettings.model_validate({"webhook_kind": kind, "webhook": {"limit": url}})
    (fault,) = caught.value.errors(include_input=False)

    assert lacks in fault["msg"]
    assert ("webhook", "limit") == fault["loc"]
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "url", "sent"),
    [
        ("auto", "https://example.com/x?flag&a=%20b+c#part", "https://example.com/x?flag&a=%20b+c"),
        ("auto", "https://ntfy.sh/topic?tags=coin&token=tk_1", "https://ntfy.sh/?tags=coin"),
        ("ntfy", "https://me:pass@ntfy.example:8443/push/topic/", "https://me:pass@ntfy.example:8443/push/"),
        ("auto", "https://api.telegram.org/bot1:k?chat_id=2", "https://api.telegram.org/bot1:k/sendMessage"),
        (
            "auto",
            "https://api.telegram.org/bot1:k/getUpdates?chat_id=@c",
            "https://api.telegram.org/bot1:k/sendMessage",
        ),
        ("auto", "https://api.pushover.net?token=a&user=b", "https://api.pushover.net/1/messages.json"),
        ("gotify", "https://push.example/g/?token=a", "https://push.example/g/message"),
        ("auto", "https://discord.com/api/webhooks/1/k?wait=true", "https://discord.com/api/webhooks/1/k?wait=true"),
    ],
)
def test_request_goes_where_the_service_takes_it(kind: str, url: str, sent: str) -> None:
    """The address as the service's page shows it becomes the one that takes a message; other addresses stay as is."""
    address = Address.parse(url)
    service = service_of(address, WebhookKind(kind))

    assert service.fault(address) is None
    assert sent == service.request(address, MESSAGE).url


@pytest.mark.parametrize(
    ("url", "told", "masked"),
    [
        ("https://hooks.slack.com/services/T0AB/B0CD/xyzzy", "no team t0ab, key XYZZY", "no team ***, key ***"),
        ("https://api.telegram.org/bot123:AbCd-_e?chat_id=7", "chat 7 of 123:AbCd-_e, 77", "chat *** of ***, 77"),
        ("https://me:pa%20ss@ntfy.example/topic", "Basic bWU6cGEgc3M= or pa ss", "Basic *** or ***"),
        (
            "https://api.pushover.net/1/messages.json?token=a+b",
            "a b in /1/messages.json, status 1",
            "*** in /***, status 1",
        ),
        ("https://example.com/", "all of this may be told", "all of this may be told"),
    ],
)
def test_what_stands_in_an_address_is_masked(url: str, told: str, masked: str) -> None:
    """Every part of an address besides its host is masked in what a service says, in any form that it may have."""
    assert masked == Address.parse(url).masked(told)
    assert "xyzzy" not in repr(Address.parse(url))
