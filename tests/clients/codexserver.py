"""A stand-in for ChatGPT's server on loopback: it answers the usage address of Codex, and knows no other."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, override

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class CodexServer:
    """A running server."""

    url: str
    usage: object
    status: int = 200
    agents: list[str] = field(default_factory=list)
    """The programs that asked for usage, by their own names."""


def _handler(server: CodexServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            is_usage = self.path.endswith("/wham/usage")
            if is_usage:
                server.agents.append(self.headers.get("User-Agent", ""))
            body = json.dumps(server.usage if is_usage else {}).encode()
            self.send_response(server.status if is_usage else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Write no log."""

    return Handler


@contextmanager
def codex_server(usage: object) -> Iterator[CodexServer]:
    """Run a server during the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as http:
        server = CodexServer(f"http://127.0.0.1:{http.server_port}", usage)
        http.RequestHandlerClass = _handler(server)
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
