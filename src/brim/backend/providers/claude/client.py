"""Sends requests: one pooled client, one GET, and every network fault as one of our errors.

Facts, seen in Claude Code 2.1.330: `GET /api/oauth/usage` with the login's bearer token and `anthropic-beta:
oauth-2025-04-20`. This module must not know where the token is from, nor what a body means.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

import httpx
import tenacity
from loguru import logger

from brim import __version__
from brim.backend.providers.claude import httperrors
from brim.errors import BadAnswerError, NoAnswerError, OfflineError, ReadError
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from datetime import datetime

    from pydantic import SecretStr

PATH = "/api/oauth/usage"
MAX_BODY_BYTES = 1_000_000
"""Also after decompression."""
TOTAL_SECONDS = 10.0
_CONNECT_SECONDS = 5.0
_MAX_TRIES = 3
_REFUSAL_BODY_SECONDS = 2.0
_DETECT_FORMAT = 32
"""Added to zlib's window size: detect whether the data is gzip or zlib."""


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """How one reading is requested."""

    attempt: Callable[[], Awaitable[None]]
    """Awaited before each request."""
    wait: tenacity.wait.wait_base = field(default_factory=lambda: tenacity.wait_exponential(multiplier=0.3, max=1.5))
    """Between the quick tries after a connection fault."""
    seconds: float = TOTAL_SECONDS
    """Time limit of all tries together."""


@dataclass(slots=True)
class RequestProgress:
    """How far one request has got."""

    sent: bool = False
    """The headers were sent, so there is a network, and a server accepted the connection."""
    answered: bool = False
    """The headers of an answer came."""

    async def trace(self, event: str, _: object) -> None:
        """Called by httpcore for each of its steps."""
        self.sent = self.sent or event.endswith("send_request_headers.complete")


_CONNECTION_WORDS: tuple[tuple[type[Exception], tuple[str, str]], ...] = (
    (httpx.TimeoutException, fetcherrors.NO_ANSWER),
    (httpx.ProxyError, fetcherrors.PROXY_REFUSED),
    (Exception, fetcherrors.CONNECTION_BROKEN),
)


class _NoConnectionError(OfflineError):
    """Nothing was sent yet, so a quick second try does no harm."""


@asynccontextmanager
async def open_client(*, direct: bool) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the system's certificates; `direct` leaves the environment's proxies out, as loopback needs.

    Raises OfflineError when a proxy that the environment names is of a kind that cannot be used.
    """
    import truststore

    try:
        client = httpx.AsyncClient(
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            timeout=httpx.Timeout(TOTAL_SECONDS, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=1),
            follow_redirects=False,
            trust_env=not direct,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={"User-Agent": f"brim/{__version__}", "Accept": "application/json", "Accept-Encoding": "gzip"},
        )
    except (ImportError, ValueError, httpx.InvalidURL):
        client = None
    if client is None:  # not in the handler: its error may hold the password of a proxy's URL
        raise OfflineError(*fetcherrors.UNUSABLE_PROXY)
    async with client:
        yield client


async def fetch_usage(
    client: httpx.AsyncClient, api_url: str, token: SecretStr, now: Callable[[], datetime], options: RequestOptions
) -> dict[str, object]:
    """The usage body of the account that the token belongs to; raises a ReadError for every fault."""
    tries = tenacity.AsyncRetrying(
        stop=tenacity.stop_after_attempt(_MAX_TRIES),
        wait=options.wait,
        retry=tenacity.retry_if_exception_type(_NoConnectionError),
        reraise=True,
    )

    progress = RequestProgress()

    async def request_once() -> dict[str, object]:
        await options.attempt()
        headers = {"Authorization": f"Bearer {token.get_secret_value()}", "anthropic-beta": "oauth-2025-04-20"}
        status, answer_headers, body = await get(client, f"{api_url}{PATH}", headers, progress)
        return httperrors.check(status, answer_headers, body, now())

    try:
        async with asyncio.timeout(options.seconds):
            return await tries(request_once)
    except TimeoutError:
        raise _connection_error(fetcherrors.INCOMPLETE_ANSWER, sent=progress.sent) from None


async def get(
    client: httpx.AsyncClient, url: str, headers: Mapping[str, str], progress: RequestProgress
) -> tuple[int, httpx.Headers, bytes]:
    """Status, headers and at most `MAX_BODY_BYTES` of body; raises a ReadError for every foreign error."""
    progress.sent = progress.answered = False
    try:
        async with client.stream("GET", url, headers=headers, extensions={"trace": progress.trace}) as response:
            progress.answered = True
            is_ok = response.status_code in httperrors.OK
            body = await _body(response) if is_ok else await _refusal_body(response)
            return response.status_code, response.headers, body
    except (httpx.TimeoutException, httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        # Not `from error`: the foreign error holds the request, and the request holds the token.
        read_error = _read_error(error, progress)
        parts = urlsplit(url)
        logger.bind(host=parts.netloc, request=parts.path).debug("request failed: {}", type(error).__name__)
    raise read_error


def _read_error(error: Exception, progress: RequestProgress) -> ReadError:
    if progress.answered and not isinstance(error, httpx.TimeoutException):
        return BadAnswerError(*fetcherrors.ANSWER_CUT_OFF)
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return OfflineError(*fetcherrors.UNTRUSTED_CERTIFICATE)
    if isinstance(error, httpx.ConnectError):
        return _NoConnectionError(*fetcherrors.NOT_CONNECTED)
    if isinstance(error, httpx.RemoteProtocolError) and "without sending" not in str(error):
        return BadAnswerError(*fetcherrors.NOT_HTTP)
    words = next(words for kind, words in _CONNECTION_WORDS if isinstance(error, kind))
    return _connection_error(words, sent=progress.sent)


def _connection_error(words: tuple[str, str], *, sent: bool) -> OfflineError:
    title, what = words
    return (NoAnswerError if sent else OfflineError)(title, fetcherrors.no_response(what, sent=sent))


async def _refusal_body(response: httpx.Response) -> bytes:
    """The body of a 403, which says whether a scope is missing; empty for any other status, and when it cannot be read.

    The status counts in any case.
    """
    if response.status_code == httperrors.FORBIDDEN:
        with suppress(BadAnswerError, TimeoutError, httpx.HTTPError):
            async with asyncio.timeout(_REFUSAL_BODY_SECONDS):
                return await _body(response)
    return b""


async def _body(response: httpx.Response) -> bytes:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    raw = bytearray()
    async for chunk in response.aiter_raw():
        raw += chunk
        if len(raw) > MAX_BODY_BYTES:
            _refuse_size()
    if encoding in {"", "identity"}:
        return bytes(raw)
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise BadAnswerError(*fetcherrors.UNKNOWN_ENCODING)
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | _DETECT_FORMAT)
    try:
        body = decompressor.decompress(bytes(raw), MAX_BODY_BYTES + 1)
    except zlib.error:
        raise BadAnswerError(*fetcherrors.BAD_COMPRESSION) from None
    if len(body) > MAX_BODY_BYTES:
        _refuse_size()
    return body


def _refuse_size() -> NoReturn:
    raise BadAnswerError(*fetcherrors.TOO_LARGE)
