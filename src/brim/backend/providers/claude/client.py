"""Asks for the usage: one GET, and every fault of it as one of our errors.

Facts, seen in Claude Code 2.1.330: `GET /api/oauth/usage` with the login's bearer token and `anthropic-beta:
oauth-2025-04-20`. This module must not know where the token is from, nor what a body means.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import tenacity

from brim.backend.network import faults
from brim.backend.network.client import quick_tries
from brim.backend.network.get import get
from brim.backend.network.request import Request
from brim.backend.providers.claude import httperrors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from pydantic import SecretStr

    from brim.backend.network.leanhttpx import httpx

PATH = "/api/oauth/usage"
TOTAL_SECONDS = 10.0


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
        status, answer_headers, body = await get(client, Request(f"{api_url}{PATH}", headers), progress)
        return httperrors.check(status, answer_headers, body, now())

    try:
        async with asyncio.timeout(options.seconds):
            return await tries(request_once)
    except TimeoutError:
        raise faults.out_of_time(progress) from None
