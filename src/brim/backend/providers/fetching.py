"""Sends the request of a provider: few quick tries while there is no connection, one time limit, each try counted.

This module must not know who is asked, nor what an answer means.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.backend.network.request import REFUSALS
from brim.backend.providers.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import tenacity

    from brim.backend.network.leanhttpx import httpx
    from brim.backend.network.request import Request

TOTAL_SECONDS = 10.0
"""Time limit of all tries together."""


class Requester:
    """The connections of one provider; the client is imported, and opened, with the first request."""

    def __init__(self, wait: tenacity.wait.wait_base | None = None) -> None:
        """`wait` is the wait between quick tries, for tests."""
        self._wait = wait
        self._resources = AsyncExitStack()
        self._client: httpx.AsyncClient | None = None

    async def send(self, request: Request, attempt: Callable[[], Awaitable[None]]) -> Answer:
        """The answer, whatever its status; `attempt` is awaited before each try. Raises a ReadError without one."""
        import tenacity

        from brim.backend.network import faults
        from brim.backend.network.client import open_client, quick_tries
        from brim.backend.network.get import get

        if self._client is None:
            self._client = await self._resources.enter_async_context(open_client(TOTAL_SECONDS))
        client, progress = self._client, faults.RequestProgress()
        explained, wait = replace(request, explained=REFUSALS), self._wait

        async def send_once() -> Answer:
            await attempt()
            status, headers, body = await get(client, explained, progress)
            return _without_token(
                Answer(status, {name.lower(): value for name, value in headers.items()}, body), request
            )

        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                return await quick_tries(wait or tenacity.wait_exponential(multiplier=0.3, max=1.5))(send_once)
        except TimeoutError:
            raise faults.out_of_time(progress) from None

    async def aclose(self) -> None:
        """Close the connections."""
        self._client = None
        await self._resources.aclose()


def _without_token(answer: Answer, request: Request) -> Answer:
    """The answer without the token that was sent: a server that repeats it must not get it into any text."""
    token = request.headers.get("Authorization", "").rpartition(" ")[2].encode()
    return replace(answer, body=answer.body.replace(token, b"***")) if token else answer
