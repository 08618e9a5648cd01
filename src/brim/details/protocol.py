"""HTTP as the server speaks it, with answers of its own for what is no whole request.

What is no HTTP at all gets an answer with the headers of all other answers. A connection that sends no whole request
for seconds is left: many of them would keep the page from being served. This module must not know what is served.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, override

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

_PATIENCE_SECONDS = 5.0
"""A browser sends a request within milliseconds; a connection that it opens in advance is opened again."""
_CAN_ANSWER = (h11.IDLE, h11.SEND_RESPONSE)


class GuardedProtocol(H11Protocol):
    """uvicorn's own protocol, but for its answer to a malformed request, which it would send without them.

    A client may take as long as it likes to receive an answer, but not to send a request.
    """

    _check: asyncio.TimerHandle | None = None
    _known_cycle: RequestResponseCycle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # so has the class above
        super().connection_made(transport)
        self._check_later()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._check is not None:
            self._check.cancel()
        super().connection_lost(exc)

    @override
    def send_400_response(self, msg: str) -> None:
        """Answer once, and close the connection; where an answer has begun already, only close it."""
        if self.conn.our_state in _CAN_ANSWER:
            headers = [
                *self.server_state.default_headers,
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"connection", b"close"),
            ]
            status = HTTPStatus.BAD_REQUEST
            for event in (
                h11.Response(status_code=status, headers=headers, reason=status.phrase.encode()),
                h11.Data(data=msg.encode()),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _check_later(self) -> None:
        self._check = self.loop.call_later(_PATIENCE_SECONDS, self._end_if_waiting)

    def _end_if_waiting(self) -> None:
        """End the connection if it has waited for the rest of the same request since the last look."""
        cycle: RequestResponseCycle | None = self.cycle
        is_waiting = cycle is None or cycle.response_complete or cycle.more_body
        if is_waiting and cycle is self._known_cycle:
            self.transport.close()
            return
        self._known_cycle = cycle
        self._check_later()
