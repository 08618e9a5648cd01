"""ntfy, Telegram, Pushover and Gotify: a message to a phone, with a priority and a page that a tap opens.

Facts: ntfy takes JSON at its root, with the topic in it, and turns more than 4,096 bytes into a file. Telegram counts
4,096 units of UTF-16, reads no markup without `parse_mode`, and answers `ok: true`. Pushover takes 250 letters of a
title and 1,024 of a message, wants no second attempt after a 4xx, and answers `status: 1`. Gotify takes its key in
`X-Gotify-Key`, and answers with the message. This module must not know how a request is sent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from brim.backend.outputs.messages import answers, text
from brim.backend.outputs.messages.chats import json_request
from brim.backend.outputs.messages.message import Request, Verdict
from brim.model.alert import Urgency
from brim.words import webhooks as words

if TYPE_CHECKING:
    from brim.backend.outputs.messages.address import Address
    from brim.backend.outputs.messages.message import Answer, Message

_NTFY_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_NTFY_BYTES, _NTFY_TITLE_BYTES = 4000, 1000
_TELEGRAM_UNITS, _PUSHOVER_LETTERS, _GOTIFY_LETTERS = 4096, 1024, 4000
_TELEGRAM_PATH = re.compile(r"(.*/bot[^/]+)(/\w*)?")
_TELEGRAM_CHAT = re.compile(r"-?\d{1,20}|@\w+")
_PUSHOVER_PATH = "/1/messages.json"
_PUSHOVER_EXTRAS = ("device", "sound", "ttl")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_NTFY_PRIORITIES = {Urgency.LOW: 2, Urgency.NORMAL: 3, Urgency.CRITICAL: 4}
_PUSHOVER_PRIORITIES = {Urgency.LOW: -1, Urgency.NORMAL: 0, Urgency.CRITICAL: 1}
"""Never 2, which rings until somebody confirms it."""
_GOTIFY_PRIORITIES = {Urgency.LOW: 2, Urgency.NORMAL: 5, Urgency.CRITICAL: 8}


class Ntfy:
    """A topic of ntfy; a key for a protected one stands in the query as `token`."""

    name = "ntfy"
    answers_in_body = True

    def fault(self, address: Address) -> str | None:
        """Its path ends with the topic."""
        if _NTFY_TOPIC.fullmatch(address.path.rstrip("/").rpartition("/")[2]):
            return None
        return words.missing("topic", self.name, "https://ntfy.sh/TOPIC")

    def request(self, address: Address, message: Message) -> Request:
        """JSON at the root, because headers cannot hold every letter."""
        root, _, topic = address.path.rstrip("/").rpartition("/")
        body: dict[str, object] = {
            "topic": topic,
            "title": text.cut(text.title_of(message), _NTFY_TITLE_BYTES, size=text.json_bytes),
            "message": text.cut(text.text_of(message), _NTFY_BYTES, size=text.json_bytes),
            "priority": _NTFY_PRIORITIES[message.urgency],
        }
        if message.link:
            body["click"] = message.link
        token = address.value("token")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return json_request(address.url(f"{root}/", without=("token",)), body, headers)

    def verdict(self, answer: Answer) -> Verdict:
        """The message with an `id`, or an object with an `error`."""
        body = answers.json_object(answer.text)
        if answer.status in answers.SUCCESS and (number := answers.text_field(body, "id")):
            return answers.accepted(f"id {number}")
        return answers.refused(answer, answers.text_field(body, "error") or answers.plain_words(answer.text))


class Telegram:
    """A bot of Telegram; the chat stands in the query as `chat_id`, and a topic in it as `message_thread_id`."""

    name = "Telegram"
    answers_in_body = True

    def fault(self, address: Address) -> str | None:
        """It has the bot's token and a chat."""
        example = "https://api.telegram.org/botTOKEN/sendMessage?chat_id=ID"
        if not _TELEGRAM_PATH.fullmatch(address.path) or address.path.startswith("/botTOKEN"):
            return words.other_form(self.name, example)
        chat = address.value("chat_id")
        return None if _TELEGRAM_CHAT.fullmatch(chat) else words.missing("chat_id", self.name, example)

    def request(self, address: Address, message: Message) -> Request:
        """Plain text, so that nothing has to be escaped; what is of low urgency makes no sound."""
        found = _TELEGRAM_PATH.fullmatch(address.path)
        path = f"{address.path if found is None else found[1]}/sendMessage"
        body: dict[str, object] = {
            "chat_id": _number_or_name(address.value("chat_id")),
            "text": text.joined(message, text.without_mentions, _TELEGRAM_UNITS, size=text.utf16_units),
            "disable_notification": message.urgency is Urgency.LOW,
            "link_preview_options": {"is_disabled": True},
        }
        if message.link:
            body["reply_markup"] = {"inline_keyboard": [[{"text": message.link_label, "url": message.link}]]}
        if thread := address.value("message_thread_id"):
            body["message_thread_id"] = _number_or_name(thread)
        names = tuple(name for name, _ in address.fields)
        return json_request(address.url(path, without=names), body)

    def verdict(self, answer: Answer) -> Verdict:
        """`ok`, or a `description` and perhaps seconds to wait."""
        body = answers.json_object(answer.text)
        if answer.status in answers.SUCCESS and body.get("ok") is True:
            return answers.accepted("ok")
        parameters = body.get("parameters")
        wait = answers.seconds(parameters.get("retry_after")) if isinstance(parameters, dict) else None
        told = answers.text_field(body, "description") or answers.plain_words(answer.text)
        return answers.refused(answer, told, wait)


class Pushover:
    """Pushover; the keys of the application and of the user stand in the query as `token` and `user`."""

    name = "Pushover"
    answers_in_body = True

    def fault(self, address: Address) -> str | None:
        """It has both keys."""
        example = f"https://api.pushover.net{_PUSHOVER_PATH}?token=TOKEN&user=KEY"
        missing = next((name for name in ("token", "user") if not address.value(name)), None)
        return None if missing is None else words.missing(missing, self.name, example)

    def request(self, address: Address, message: Message) -> Request:
        """A form; the keys are in it, and no longer in the address."""
        form = {
            "token": address.value("token"),
            "user": address.value("user"),
            "title": text.cut(text.title_of(message), text.MOST_OF_A_TITLE),
            "message": text.cut(text.text_of(message), _PUSHOVER_LETTERS),
            "priority": _PUSHOVER_PRIORITIES[message.urgency],
            "timestamp": int(message.at.timestamp()),
        }
        if message.link:
            form |= {"url": message.link, "url_title": message.link_label}
        form |= {name: value for name in _PUSHOVER_EXTRAS if (value := address.value(name))}
        names = tuple(name for name, _ in address.fields)
        path = address.path if address.path.strip("/") else _PUSHOVER_PATH
        return Request(address.url(path, without=names), dict(_FORM), urlencode(form).encode())

    def verdict(self, answer: Answer) -> Verdict:
        """`status: 1`, or `errors`; a 429 without a time means that the messages of the month are used up."""
        body = answers.json_object(answer.text)
        if answer.status in answers.SUCCESS and body.get("status") == 1:
            return answers.accepted("status 1")
        found = body.get("errors")
        errors = [error for error in found if isinstance(error, str)] if isinstance(found, list) else []
        told = "; ".join(errors) or answers.plain_words(answer.text)
        if answer.status == answers.LIMITED and answer.retry_after is None:
            return Verdict(accepted=False, words=told, final=True)
        return answers.refused(answer, told)


class Gotify:
    """A Gotify server; the key of the application stands in the query as `token`."""

    name = "Gotify"
    answers_in_body = True

    def fault(self, address: Address) -> str | None:
        """It has the key."""
        if address.value("token"):
            return None
        return words.missing("token", self.name, "https://gotify.example.com/message?token=TOKEN")

    def request(self, address: Address, message: Message) -> Request:
        """The key goes into a header, which servers do not log."""
        path = address.path.rstrip("/")
        path = path if path.endswith("/message") else f"{path}/message"
        extras: dict[str, object] = {"client::display": {"contentType": "text/plain"}}
        if message.link:
            extras["client::notification"] = {"click": {"url": message.link}}
        body: dict[str, object] = {
            "title": text.cut(text.title_of(message), text.MOST_OF_A_TITLE),
            "message": text.cut(text.text_of(message), _GOTIFY_LETTERS),
            "priority": _GOTIFY_PRIORITIES[message.urgency],
            "extras": extras,
        }
        return json_request(address.url(path, without=("token",)), body, {"X-Gotify-Key": address.value("token")})

    def verdict(self, answer: Answer) -> Verdict:
        """The message with an `id`, or an `errorDescription`."""
        body = answers.json_object(answer.text)
        number = body.get("id")
        if answer.status in answers.SUCCESS and isinstance(number, int):
            return answers.accepted(f"id {number}")
        told = answers.text_field(body, "errorDescription", "error") or answers.plain_words(answer.text)
        return answers.refused(answer, told)


def _number_or_name(value: str) -> int | str:
    return int(value) if re.fullmatch(r"-?\d{1,20}", value) else value
