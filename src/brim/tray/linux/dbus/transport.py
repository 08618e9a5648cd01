"""A dbus-fast connection that survives a bus which takes bytes slowly, or has just gone.

This module must not know what is sent.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, override

from dbus_fast.aio import MessageBus

if TYPE_CHECKING:
    import io
    from collections.abc import Buffer


class _RetryingSocket(socket.socket):
    """A socket that reports zero bytes sent when the bus takes nothing now, or has gone.

    The loop learns from reading that the bus has gone. The sender must not learn it: dbus-fast 5.2 closes the
    connection at once when a send fails, and then fails on what it has just closed.
    """

    @override
    def send(self, data: Buffer, flags: int = 0, /) -> int:
        """dbus-fast sends the rest again after a short write, but ends the connection on any error."""
        try:
            return super().send(data, flags)
        except (BlockingIOError, BrokenPipeError, ConnectionResetError):
            return 0


class RetryingBus(MessageBus):
    """A connection that stays open while the bus takes the replies slowly."""

    @staticmethod
    def _create_socket_for_transport(
        transport: str, options: dict[str, str]
    ) -> tuple[socket.socket, io.BufferedRWPair, bytes | str | tuple[str, int]]:
        plain, stream, address = MessageBus._create_socket_for_transport(transport, options)  # noqa: SLF001 - the one
        # place where dbus-fast makes a socket; if it moves, test_more_calls_than_the_bus_takes_replies fails
        stream.close()
        retrying = _RetryingSocket(plain.family, plain.type)
        plain.close()
        return retrying, retrying.makefile("rwb"), address
