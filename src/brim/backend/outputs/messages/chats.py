"""Slack, Mattermost and Discord: one text in a chat, with each one's own escapes, so that names stay names.

Facts: Slack's control letters are `& < >`, and its answer is the body `ok`. Mattermost takes Slack's body, reads
Slack's `<!channel>` and `<address|text>` as well as Markdown, and calls everybody for `@channel`. Discord takes 2,000
letters, answers 204, and when it limits, names seconds in `retry_after`. This module must not know how a request is
sent.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from brim.backend.outputs.messages import answers, text
from brim.backend.outputs.messages.message import Request
from brim.model.alert import Urgency
from brim.words import webhooks as words

if TYPE_CHECKING:
    from brim.backend.outputs.messages.address import Address
    from brim.backend.outputs.messages.message import Answer, Message, Verdict

JSON = {"Content-Type": "application/json"}
_OK, _NO_CONTENT = 200, 204
_SLACK_LETTERS, _DISCORD_LETTERS, _MATTERMOST_LETTERS = 4000, 2000, 4000
_SLACK_HOSTS = {"hooks.slack.com", "hooks.slack-gov.com"}
_DISCORD_PATH = re.compile(r"/api(/v\d+)?/webhooks/\d+/[\w-]+/?")
_DISCORD_HOSTS = {"discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"}
_NO_PREVIEWS, _SILENT = 1 << 2, 1 << 12


def json_request(url: str, body: dict[str, object], headers: dict[str, str] | None = None) -> Request:
    """A request with a JSON body; letters stay letters, because some services limit the bytes."""
    return Request(url, JSON | (headers or {}), json.dumps(body, ensure_ascii=False).encode())


class Slack:
    """An incoming webhook of Slack."""

    name = "Slack"
    answers_in_body = True

    def fault(self, address: Address) -> str | None:
        """It begins with /services/ on Slack's own hosts."""
        if address.path.startswith("/services/") or (address.host not in _SLACK_HOSTS and address.path.strip("/")):
            return None
        return words.other_form(self.name, "https://hooks.slack.com/services/T000/B000/KEY")

    def request(self, address: Address, message: Message) -> Request:
        """Without Markdown, so that a `*` in a name stays one; no preview of the page is added."""
        link = f"<{message.link}|{text.with_entities(message.link_label)}>" if message.link else ""
        body = text.joined(message, text.with_entities, _SLACK_LETTERS - len(link) - 1)
        return json_request(address.url(), {"text": f"{body}\n{link}".rstrip(), "mrkdwn": False, "unfurl_links": False})

    def verdict(self, answer: Answer) -> Verdict:
        """Anything but `ok` is a failure, and a reason."""
        if answer.status == _OK and answer.text.strip() == "ok":
            return answers.accepted("ok")
        return answers.refused(answer, answers.plain_words(answer.text))


class Mattermost:
    """An incoming webhook of a Mattermost server."""

    name = "Mattermost"
    answers_in_body = True

    def fault(self, address: Address) -> str | None:
        """It has a path."""
        if address.path.strip("/"):
            return None
        return words.other_form(self.name, "https://mattermost.example.com/hooks/KEY")

    def request(self, address: Address, message: Message) -> Request:
        """In Markdown without any, besides the link."""
        link = f"[{_mattermost(message.link_label)}]({message.link})" if message.link else ""
        body = text.joined(message, _mattermost, _MATTERMOST_LETTERS - len(link) - 1)
        return json_request(address.url(), {"text": f"{body}\n{link}".rstrip()})

    def verdict(self, answer: Answer) -> Verdict:
        """The body is `ok`, or an object with a `message`."""
        if answer.status == _OK and answer.text.strip() == "ok":
            return answers.accepted("ok")
        told = answers.text_field(answers.json_object(answer.text), "message")
        return answers.refused(answer, told or answers.plain_words(answer.text))


class Discord:
    """A webhook of a Discord channel."""

    name = "Discord"
    answers_in_body = True

    def fault(self, address: Address) -> str | None:
        """It has a number and a key on Discord's own hosts."""
        if address.host in _DISCORD_HOSTS:
            usable = _DISCORD_PATH.fullmatch(address.path) is not None
        else:
            usable = bool(address.path.strip("/"))
        return None if usable else words.other_form(self.name, "https://discord.com/api/webhooks/ID/TOKEN")

    def request(self, address: Address, message: Message) -> Request:
        """Nobody is called, no page is shown below the text, and what is of low urgency makes no sound."""
        link = f"[{_discord(message.link_label)}](<{message.link}>)" if message.link else ""
        most = _DISCORD_LETTERS - text.utf16_units(link) - 1
        body = text.joined(message, _discord, most, size=text.utf16_units)
        flags = _NO_PREVIEWS | (_SILENT if message.urgency is Urgency.LOW else 0)
        content: dict[str, object] = {
            "content": f"{body}\n{link}".rstrip(),
            "allowed_mentions": {"parse": []},
            "flags": flags,
        }
        return json_request(address.url(), content)

    def verdict(self, answer: Answer) -> Verdict:
        """204; with `wait=true` in the address 200 and the message."""
        body = answers.json_object(answer.text)
        if answer.status == _NO_CONTENT or (answer.status == _OK and body.get("id")):
            return answers.accepted()
        told = answers.text_field(body, "message") or answers.plain_words(answer.text)
        return answers.refused(answer, told, answers.seconds(body.get("retry_after")))


def _mattermost(part: str) -> str:
    return text.with_backslashes(text.with_entities(text.without_mentions(part)))


def _discord(part: str) -> str:
    return re.sub(r"([<>])", r"\\\1", text.with_backslashes(text.without_mentions(part)))
