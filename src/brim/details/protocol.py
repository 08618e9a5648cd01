"""HTTP as the server speaks it: what is no HTTP at all gets an answer with the headers of all other answers.

This module must not know what is served.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import override

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_CAN_ANSWER = (h11.IDLE, h11.SEND_RESPONSE)


class GuardedProtocol(H11Protocol):
    """uvicorn's own protocol, but for its answer to a malformed request, which it would send without them."""

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
