"""One request to a real server, and every way in which it can fail."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import zlib
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from loguru import logger

from brim import __version__
from brim.errors import (
    BadAnswerError,
    BlockedError,
    ExpiredError,
    NoAnswerError,
    NoLimitsError,
    NoScopeError,
    OfflineError,
    ReadError,
)
from brim.model.account import Health
from tests.support.samples import NOW
from tests.support.sandbox import TOKEN
from tests.support.usagerequest import read_usage
from tests.support.usageserver import Answer, UsageServer, answer_from_fixture, load_fixture, usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.sandbox import Sandbox

JSON = {"content-type": "application/json"}


def _error_for(server: UsageServer, answer: Answer, seconds: float = 10.0) -> ReadError:
    server.answers = [answer]
    error, _ = read_usage(server.url, seconds)
    assert isinstance(error, ReadError)
    return error


def test_the_request_names_brim_and_carries_the_token(server: UsageServer) -> None:
    """The request says honestly who sends it, and contains what the endpoint needs."""
    body, counted = read_usage(server.url)
    (headers,) = server.requests

    assert load_fixture("usage-max") == body
    assert counted == 1
    assert f"brim/{__version__}" == headers["user-agent"]
    assert (f"Bearer {TOKEN}", "oauth-2025-04-20") == (headers["authorization"], headers["anthropic-beta"])


def _broken_scope() -> Answer:
    error = {"type": "permission_error", "message": "OAuth token does not meet scope requirement\n  user:profile"}
    return Answer(403, json.dumps({"type": "error", "error": error}).encode(), JSON)


def _in_band(kind: str) -> Answer:
    return Answer(200, json.dumps({"type": "error", "error": {"type": kind, "message": "no"}}).encode(), JSON)


FAULTS: dict[str, tuple[Answer, type[ReadError], str]] = {
    "401": (answer_from_fixture("error-401"), ExpiredError, "Login refused"),
    "403 scope": (answer_from_fixture("error-403-scope"), NoScopeError, "Login lacks usage permission"),
    "403 scope on two lines": (_broken_scope(), NoScopeError, "Login lacks usage permission"),
    "403": (
        Answer(403, b'{"error": {"type": "permission_error", "message": "no"}}'),
        BlockedError,
        "Temporarily blocked",
    ),
    "403 page": (Answer(403, b"<html>challenge</html>"), BlockedError, "Temporarily blocked"),
    "429": (answer_from_fixture("error-429"), BlockedError, "Rate limited"),
    "429 with a huge body": (Answer(429, b"x" * 3_000_000), BlockedError, "Rate limited"),
    "500": (Answer(500, b"oops"), BadAnswerError, "Anthropic server error 500"),
    "529": (Answer(529, b"{}"), BadAnswerError, "Anthropic server error 529"),
    "404": (Answer(404, b"{}"), BadAnswerError, "Unexpected status 404"),
    "redirect": (Answer(302, b"", {"location": "https://example.com/"}), BadAnswerError, "Redirected"),
    "page": (Answer(200, b"<html>sign in here</html>"), BadAnswerError, "Unexpected response"),
    "no body": (Answer(200, b""), BadAnswerError, "Unexpected response"),
    "no object": (Answer(200, b"[1, 2]"), BadAnswerError, "Unexpected response"),
    "truncated": (Answer(200, b'{"five_hour": {"utiliz'), BadAnswerError, "Unexpected response"),
    "cut off": (
        Answer(raw=b'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"five_hour"'),
        BadAnswerError,
        "Incomplete response",
    ),
    "oversized": (Answer(200, b" " * 1_500_000 + b"{}"), BadAnswerError, "Unexpected response"),
    "bomb": (
        Answer(200, gzip.compress(b"0" * 50_000_000), {"content-encoding": "gzip"}),
        BadAnswerError,
        "Unexpected response",
    ),
    "broken gzip": (Answer(200, b"not gzip", {"content-encoding": "gzip"}), BadAnswerError, "Incomplete response"),
    "unknown packing": (Answer(200, b"x", {"content-encoding": "br"}), BadAnswerError, "Unexpected encoding"),
    "no HTTP": (Answer(raw=b"220 smtp ready\r\n\r\n"), BadAnswerError, "Unexpected response"),
    "closed without an answer": (Answer(raw=b""), NoAnswerError, "No connection"),
    "in-band limit": (_in_band("rate_limit_error"), BlockedError, "Rate limited"),
    "in-band login": (_in_band("authentication_error"), ExpiredError, "Login refused"),
    "in-band other": (_in_band("api_error"), BadAnswerError, "Anthropic server error"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_has_its_own_error(server: UsageServer, name: str) -> None:
    """Each fault has its own error, with its own words and the next step, after one request."""
    answer, kind, title = FAULTS[name]
    error = _error_for(server, answer)

    assert (kind, title) == (type(error), error.title)
    assert error.message.endswith(".")
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", [Answer(drip=b" "), Answer(before=lambda: None, drip=b"")])
def test_an_answer_that_never_ends_times_out(server: UsageServer, answer: Answer) -> None:
    """A server that sends bytes without an end, or nothing, is given up after the total time."""
    error = _error_for(server, answer, seconds=0.3)

    assert (NoAnswerError, "No response in time") == (type(error), error.title)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_compressed_bodies_are_read(server: UsageServer, pack: Callable[[bytes], bytes]) -> None:
    """A body that is compressed with gzip or deflate is read."""
    encoding = "gzip" if pack is gzip.compress else "deflate"
    server.answers = [Answer(200, pack(usage_answer().body), {"content-encoding": encoding})]

    assert load_fixture("usage-max") == read_usage(server.url)[0]


def test_a_refused_connection_is_tried_three_times() -> None:
    """A refused connection is tried three times at once, each counted, and means offline."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error, counted = read_usage(f"http://127.0.0.1:{taken.getsockname()[1]}")

    assert (OfflineError.health, 3) == (getattr(error, "health", None), counted)


def test_an_unknown_host_means_offline() -> None:
    """A name that does not exist means offline."""
    error, _ = read_usage("http://brim.invalid")

    assert getattr(error, "health", None) is Health.OFFLINE


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("277", 277.0),
        ("1.5", 1.5),
        ("7200, 60", 7200.0),
        ("99999999", 99999999.0),
        ("9" * 20, 1e20),
        ("9" * 400, float("inf")),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_parsed(server: UsageServer, value: str | None, seconds: float | None) -> None:
    """Both forms of the header count, and the longest of several; zero, a time in the past, and nonsense do not."""
    headers = {} if value is None else {"retry-after": value}

    assert seconds == _error_for(server, Answer(429, b"{}", headers)).retry_after


@pytest.mark.parametrize("proxy", ["socks4://127.0.0.1:9", "http://[::", "ftp://127.0.0.1:9"])
def test_an_unusable_proxy_is_reported(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """A proxy that cannot be used means offline, and is reported as the reason."""
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", "https://brim.invalid")
    monkeypatch.setenv("ALL_PROXY", proxy)
    past = sandbox.read().history

    assert past.health is Health.OFFLINE
    assert past.problem is not None
    assert past.problem.title == "Proxy cannot be used"


def test_cookies_are_not_sent_back(sandbox: Sandbox) -> None:
    """A cookie is never sent back, though the client stays the same."""
    sandbox.server.answers = [Answer(200, usage_answer().body, {"set-cookie": "a=b; Path=/"})]

    async def go() -> None:
        reader = sandbox.reader()
        await reader.read()
        sandbox.advance(400)
        await reader.read()
        await reader.aclose()

    asyncio.run(go())

    assert [None, None] == [headers.get("cookie") for headers in sandbox.server.requests]


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """All log lines."""
    lines: list[str] = []
    number = logger.add(lines.append, level="TRACE", diagnose=False, backtrace=True)
    yield lines
    logger.remove(number)


@pytest.mark.parametrize("status", [200, 401, 403, 429, 500])
def test_an_echoed_token_is_not_shown(server: UsageServer, logged: list[str], status: int) -> None:
    """A token that the server echoes reaches no error text, no cause and no log line."""
    error = _error_for(server, Answer(status, json.dumps({"error": {"type": TOKEN, "message": TOKEN}}).encode(), JSON))
    logger.opt(exception=error).error("failed")

    assert TOKEN not in f"{error!r} {error.__cause__!r} {vars(error)}"
    assert TOKEN not in "".join(logged)
    assert "failed" in "".join(logged)


def test_a_login_renewed_meanwhile_is_tried_at_once(sandbox: Sandbox) -> None:
    """A login that Claude Code renewed while the old one was refused is tried once, at once."""
    renewed = Answer(401, b"{}", before=lambda: sandbox.write_login(accessToken="sk-ant-oat01-RENEWED"))
    sandbox.server.answers = [renewed, usage_answer()]
    known = sandbox.read()

    assert known.history.health is Health.OK
    assert "Bearer sk-ant-oat01-RENEWED" == sandbox.server.requests[1]["authorization"]


def test_a_refused_login_is_sent_again_only_when_it_changed(sandbox: Sandbox) -> None:
    """A refused login is not sent again until its file changes; then it is, without a click."""
    sandbox.server.answers = [answer_from_fixture("error-401"), usage_answer()]
    assert sandbox.read().history.health is Health.EXPIRED
    sandbox.advance(1800)
    assert sandbox.read(requested=True).history.health is Health.EXPIRED
    assert len(sandbox.server.requests) == 1
    sandbox.write_login(accessToken="sk-ant-oat01-RENEWED")

    assert sandbox.read().history.health is Health.OK


@pytest.mark.parametrize(
    ("changes", "health"),
    [
        ({"expiresAt": 1000}, Health.EXPIRED),
        ({"scopes": ["user:inference"]}, Health.NO_SCOPE),
        ({"accessToken": "täken"}, Health.SIGNED_OUT),
        ({"accessToken": "two\nlines"}, Health.SIGNED_OUT),
        ({"accessToken": ""}, Health.SIGNED_OUT),
    ],
)
def test_an_unusable_login_is_not_sent(sandbox: Sandbox, changes: dict[str, object], health: Health) -> None:
    """A login that is expired, may not read usage or cannot be a token is never sent."""
    sandbox.write_login(**changes)
    known = sandbox.read(requested=True)

    assert health == known.history.health
    assert [] == sandbox.server.requests


def test_an_account_without_limits_is_reported(sandbox: Sandbox) -> None:
    """An account without limits has its own error."""
    sandbox.server.answers = [usage_answer("usage-nulls")]

    assert (NoLimitsError.health, None) == ((known := sandbox.read()).history.health, known.reading)
