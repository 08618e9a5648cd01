"""One read of the usage from a server, as the provider sends it."""

from __future__ import annotations

import asyncio

import tenacity
from pydantic import SecretStr

from brim.backend.network.client import open_client
from brim.backend.providers.claude import client
from brim.errors import ReadError
from tests.support.samples import NOW
from tests.support.sandbox import TOKEN


def read_usage(url: str, seconds: float = 10.0) -> tuple[dict[str, object] | ReadError, int]:
    """The body or the error, and how many requests were counted."""
    counted = 0

    async def attempt() -> None:
        nonlocal counted
        counted += 1

    async def go() -> dict[str, object]:
        async with open_client(seconds) as http:
            options = client.RequestOptions(attempt, tenacity.wait_none(), seconds)
            return await client.fetch_usage(http, url, SecretStr(TOKEN), lambda: NOW, options)

    try:
        return asyncio.run(go()), counted
    except ReadError as error:
        return error, counted
