"""Serves the page on a free port of loopback until nobody has asked for 15 minutes, or the one who started it ends.

This module must not know what is served.
"""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING

import uvicorn

from brim.details.access import Access
from brim.details.guard import HEADERS, Guard
from brim.details.peers import is_other_user
from brim.details.protocol import GuardedProtocol
from brim.details.routes import application

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from brim.details.sources import Sources

LOOPBACK = "127.0.0.1"
IDLE_SECONDS = 900.0
_END_SECONDS = 1
_BACKLOG = 128
_USED_SECONDS = 60.0


class DetailsServer:
    """One server; `address()` gives a new one-time address of its page."""

    def __init__(self, sources: Sources, idle_seconds: float = IDLE_SECONDS) -> None:
        """Take a free port; who connects waits until it serves. Raises OSError where there is none."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.bind((LOOPBACK, 0))
        self._socket.listen(_BACKLOG)  # a browser may be quicker than the server
        port = self._socket.getsockname()[1]
        self._host = f"{LOOPBACK}:{port}"
        self._idle_seconds = idle_seconds
        self._used_at = time.monotonic()
        self.access = Access(time.monotonic)
        app = application(sources, self.access, self._use)
        guarded = Guard(app, self._host, self.access.is_open, lambda client: is_other_user(client, port))
        self._server = uvicorn.Server(
            uvicorn.Config(
                guarded,
                log_config=None,
                log_level="error",
                access_log=False,
                lifespan="off",
                server_header=False,
                headers=list(HEADERS.items()),
                http=GuardedProtocol,
                ws="none",
                limit_concurrency=128,
                timeout_graceful_shutdown=_END_SECONDS,
            )
        )

    def address(self) -> str:
        """The address of the page, with a ticket that is used up by its first use and ends after a minute."""
        return f"http://{self._host}/#{self.access.new_ticket()}"

    def is_used(self) -> bool:
        """Whether somebody has looked at the page a moment ago, or may do so soon."""
        return time.monotonic() - self._used_at < _USED_SECONDS

    async def serve(self, ended: Callable[[], Awaitable[None]] | None = None) -> None:
        """Serve until idle, cancelled, interrupted, or until `ended` returns."""
        self._end_when_idle()
        other = None if ended is None else asyncio.create_task(self._end_after(ended))
        try:
            await self._server.serve([self._socket])
        finally:
            if other is not None:
                other.cancel()
            self._socket.close()

    def _use(self) -> None:
        self._used_at = time.monotonic()

    def _end_when_idle(self) -> None:
        """End when nobody has asked for so long; else look again when that may be."""
        left = self._used_at + self._idle_seconds - time.monotonic()
        if left <= 0:
            self._server.should_exit = True
        else:
            asyncio.get_running_loop().call_later(left, self._end_when_idle)

    async def _end_after(self, ended: Callable[[], Awaitable[None]]) -> None:
        await ended()
        self._server.should_exit = True
