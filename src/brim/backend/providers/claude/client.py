"""Asks for the usage: one GET, and every fault of it as one of our errors.

Facts, seen in Claude Code 2.1.330: `GET /api/oauth/usage` with the login's bearer token and `anthropic-beta:
oauth-2025-04-20`. This module must not know where the token is from, nor what a body means.
"""

from __future__ import annotations

import asyncio
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

import tenacity
from loguru import logger

from brim.backend.network import faults
from brim.backend.network.client import FAULTS, extensions, quick_tries
from brim.backend.network.faults import Stage
from brim.backend.network.leanhttpx import httpx
from brim.backend.providers.claude import httperrors
from brim.errors import BadAnswerError
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from pydantic import SecretStr

    from brim.backend.network.faults import RequestProgress

PATH = "/api/oauth/usage"
MAX_BODY_BYTES = 1_000_000
"""Also after decompression."""
TOTAL_SECONDS = 10.0
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


async def fetch_usage(
    client: httpx.AsyncClient, api_url: str, token: SecretStr, now: Callable[[], datetime], options: RequestOptions
) -> dict[str, object]:
    """The usage body of the account that the token belongs to; raises a ReadError for every fault."""
    tries = quick_tries(options.wait)
    progress = faults.RequestProgress()

    async def request_once() -> dict[str, object]:
        await options.attempt()
        headers = {"Authorization": f"Bearer {token.get_secret_value()}", "anthropic-beta": "oauth-2025-04-20"}
        status, answer_headers, body = await get(client, f"{api_url}{PATH}", headers, progress)
        return httperrors.check(status, answer_headers, body, now())

    try:
        async with asyncio.timeout(options.seconds):
            return await tries(request_once)
    except TimeoutError:
        raise faults.out_of_time(progress) from None


async def get(
    client: httpx.AsyncClient, url: str, headers: Mapping[str, str], progress: RequestProgress
) -> tuple[int, httpx.Headers, bytes]:
    """Status, headers and at most `MAX_BODY_BYTES` of body; raises a ReadError for every foreign error."""
    try:
        async with client.stream("GET", url, headers=headers, extensions=extensions(progress)) as response:
            progress.stage = Stage.ANSWERED
            is_ok = response.status_code in httperrors.OK
            body = await _body(response) if is_ok else await _refusal_body(response)
            return response.status_code, response.headers, body
    except FAULTS as error:
        # Not `from error`: the foreign error holds the request, and the request holds the token.
        read_error = faults.read_error(error, progress)
        parts = urlsplit(url)
        logger.bind(host=parts.netloc, request=parts.path).debug("request failed: {}", type(error).__name__)
    raise read_error


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
        raise BadAnswerError(*fetcherrors.unknown_encoding())
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | _DETECT_FORMAT)
    try:
        body = decompressor.decompress(bytes(raw), MAX_BODY_BYTES + 1)
    except zlib.error:
        raise BadAnswerError(*fetcherrors.bad_compression()) from None
    if len(body) > MAX_BODY_BYTES:
        _refuse_size()
    return body


def _refuse_size() -> NoReturn:
    raise BadAnswerError(*fetcherrors.too_large())
