"""Webhooks of messaging services: what each one gets, and what becomes of its answer."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

import pytest
import tenacity
from loguru import logger

from brim.backend.hooks.batch import Batch, message_of
from brim.backend.hooks.runner import Hooks, try_hooks
from brim.backend.settings.hooks import HookSettings
from brim.model.alert import Alert, Urgency
from brim.words.notificationtitles import with_account
from tests.support.messagingrules import PUSHOVER_TOKEN, PUSHOVER_USER, SERVICES, TOKEN, Reply
from tests.support.messagingservers import running_service
from tests.support.samples import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.hooks.attempt import Attempt
    from tests.support.messagingservers import StandIn

PAGE = "https://claude.ai/settings/usage"
SECRETS = (TOKEN, PUSHOVER_TOKEN, PUSHOVER_USER, "1009876543210")
HOSTILE = (
    "& < > # | %{ } $( ) \n",
    "<!channel> <!here> <@U123> <https://evil.example|click> @channel @here @all @everyone",
    "*bold* _italic_ ~~gone~~ `code` ||spoiler|| [link](https://evil.example) # title\n- item\n+ item",
    "\\<@123> \\@everyone \\\\*x* &lt;!channel&gt; &#64;here \u200b@here _@channel_",
    "\u202eevil\u202c \u0639\u0631\u0628\u064a \u05e2\u05d1\u05e8\u05d9\u05ea \x1b[31m \x00 \r\n \ud800",
    "x" * 10_000,
    "& < > " * 2000,
    "*_~`" * 2500,
    '"\\\n' * 4000,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 2000,
    "e\u0301" * 6000,
    "\U0001f1e9\U0001f1ea" * 3000,
    " " * 10_000,
    "a" + "\u0301" * 10_000,
    "@a " * 4000,
)


def batch(title: str = "Session: 91% used", text: str = "Resets 14:00.", urgency: Urgency = Urgency.NORMAL) -> Batch:
    """One message with these words, for every rule."""
    return Batch(
        "a" * 16,
        (),
        {"all": (message_of(Alert("limits", title, text, urgency), NOW, PAGE),)},
    )


def settings_of(kind: str, url: str) -> HookSettings:
    """The settings of one webhook."""
    return HookSettings.model_validate({"webhook_kind": kind, "webhook": {"all": url}})


def attempt(kind: str, standin: StandIn, sent: Batch | None = None) -> Attempt:
    """What came back from one attempt."""
    ((_, result),) = asyncio.run(try_hooks(settings_of(kind, standin.url), sent or batch()))
    return result


def send(kind: str, standin: StandIn, sent: Batch | None = None) -> None:
    """Send an event in the background, with other attempts at once, and wait for the end."""

    async def go() -> None:
        hooks = Hooks(settings_of(kind, standin.url), tenacity.wait_none())
        hooks.send(sent or batch())
        await hooks.wait_until_done()
        await hooks.aclose()

    asyncio.run(go())


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """The lines of the log."""
    lines: list[str] = []
    number = logger.add(lines.append, level="DEBUG")
    yield lines
    logger.remove(number)


@pytest.mark.parametrize("kind", SERVICES)
def test_service_takes_the_words_of_the_notification(kind: str) -> None:
    """Each service takes a message with the title, the text and the link of the notification."""
    with running_service(kind) as standin:
        result = attempt(kind, standin)
        (post,) = standin.posts
    told = json.dumps(post.fields)

    assert result.succeeded
    assert all(part in told for part in ("Session: 91% used", "Resets 14:00.", PAGE))


@pytest.mark.parametrize("kind", SERVICES)
def test_service_takes_a_message_without_a_page(kind: str) -> None:
    """A message about a provider that has no usage page is taken, without any link."""
    message = message_of(Alert("limits", "Session: 91% used", "Resets 14:00."), NOW, "")
    with running_service(kind) as standin:
        result = attempt(kind, standin, Batch("a" * 16, (), {"all": (message,)}))

        assert ([], True) == (standin.refusals, result.succeeded)
        assert "://" not in json.dumps(standin.posts[0].fields)


@pytest.mark.parametrize("kind", SERVICES)
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_breaks_a_message(kind: str, name: str) -> None:
    """Any name in title and text is taken: escaped, without what steers or mentions, and cut to the limit."""
    with running_service(kind) as standin:
        result = attempt(kind, standin, batch(f"{name}: 91% used", f"Limit of {name} reached."))

        assert ([], True) == (standin.refusals, result.succeeded)
        attempt(kind, standin, batch(*with_account(name, "Session: 91% used", "Resets 14:00.")))

        assert (2, []) == (len(standin.posts), standin.refusals)


@pytest.mark.parametrize("kind", ["ntfy", "pushover", "gotify", "telegram", "discord"])
def test_priority_follows_the_urgency(kind: str) -> None:
    """What is of low urgency is less loud than what is normal."""
    with running_service(kind) as standin:
        for urgency in Urgency:
            attempt(kind, standin, batch(urgency=urgency))
        fields = [post.fields for post in standin.posts]

    if kind in {"ntfy", "pushover", "gotify"}:
        low, normal, critical = (int(each["priority"]) for each in fields)
        assert low < normal < critical
    else:
        silent = [each.get("disable_notification") or bool(each.get("flags", 0) & 4096) for each in fields]
        assert [True, False, False] == silent


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("slack", "Slack answered 200: ok"),
        ("mattermost", "Mattermost answered 200: ok"),
        ("discord", "Discord answered 204"),
        ("telegram", "Telegram answered 200: ok"),
        ("pushover", "Pushover answered 200: status 1"),
        ("gotify", "Gotify answered 200: id 25"),
        ("ntfy", "ntfy answered 200: id Xn7vPqQ3"),
    ],
)
def test_success_is_told_in_a_line(kind: str, line: str) -> None:
    """What came back is the service, its status and its own words."""
    with running_service(kind) as standin:
        assert line == attempt(kind, standin).text


@pytest.mark.parametrize(
    ("kind", "reply", "line"),
    [
        ("slack", Reply(200, "invalid_token"), "Slack answered 200: invalid_token"),
        ("slack", Reply(403, "action_prohibited"), "Slack answered 403: action_prohibited"),
        ("slack", Reply(200, "<html>sign in</html>"), "Slack answered 200"),
        ("mattermost", Reply(400, '{"message": "Invalid webhook."}'), "Mattermost answered 400: Invalid webhook."),
        ("mattermost", Reply(200, ""), "Mattermost answered 200"),
        (
            "discord",
            Reply(404, '{"message": "Unknown Webhook", "code": 10015}'),
            "Discord answered 404: Unknown Webhook",
        ),
        ("discord", Reply(200, "<html>sign in</html>"), "Discord answered 200"),
        (
            "telegram",
            Reply(200, '{"ok": false, "description": "chat not found"}'),
            "Telegram answered 200: chat not found",
        ),
        ("telegram", Reply(200, '{"ok": "true"}'), 'Telegram answered 200: {"ok": "true"}'),
        (
            "pushover",
            Reply(200, '{"status": 0, "errors": ["user is invalid"]}'),
            "Pushover answered 200: user is invalid",
        ),
        ("gotify", Reply(200, "[]"), "Gotify answered 200: []"),
        ("ntfy", Reply(200, "<html>sign in</html>"), "ntfy answered 200"),
        ("ntfy", Reply(302, "", {"Location": "https://elsewhere.example/"}), "ntfy answered 302"),
    ],
)
def test_refusal_is_told_in_the_services_words(kind: str, reply: Reply, line: str) -> None:
    """A refusal, also with a good status, is a failure with the service's own reason."""
    with running_service(kind) as standin:
        standin.replies = [reply]
        result = attempt(kind, standin)

    assert (False, line) == (result.succeeded, result.text)


@pytest.mark.parametrize("kind", SERVICES)
def test_refusal_of_a_request_is_final(kind: str, logged: list[str]) -> None:
    """A service that refuses a message is not asked again; the log has one line."""
    with running_service(kind) as standin:
        standin.replies = [Reply(403, "forbidden")] * 3
        send(kind, standin)

    assert 1 == standin.attempts
    assert 1 == len(logged)
    assert "webhook for all failed: " in logged[0]


@pytest.mark.parametrize("kind", SERVICES)
def test_server_error_is_tried_again(kind: str, logged: list[str]) -> None:
    """A service with a server error is asked again, at most three times in all."""
    with running_service(kind) as standin:
        standin.replies = [Reply(503), Reply(502, "<html>bad gateway</html>")]
        send(kind, standin)

        assert (3, 1) == (standin.attempts, len(standin.posts))
        standin.replies = [Reply(500, "oops")] * 4
        send(kind, standin)

        assert 6 == standin.attempts
    assert "failed 3 times" in logged[-1]


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        ("slack", Reply(429, "rate_limited", {"Retry-After": "0.2"})),
        ("mattermost", Reply(429, "", {"Retry-After": "0.2"})),
        ("discord", Reply(429, '{"message": "You are being rate limited.", "retry_after": 0.2, "global": false}')),
        ("discord", Reply(429, '{"retry_after": 64570}', {"Retry-After": "0.2"})),
        ("telegram", Reply(429, '{"ok": false, "error_code": 429, "parameters": {"retry_after": 0.2}}')),
        ("gotify", Reply(503, "", {"Retry-After": "0.2"})),
        ("pushover", Reply(429, '{"status": 0}', {"Retry-After": "0.2"})),
        ("ntfy", Reply(429, '{"code": 42901, "http": 429, "error": "limit reached"}', {"Retry-After": "0.2"})),
    ],
)
def test_service_that_limits_is_waited_for(kind: str, reply: Reply) -> None:
    """The next attempt comes after the time that the service names, in its body or its header."""
    with running_service(kind) as standin:
        standin.replies = [reply]
        start = time.monotonic()
        send(kind, standin)

        assert (2, 1) == (standin.attempts, len(standin.posts))
    assert time.monotonic() - start >= 0.2


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        ("discord", Reply(429, '{"message": "You are being rate limited.", "retry_after": 3600.5}')),
        ("slack", Reply(429, "rate_limited", {"Retry-After": "86400"})),
        ("pushover", Reply(429, '{"status": 0, "errors": ["application is over its quota"]}')),
    ],
)
def test_message_that_would_come_too_late_is_given_up(kind: str, reply: Reply, logged: list[str]) -> None:
    """A service that wants a pause of hours is not asked again for this message."""
    with running_service(kind) as standin:
        standin.replies = [reply]
        send(kind, standin)

    assert 1 == standin.attempts
    assert "failed: " in logged[0]


@pytest.mark.parametrize("kind", SERVICES)
def test_no_secret_is_told(kind: str, logged: list[str]) -> None:
    """A service that repeats its address or keys in a refusal shows them neither in the log nor in a result."""
    with running_service(kind) as standin:
        echo = f"bad key {standin.url} {SERVICES[kind].place} {' '.join(SECRETS)} at {standin.url.upper()}"
        standin.replies = [Reply(400, echo)] * 2
        result = attempt(kind, standin)
        send(kind, standin)
        told = f"{result} {logged} {settings_of(kind, standin.url)!r}"

    assert "bad key http://127.0.0.1" in told
    own = [secret for secret in SECRETS if secret in SERVICES[kind].place]
    assert own
    assert not [secret for secret in own if secret.lower() in told.lower()]


@pytest.mark.parametrize("kind", SERVICES)
def test_own_words_are_one_short_line(kind: str) -> None:
    """The service's words are one line of bounded length, without anything that steers a terminal."""
    with running_service(kind) as standin:
        standin.replies = [Reply(400, "no\n\x1b[31m such\r\n thing " * 50_000)]
        text = attempt(kind, standin).text

    assert len(text) <= 200
    assert text.isprintable()
    assert text.endswith("…")


def test_messages_to_one_host_follow_each_other() -> None:
    """Several events of one moment reach a service one after the other, and all of them."""

    async def go(url: str) -> None:
        hooks = Hooks(settings_of("slack", url), tenacity.wait_none())
        for number in range(8):
            hooks.send(batch(f"Limit {number}"))
        await hooks.wait_until_done()
        await hooks.aclose()

    with running_service("slack") as standin:
        asyncio.run(go(standin.url))

        assert [f"Limit {number}" for number in range(8)] == [
            post.fields["text"].split("\n")[0] for post in standin.posts
        ]


def test_token_of_a_protected_ntfy_topic_is_a_header() -> None:
    """The token in the address of an ntfy topic becomes a header, and is in no address that is sent."""
    with running_service("ntfy") as standin:
        standin.url += "?token=tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"
        assert attempt("ntfy", standin).succeeded
        (post,) = standin.posts

    assert "Bearer tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2" == post.headers["Authorization"]
    assert "" == post.query


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"Content-Length: 10\r\n\r\nok", "127.0.0.1: No response in time. The request was sent"),
        (b"Connection: close\r\n\r\n" + b"a" * 200_000, "Slack answered 200: aaaaaaaa"),
    ],
)
def test_answer_that_does_not_end_is_left(body: bytes, told: str) -> None:
    """An answer that stalls is given up in time, and of an endless one only the beginning is read."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n" + body)
        await reader.read()
        writer.close()

    async def go() -> Attempt:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/services/T000/B000/{TOKEN}"
        settings = HookSettings.model_validate({"webhook_kind": "slack", "webhook": {"all": url}, "seconds": 1})
        async with server:
            ((_, result),) = await try_hooks(settings, batch())
        return result

    result = asyncio.run(asyncio.wait_for(go(), 10))

    assert not result.succeeded
    assert result.text.startswith(told)
