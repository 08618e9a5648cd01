"""What messaging services check in a request, after their own pages: content type, fields, escapes, lengths.

A refusal is in the service's own form, so that a test sees it as a user would.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

type Fields = dict[str, Any]  # Any: JSON

TOKEN = "K3yTh4tN0b0dyMayS33"
"""A part of every address, which must be seen nowhere else."""
PUSHOVER_TOKEN, PUSHOVER_USER = "azGDORePK8gMaC0QOYAMyEEuzJnyUi", "uQiRzpo4DXghDmr9QzzfQu27cmVRsG"
_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_MARKDOWN = set("\\`*_~|[]#<>")
_DISCORD_FLAGS = 1 << 2 | 1 << 12


class RefusedError(Exception):
    """The service does not take a request, and why."""

    def __init__(self, why: str, status: int = 400) -> None:
        """`why` is one of the service's reasons."""
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Post:
    """A request as it came."""

    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """An answer that a test asks for instead of the service's own."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """One service: the address below the server, what it checks, and the form of its answers."""

    place: str
    check: Callable[[Post], Fields]
    accepted: Reply
    refused: Callable[[RefusedError], str]


def _require(condition: object, why: str, status: int = 400) -> None:
    if not condition:
        raise RefusedError(why, status)


def _json(post: Post, known: set[str], needed: set[str]) -> Fields:
    """The fields of a JSON body."""
    _require(post.headers["Content-Type"] == _JSON, "not application/json")
    try:
        fields = json.loads(post.body.decode())
    except ValueError:
        raise RefusedError("invalid JSON") from None
    _require(isinstance(fields, dict) and fields.keys() <= known, "unknown field")
    _require(fields.keys() >= needed, "missing field")
    return dict(fields)


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= most and bool(value.strip()) and not _STEERING.search(value)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _slack(post: Post) -> Fields:
    _require(post.path == f"/services/T000/B000/{TOKEN}", "no_service", 404)
    fields = _json(post, {"text", "mrkdwn", "unfurl_links"}, {"text"})
    text = fields["text"]
    _require(_is_text(text, 4000), "no_text")
    without_link = re.sub(r"<https://[^<>|&]+\|[^<>]+>$", "", text)
    _require(not re.search(r"[<>]|&(?!(amp|lt|gt);)", without_link), "invalid_payload")
    _require(fields.get("mrkdwn") is False, "formatted")
    return fields


def _mattermost(post: Post) -> Fields:
    _require(post.path == f"/hooks/{TOKEN}", "Invalid webhook.", 400)
    fields = _json(post, {"text", "username", "icon_url", "channel", "priority"}, {"text"})
    text = fields["text"]
    _require(_is_text(text, 16_383), "No text specified.")
    _require(not re.search(r"<[!@]|<[^<|]+\|[^>]+>", text), "Slack's control letters")
    _require(not re.search(r"(?<![A-Za-z0-9])@\w", text), "somebody was mentioned")
    _require_plain(re.sub(r"\n\[[^\]]+\]\(https://\S+\)$", "", text))
    return fields


def _require_plain(text: str) -> None:
    """No letter of Markdown without a backslash, and nobody is mentioned."""
    unescaped = re.sub(r"\\[^A-Za-z0-9\s]", "x", text)
    _require(not _MARKDOWN & set(unescaped), f"Markdown: {_MARKDOWN & set(unescaped)}")
    _require(not re.search(r"(?m)^[-+] ", unescaped), "a list")


def _discord(post: Post) -> Fields:
    _require(re.fullmatch(rf"/api/webhooks/1234567890/{TOKEN}", post.path), "Unknown Webhook", 404)
    fields = _json(post, {"content", "allowed_mentions", "flags"}, {"content", "allowed_mentions"})
    content = fields["content"]
    _require(_is_text(content, 2000) and _units(content) <= 2000, "Must be 2000 or fewer in length.")
    _require(fields["allowed_mentions"] == {"parse": []}, "somebody may be mentioned")
    _require(not fields.get("flags", 0) & ~_DISCORD_FLAGS, "flags")
    _require(not re.search(r"@(everyone|here)", content), "everybody was mentioned")
    _require_plain(re.sub(r"\n\[[^\]]+\]\(<https://\S+>\)$", "", content))
    return fields


def _telegram(post: Post) -> Fields:
    _require(post.path == f"/bot123456:{TOKEN}/sendMessage", "Not Found", 404)
    _require(not post.query, "parameters in two places")
    known = {"chat_id", "text", "disable_notification", "link_preview_options", "reply_markup", "message_thread_id"}
    fields = _json(post, known, {"chat_id", "text"})
    chat = fields["chat_id"]
    is_chat = isinstance(chat, int) or (isinstance(chat, str) and re.fullmatch(r"@\w+", chat))
    _require(is_chat, "Bad Request: chat not found")
    _require(_is_text(fields["text"], 4096), "Bad Request: message text is empty")
    _require(_units(fields["text"]) <= 4096, "Bad Request: message is too long")
    _require(not re.search(r"(?<![A-Za-z0-9])@\w", fields["text"]), "somebody was mentioned")
    return fields


def _pushover(post: Post) -> Fields:
    _require(post.path == "/1/messages.json" and not post.query, "keys in the address")
    _require(post.headers["Content-Type"] == _FORM, "not a form")
    found = parse_qs(post.body.decode(), strict_parsing=True, errors="strict")
    fields: Fields = {name: values[0] for name, values in found.items()}
    known = {"token", "user", "message", "title", "priority", "timestamp", "url", "url_title", "device", "sound", "ttl"}
    _require(fields.keys() <= known, "unknown parameter")
    _require(fields.get("token") == PUSHOVER_TOKEN, "application token is invalid")
    _require(fields.get("user") == PUSHOVER_USER, "user identifier is invalid")
    _require(_is_text(fields.get("message"), 1024), "message cannot be blank")
    _require(_is_text(fields.get("title"), 250) and "\n" not in fields["title"], "title is too long")
    _require(fields.get("priority", "0") in {"-2", "-1", "0", "1"}, "priority 2 needs retry and expire")
    _require(len(fields.get("url", "")) <= 512 and len(fields.get("url_title", "")) <= 100, "url is too long")
    _require(fields.get("timestamp", "0").isdecimal(), "timestamp is invalid")
    return fields


def _gotify(post: Post) -> Fields:
    _require(post.headers.get("X-Gotify-Key") == TOKEN, "you need to provide a valid access token", 401)
    _require(post.path == "/message" and not post.query, "page not found", 404)
    fields = _json(post, {"title", "message", "priority", "extras"}, {"message"})
    _require(_is_text(fields["message"], 4000) and _is_text(fields["title"], 250), "Field 'message' is required")
    _require(type(fields["priority"]) is int and 0 <= fields["priority"] <= 10, "priority")
    known = {"client::display", "client::notification", "android::action"}
    _require(fields.get("extras", {}).keys() <= known, "extras")
    return fields


def _ntfy(post: Post) -> Fields:
    _require(post.path == "/" and not post.query, "page not found", 404)
    _require(len(post.body) <= 8192, "JSON body too large")
    known = {"topic", "title", "message", "priority", "tags", "click", "icon", "actions", "markdown", "delay"}
    fields = _json(post, known, {"topic"})
    _require(re.fullmatch(r"[-_A-Za-z0-9]{1,64}", fields["topic"]), "invalid request: topic invalid")
    _require(fields["topic"] == TOKEN, "forbidden", 403)
    _require(_is_text(fields["message"], 4096) and len(fields["message"].encode()) <= 4096, "it became a file")
    _require(_is_text(fields["title"], 1000) and "\n" not in fields["title"], "title")
    _require(fields["priority"] in {1, 2, 3, 4, 5}, "invalid priority parameter")
    _require(fields.get("click", "https://").startswith("https://"), "click")
    return fields


SERVICES = {
    "slack": Rules(f"/services/T000/B000/{TOKEN}", _slack, Reply(200, "ok"), str),
    "mattermost": Rules(
        f"/hooks/{TOKEN}",
        _mattermost,
        Reply(200, "ok"),
        lambda error: json.dumps({"id": "web.incoming_webhook", "message": str(error), "status_code": error.status}),
    ),
    "discord": Rules(
        f"/api/webhooks/1234567890/{TOKEN}",
        _discord,
        Reply(204),
        lambda error: json.dumps({"message": str(error), "code": 50035}),
    ),
    "telegram": Rules(
        f"/bot123456:{TOKEN}/sendMessage?chat_id=-1009876543210",
        _telegram,
        Reply(200, json.dumps({"ok": True, "result": {"message_id": 7, "chat": {"id": -1009876543210}}})),
        lambda error: json.dumps({"ok": False, "error_code": error.status, "description": str(error)}),
    ),
    "pushover": Rules(
        f"/1/messages.json?token={PUSHOVER_TOKEN}&user={PUSHOVER_USER}",
        _pushover,
        Reply(200, json.dumps({"status": 1, "request": "647d2300-702c-4b38-8b2f-d56326ae460b"})),
        lambda error: json.dumps({"status": 0, "errors": [str(error)], "request": "5042853c"}),
    ),
    "gotify": Rules(
        f"/message?token={TOKEN}",
        _gotify,
        Reply(200, json.dumps({"id": 25, "appid": 5, "message": "x", "title": "y"})),
        lambda error: json.dumps({"error": "Bad Request", "errorCode": error.status, "errorDescription": str(error)}),
    ),
    "ntfy": Rules(
        f"/{TOKEN}",
        _ntfy,
        Reply(200, json.dumps({"id": "Xn7vPqQ3", "time": 1, "event": "message", "topic": TOKEN})),
        lambda error: json.dumps({"code": 40000 + error.status, "http": error.status, "error": str(error)}),
    ),
}
"""Each service by the name that `hooks.webhook_kind` has for it."""
