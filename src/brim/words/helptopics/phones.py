"""The topic `phones`: notifications on a phone and in a team's chat. This module must not know how they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Columns, Example, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from brim.words.helptopics.page import Page


def phones() -> Page:
    """Which services there are, what their addresses look like, and how to try one."""
    return (
        Paragraph(
            _(
                "Brim can send its notifications to your phone or to a team's chat too, through a service that you "
                "already use. Put the address that the service gives you into brim.toml, for one rule of `brim "
                "alerts` or for all:"
            )
        ),
        Example(
            (
                "[hooks.webhook]",
                'limit = "https://ntfy.sh/TOPIC"',
                'all = "https://hooks.slack.com/services/T000/B000/KEY"',
            )
        ),
        Paragraph(
            _(
                "Then try it: `brim alerts test limit --hooks` sends one message and prints what the service answered. "
                "Restart Brim to use the address."
            )
        ),
        Heading(_("Addresses")),
        _addresses(),
        *_own_server(),
        *_messages(),
    )


def _addresses() -> Columns:
    return Columns(
        (
            ("ntfy", _("https://ntfy.sh/TOPIC - a protected topic needs ?token=TOKEN too")),
            ("Slack", _("https://hooks.slack.com/services/T000/B000/KEY - an incoming webhook of a Slack app")),
            ("Discord", _("https://discord.com/api/webhooks/ID/TOKEN - Edit channel > Integrations > Webhooks")),
            (
                "Telegram",
                _(
                    "https://api.telegram.org/botTOKEN/sendMessage?chat_id=ID - @BotFather gives you the token; write "
                    "to your bot, and https://api.telegram.org/botTOKEN/getUpdates shows the id of the chat"
                ),
            ),
            (
                "Pushover",
                _(
                    "https://api.pushover.net/1/messages.json?token=TOKEN&user=KEY - the token of an application, and "
                    "your user key"
                ),
            ),
            ("Gotify", _("https://gotify.example.com/message?token=TOKEN - the token of an app")),
            ("Mattermost", _("https://mattermost.example.com/hooks/KEY - an incoming webhook")),
        )
    )


def _own_server() -> Page:
    return (
        Heading(_("Your own server")),
        Paragraph(
            _("A service is known by its host. If a server is your own, or another one, name what runs there:"),
        ),
        Example(
            (
                "[hooks]",
                'webhook_kind = "gotify"',
                "",
                "[hooks.webhook]",
                'all = "https://gotify.example.com/message?token=TOKEN"',
            )
        ),
        Paragraph(
            _(
                "It can be ntfy, gotify, mattermost, slack, discord, telegram or pushover. Without it, any other "
                "address gets Brim's JSON, which is explained in `brim help hooks`; brim sends the JSON to every "
                "address."
            )
        ),
    )


def _messages() -> Page:
    return (
        Heading(_("Messages")),
        Paragraph(
            _(
                "A message has the words of the notification and a link to your usage page; what the desktop shows as "
                "one notification is one message. A limit that is reached has a high priority, Connection restored a "
                "low one, everything else a normal one. Names in a message mention nobody, and a text that is "
                "too long for the service is cut. If the service limits Brim, Brim waits as long as it says, at most "
                "five minutes."
            )
        ),
        Paragraph(
            _(
                "Keep such an address secret: whoever has it can send messages too. `brim config`, `brim doctor` and "
                "the log never show it."
            )
        ),
    )
