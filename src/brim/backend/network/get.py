"""One request, and what came back: status, headers and a body of limited size; every fault as one of our errors.

This module must not know what is requested, nor what a body means.
"""

from __future__ import annotations

import asyncio
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from loguru import logger

from brim.backend.network import faults
from brim.backend.network.client import FAULTS, extensions
from brim.backend.network.faults import Stage
from brim.backend.network.leanhttpx import httpx
from brim.backend.network.request import OK
from brim.errors import BadAnswerError
from brim.words import fetcherrors

if TYPE_CHECKING:
    from collections.abc import Container

    from brim.backend.network.faults import RequestProgress
    from brim.backend.network.request import Request

MAX_BODY_BYTES = 1_000_000
"""Also after decompression."""
_REFUSAL_BODY_SECONDS = 2.0
_DETECT_FORMAT = 32
"""Added to zlib's window size: detect whether the data is gzip or zlib."""


async def get(
    client: httpx.AsyncClient, request: Request, progress: RequestProgress
) -> tuple[int, httpx.Headers, bytes]:
    """Status, headers and at most `MAX_BODY_BYTES` of body; raises a ReadError for every foreign error."""
    method = "GET" if request.content is None else "POST"
    try:
        async with client.stream(
            method,
            request.url,
            headers=request.headers,
            content=request.content,
            extensions=extensions(progress),
        ) as response:
            progress.stage = Stage.ANSWERED
            is_ok = response.status_code in OK
            body = await _body(response) if is_ok else await _refusal_body(response, request.explained)
            return response.status_code, response.headers, body
    except FAULTS as error:
        # Not `from error`: the foreign error holds the request, and the request holds the token.
        read_error = faults.read_error(error, progress)
        parts = urlsplit(request.url)
        logger.bind(host=parts.netloc, request=parts.path).debug("request failed: {}", type(error).__name__)
    raise read_error


async def _refusal_body(response: httpx.Response, explained: Container[int]) -> bytes:
    """The body of a refusal, which says why; empty where it is not wanted, and when it cannot be read.

    The status counts in any case.
    """
    if response.status_code in explained:
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
    if not decompressor.eof:
        raise BadAnswerError(*fetcherrors.answer_cut_off())
    return body


def _refuse_size() -> NoReturn:
    raise BadAnswerError(*fetcherrors.too_large())
