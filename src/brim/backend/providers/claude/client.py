"""Asks the usage endpoint: one pooled client, one GET, and every fault of the way as one of our errors.

Facts, seen in Claude Code 2.1.330: `GET /api/oauth/usage` with the login's bearer token and `anthropic-beta:
oauth-2025-04-20`. This module must not know where the token is from, nor what a body means.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from contextlib import suppress
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
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from pydantic import SecretStr

PATH = "/api/oauth/usage"
LARGEST = 1_000_000
"""Bytes of a body, also after it was unpacked."""
TOTAL_SECONDS = 10.0
_CONNECT_SECONDS = 5.0
_TRIES = 3
_REASON_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """How one reading is asked for."""

    attempt: Callable[[], Awaitable[None]]
    """Awaited before each request."""
    wait: tenacity.wait.wait_base = field(default_factory=lambda: tenacity.wait_exponential(multiplier=0.3, max=1.5))
    """Between the quick tries after a connection fault."""
    seconds: float = TOTAL_SECONDS
    """For all tries together."""


@dataclass(slots=True)
class RequestProgress:
    """How far one request came."""

    sent: bool = False
    """It went out, so there is a network, and somebody took it."""
    answered: bool = False

    async def watch(self, event: str, _: object) -> None:
        """What httpcore tells of its steps."""
        self.sent = self.sent or event.endswith("send_request_headers.complete")


_LOST: tuple[tuple[type[Exception], tuple[str, str]], ...] = (
    (httpx.TimeoutException, fetcherrors.NO_ANSWER),
    (httpx.ProxyError, fetcherrors.PROXY_REFUSED),
    (Exception, fetcherrors.CONNECTION_BROKEN),
)


class _NoConnectionError(OfflineError):
    """Nothing was said yet, so a quick second try is harmless."""


def open_client(*, direct: bool) -> httpx.AsyncClient:
    """A client with the system's certificates; `direct` leaves the environment's proxies out, as loopback needs.

    Raises OfflineError when a proxy that the environment names is of a kind that cannot be used.
    """
    import truststore

    try:
        return httpx.AsyncClient(
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            timeout=httpx.Timeout(TOTAL_SECONDS, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=1),
            follow_redirects=False,
            trust_env=not direct,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={"User-Agent": f"brim/{__version__}", "Accept": "application/json", "Accept-Encoding": "gzip"},
        )
    except (ImportError, ValueError, httpx.InvalidURL):  # not `from error`: a proxy's URL may hold a password
        fault = OfflineError(*fetcherrors.UNUSABLE_PROXY)
    raise fault


async def fetch_usage(
    client: httpx.AsyncClient, api_url: str, token: SecretStr, now: Callable[[], datetime], manner: RequestOptions
) -> dict[str, object]:
    """The usage body of whoever the token belongs to; raises a ReadError for every fault."""
    tries = tenacity.AsyncRetrying(
        stop=tenacity.stop_after_attempt(_TRIES),
        wait=manner.wait,
        retry=tenacity.retry_if_exception_type(_NoConnectionError),
        reraise=True,
    )

    progress = RequestProgress()

    async def once() -> dict[str, object]:
        await manner.attempt()
        headers = {"Authorization": f"Bearer {token.get_secret_value()}", "anthropic-beta": "oauth-2025-04-20"}
        status, told, body = await get(client, f"{api_url}{PATH}", headers, progress)
        return httperrors.check(status, told, body, now())

    try:
        async with asyncio.timeout(manner.seconds):
            return await tries(once)
    except TimeoutError:
        raise _lost(fetcherrors.INCOMPLETE_ANSWER, sent=progress.sent) from None


async def get(
    client: httpx.AsyncClient, url: str, headers: Mapping[str, str], progress: RequestProgress
) -> tuple[int, httpx.Headers, bytes]:
    """Status, headers and at most `LARGEST` bytes of body; foreign errors end here."""
    progress.sent = progress.answered = False
    watched = {"trace": progress.watch}
    try:
        async with client.stream("GET", url, headers=headers, extensions=watched) as response:
            progress.answered = True
            body = await _body(response) if response.status_code in httperrors.OK else await _reason(response)
            return response.status_code, response.headers, body
    except (httpx.TimeoutException, httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        # Not `from error`: the foreign error holds the request, and the request holds the token.
        fault = _fault(error, progress)
        logger.bind(host=urlsplit(url).netloc).debug("request failed: {}", type(error).__name__)
    raise fault


def _fault(error: Exception, progress: RequestProgress) -> ReadError:
    if progress.answered and not isinstance(error, httpx.TimeoutException):
        return BadAnswerError(*fetcherrors.ANSWER_CUT_OFF)
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return OfflineError(*fetcherrors.UNTRUSTED_CERTIFICATE)
    if isinstance(error, httpx.ConnectError):
        return _NoConnectionError(*fetcherrors.NOT_CONNECTED)
    if isinstance(error, httpx.RemoteProtocolError) and "without sending" not in str(error):
        return BadAnswerError(*fetcherrors.NOT_HTTP)
    return _lost(next(told for kind, told in _LOST if isinstance(error, kind)), sent=progress.sent)


def _lost(told: tuple[str, str], *, sent: bool) -> OfflineError:
    title, what = told
    return (NoAnswerError if sent else OfflineError)(title, fetcherrors.no_response(what, sent=sent))


async def _reason(response: httpx.Response) -> bytes:
    """The body of a refusal where it matters; one that cannot be had never hides the status."""
    if response.status_code == httperrors.FORBIDDEN:
        with suppress(BadAnswerError, TimeoutError, httpx.HTTPError):
            async with asyncio.timeout(_REASON_SECONDS):
                return await _body(response)
    return b""


async def _body(response: httpx.Response) -> bytes:
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    raw = bytearray()
    async for chunk in response.aiter_raw():
        raw += chunk
        if len(raw) > LARGEST:
            _too_large()
    if packed in {"", "identity"}:
        return bytes(raw)
    if packed not in {"gzip", "x-gzip", "deflate"}:
        raise BadAnswerError(*fetcherrors.UNKNOWN_ENCODING)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: find out whether it is gzip or zlib
    try:
        body = unpack.decompress(bytes(raw), LARGEST + 1)
    except zlib.error:
        raise BadAnswerError(*fetcherrors.BAD_COMPRESSION) from None
    if len(body) > LARGEST:
        _too_large()
    return body


def _too_large() -> NoReturn:
    raise BadAnswerError(*fetcherrors.TOO_LARGE)
