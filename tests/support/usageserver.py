"""A usage server on the loopback interface, whose answers a test sets; they may be malformed."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, override

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FIXTURES = Path(__file__).parent / "fixtures"


def load_fixture(name: str) -> Any:  # noqa: ANN401 - foreign JSON
    """The content of a fixture."""
    return json.loads((FIXTURES / f"{name}.json").read_bytes())


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server; `raw` are all its bytes, in place of status, headers and body."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    drip: bytes | None = None
    """Sent repeatedly until the client closes the connection, or the server stops."""
    before: Callable[[], object] | None = None
    """Called after the request has arrived, before the answer is sent."""


def usage_answer(name: str = "usage-max") -> Answer:
    """A correct answer from a fixture."""
    return Answer(body=(FIXTURES / f"{name}.json").read_bytes())


def future_usage_answer(name: str = "usage-max") -> Answer:
    """A correct answer with every reset three days ahead, for programs that use the real clock."""
    ahead = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    text = json.dumps(load_fixture(name), indent=1)
    return Answer(body=re.sub(r'("resets_at": )"[^"]*"', rf'\1"{ahead}"', text).encode())


def answer_from_fixture(name: str) -> Answer:
    """An answer from a `{status, headers, body}` fixture."""
    content = load_fixture(name)
    return Answer(content["status"], json.dumps(content["body"]).encode(), content["headers"])


class UsageServer:
    """A running server: it sends its `answers` in turn, and repeats the last one."""

    def __init__(self, port: int) -> None:
        """Record the requests to a server on `port`."""
        self.url = f"http://127.0.0.1:{port}"
        self.answers: list[Answer] = [usage_answer()]
        self.answers_by_token: dict[str, Answer] = {}
        """The answer to each request with a token; it takes precedence over `answers`."""
        self.requests: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.asked: list[tuple[str, str, bytes]] = []
        """Method, path and body of each request."""
        self.request_times: list[float] = []
        """The time of each request, in monotonic seconds."""
        self.stopped = threading.Event()

    def next_answer(self, headers: Mapping[str, str]) -> Answer:
        """Record a request, and return its answer."""
        self.request_times.append(time.monotonic())
        request = {key.lower(): value for key, value in headers.items()}
        self.requests.append(request)
        if (own := self.answers_by_token.get(request.get("authorization", "").removeprefix("Bearer "))) is not None:
            return own
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _handler(server: UsageServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            server.asked.append((self.command, self.path, self.rfile.read(length)))
            server.paths.append(self.path)
            answer = server.next_answer(dict(self.headers.items()))
            self.close_connection = True
            if answer.before is not None:
                answer.before()
            if answer.raw is not None:
                self.wfile.write(answer.raw)
                return
            self.send_response(answer.status)
            self.send_header("connection", "close")
            for key, value in answer.headers.items():
                self.send_header(key, value)
            if answer.drip is None:
                self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            try:
                self.wfile.write(answer.body)
                while answer.drip is not None and not server.stopped.wait(0.02):
                    self.wfile.write(answer.drip)
            except OSError:
                return

        def do_POST(self) -> None:
            self.do_GET()

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Write no log."""

    return Handler


@contextmanager
def running_server() -> Iterator[UsageServer]:
    """Run a server during the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as http:
        server = UsageServer(http.server_address[1])
        http.RequestHandlerClass = _handler(server)
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            http.shutdown()
            thread.join()
