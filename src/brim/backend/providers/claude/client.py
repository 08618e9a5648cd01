"""Asks the usage endpoint: one pooled client, one GET, and every fault as one of our errors.

Facts: `GET /api/oauth/usage` with the login's bearer token and `anthropic-beta: oauth-2025-04-20`; a 403 that speaks of a
scope means that the login may not read usage, any other 403 is a limit like 429. The body of an answer may hold anything,
also the token sent, so no text of an error comes from it. This module must not know where the token is from.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NoReturn

import httpx
import tenacity
from loguru import logger

from brim import __version__
from brim.backend.providers.claude import wire
from brim.errors import AnswerError, BlockedError, ExpiredError, NoScopeError, OfflineError, ReadError

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
RETRY = tenacity.wait_exponential(multiplier=0.3, max=1.5)
"""Between the quick tries after a connection fault."""
_OK = range(200, 300)
_REDIRECT = range(300, 400)


class _NoConnectionError(OfflineError):
    """Nothing was said yet, so a quick second try is harmless."""


def open_client(*, direct: bool) -> httpx.AsyncClient:
    """A client with the system's certificates; `direct` leaves the environment's proxies out, as a loopback address needs."""
    import truststore

    return httpx.AsyncClient(
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        timeout=httpx.Timeout(TOTAL_SECONDS, connect=_CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=1),
        follow_redirects=False,
        trust_env=not direct,
        headers={"User-Agent": f"brim/{__version__}", "Accept": "application/json", "Accept-Encoding": "gzip"},
    )


async def fetch_usage(
    client: httpx.AsyncClient,
    api_url: str,
    token: SecretStr,
    now: Callable[[], datetime],
    attempt: Callable[[], Awaitable[None]],
    wait: tenacity.wait.wait_base = RETRY,
) -> dict[str, object]:
    """The usage body of whoever the token belongs to.

    `attempt` is awaited before each request; `wait` is the time between quick tries. Raises a ReadError for every fault.
    """
    tries = tenacity.AsyncRetrying(
        stop=tenacity.stop_after_attempt(_TRIES),
        wait=wait,
        retry=tenacity.retry_if_exception_type(_NoConnectionError),
        reraise=True,
    )

    async def once() -> dict[str, object]:
        await attempt()
        status, headers, body = await _get(client, f"{api_url}{PATH}", token)
        return _checked(status, headers, body, now())

    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            return await tries(once)
    except TimeoutError:
        _offline("No answer in time", "the server did not finish its answer")


async def _get(client: httpx.AsyncClient, url: str, token: SecretStr) -> tuple[int, httpx.Headers, bytes]:
    """Status, headers and at most `LARGEST` bytes of body; foreign errors end here."""
    headers = {"Authorization": f"Bearer {token.get_secret_value()}", "anthropic-beta": "oauth-2025-04-20"}
    answered = False
    try:
        async with client.stream("GET", url, headers=headers) as response:
            answered = True
            return response.status_code, response.headers, await _body(response)
    except (httpx.TimeoutException, httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        # Not `from error`: the foreign error holds the request, and the request holds the token.
        fault = _fault(error, answered=answered)
        logger.debug("request failed: {}", type(error).__name__)
    raise fault


def _fault(error: Exception, *, answered: bool) -> ReadError:
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return _lost("No answer in time", "the connection could not be made")
        case httpx.TimeoutException():
            return _lost("No answer in time", "the server did not answer")
        case httpx.ConnectError() if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return OfflineError(
                "No trusted connection",
                "The server's certificate is not trusted by this system. A company proxy may need its certificate installed.",
            )
        case httpx.ProxyError():
            return _lost("No connection", "the proxy refused it; check the proxy settings of the environment")
        case httpx.ConnectError():
            return _NoConnectionError("No connection", "Check the network; Brim tries again by itself.")
        case httpx.RemoteProtocolError() if not answered and "without sending" in str(error):
            return _NoConnectionError("No connection", "The server hung up. Brim tries again by itself.")
        case httpx.ReadError() | httpx.WriteError() | httpx.CloseError() if not answered:
            return _NoConnectionError("No connection", "The connection broke. Brim tries again by itself.")
        case _ if answered:
            return AnswerError("Answer cut off", "The server's answer broke off. Brim tries again by itself.")
        case _:
            return AnswerError("Unexpected answer", "The server does not speak HTTP as it should. Check the API URL.")


def _lost(title: str, what: str) -> OfflineError:
    return OfflineError(title, f"Check the network: {what}. Brim tries again by itself.")


def _offline(title: str, what: str) -> NoReturn:
    raise _lost(title, what)


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
        raise AnswerError(
            "Unexpected answer", "It is packed in a way that was not asked for. Check proxies on the way."
        )
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: find out whether it is gzip or zlib
    try:
        body = unpack.decompress(bytes(raw), LARGEST + 1)
    except zlib.error:
        raise AnswerError("Answer cut off", "The packed answer is damaged. Brim tries again by itself.") from None
    if len(body) > LARGEST:
        _too_large()
    return body


def _too_large() -> NoReturn:
    raise AnswerError("Unexpected answer", "It is over 1 MB, which no usage answer is. Check the API URL.")


def _checked(status: int, headers: Mapping[str, str], raw: bytes, now: datetime) -> dict[str, object]:
    """The body of a good answer; an error otherwise, also for one that hides in a good status."""
    if status in _OK:
        body = wire.decode(raw)
        if isinstance(body.get("error"), dict) and not any(
            body.get(key) for key in ("limits", "five_hour", "seven_day")
        ):
            kind, message = _error(body)
            _raise(_IN_BAND.get(kind, 500), kind, message, headers, now)
        return body
    try:
        kind, message = _error(wire.decode(raw))
    except AnswerError:
        kind, message = "", ""
    _raise(status, kind, message, headers, now)


_IN_BAND = {"rate_limit_error": 429, "authentication_error": 401, "permission_error": 403, "overloaded_error": 529}


def _error(body: dict[str, object]) -> tuple[str, str]:
    """Type and message of an error body, for decisions only."""
    error = body.get("error")
    if not isinstance(error, dict):
        return "", ""
    kind, message = error.get("type"), error.get("message")
    return kind if isinstance(kind, str) else "", " ".join(message.split()) if isinstance(message, str) else ""


def _raise(status: int, kind: str, message: str, headers: Mapping[str, str], now: datetime) -> NoReturn:
    wait = retry_after(headers.get("retry-after"), now)
    match status:
        case 401:
            raise ExpiredError("Login refused", "Open Claude Code, which renews its login; Brim sees that by itself.")
        case 403 if "scope requirement" in message or "user:profile" in message:
            raise no_scope()
        case 403 | 429:
            raise BlockedError(
                "Asked to wait" if status == 429 else "Refused for now",  # noqa: PLR2004 - an HTTP status
                "Anthropic limits how often usage is read, by all tools together. Brim waits and tries again by itself.",
                retry_after=wait,
            )
        case _ if status in _REDIRECT:
            raise AnswerError(
                "Redirected",
                "The server points elsewhere, where Brim does not follow. Sign in to this network, or check the API URL.",
            )
        case _ if status >= 500:  # noqa: PLR2004 - an HTTP status
            code = "" if kind else f" ({status})"
            raise AnswerError(
                f"Server fault{code}",
                "Anthropic cannot answer at the moment; see status.claude.com. Brim tries again by itself.",
                retry_after=wait,
            )
        case _:
            raise AnswerError(
                f"Unexpected answer ({status})",
                "Brim tries again by itself; if it stays so, look for a newer Brim or check the API URL.",
                retry_after=wait,
            )


def no_scope() -> NoScopeError:
    """The login works, but not for this."""
    return NoScopeError(
        "Login may not read usage",
        "It lacks the right user:profile, as tokens of `claude setup-token` do. Run `claude auth login`.",
    )


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that the server asks for, from either form of the header; None when it names no time ahead."""
    if value is None:
        return None
    seconds = wire.number(value.strip())
    if seconds is None:
        try:
            when = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        seconds = (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds()
    return seconds if seconds > 0 else None
