"""Servers on the loopback interface that speak TLS, or answer an encrypted greeting wrongly; and proxies before them.

The certificates in `fixtures/tls` were made for these tests; `ca.pem` is their authority, which a test trusts through
SSL_CERT_FILE. They are for 127.0.0.1 and brim.invalid.
"""

from __future__ import annotations

import select
import socket
import socketserver
import ssl
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, override

from tests.support.usageserver import FIXTURES, usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TLS = FIXTURES / "tls"
HOST = "brim.invalid"
OLD_TLS = bytes.fromhex("15 03 01 00 02 02 46")
"""The alert `protocol version` of TLS 1.0."""


@contextmanager
def listening(handle: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that handles each connection in a thread of its own."""

    class Handler(socketserver.BaseRequestHandler):
        @override
        def handle(self) -> None:
            with suppress(OSError):
                handle(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def saying(answer: bytes) -> Callable[[socket.socket], None]:
    """A server that sends these bytes to whoever greets it, and then closes the connection."""

    def handle(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(answer)

    return handle


def usage_over_tls(certificate: str) -> Callable[[socket.socket], None]:
    """A server with the usage of an account, behind one of the certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / f"{certificate}.pem", TLS / "key.pem")
    body = usage_answer().body
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n".encode()

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(65_536)
            secured.sendall(head + body)

    return handle


def http_proxy(port: int, asked: list[str]) -> Callable[[socket.socket], None]:
    """A proxy that connects every host to a port of this machine, and notes each first line that it is sent."""

    def handle(connection: socket.socket) -> None:
        request = connection.recv(65_536)
        asked.append(request.split(b"\r\n")[0].decode())
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        _relay(connection, port)

    return handle


def socks_proxy(port: int, asked: list[str]) -> Callable[[socket.socket], None]:
    """The same as a SOCKS proxy of version 5, without a login."""

    def handle(connection: socket.socket) -> None:
        connection.recv(262)
        connection.sendall(b"\x05\x00")
        request = connection.recv(512)
        asked.append(request[5 : 5 + request[4]].decode())
        connection.sendall(b"\x05\x00\x00\x01" + bytes(6))
        _relay(connection, port)

    return handle


def _relay(connection: socket.socket, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as server:
        other = {connection: server, server: connection}
        while True:
            for source in select.select([connection, server], [], [])[0]:
                if not (data := source.recv(65_536)):
                    return
                other[source].sendall(data)
