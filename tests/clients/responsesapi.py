"""A stand-in for OpenAI's Responses API on loopback, for the real Codex: each answer has its own number of tokens."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, override

from brim.backend.costs.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class ResponsesApi:
    """A running stand-in."""

    url: str
    answered: list[Tokens] = field(default_factory=list)
    """What each answer said, as Brim counts tokens."""

    def next_usage(self) -> dict[str, object]:
        """The usage of the next answer."""
        number = len(self.answered) + 1
        sent, cached, written, output = 1000 * number, 100 * number, 10 * number, 50 + number
        self.answered.append(Tokens(1, sent - cached - written, output, written, 0, cached))
        return {
            "input_tokens": sent,
            "input_tokens_details": {"cached_tokens": cached, "cache_write_tokens": written},
            "output_tokens": output,
            "output_tokens_details": {"reasoning_tokens": 10},
            "total_tokens": sent + output,
        }


def _events(api: ResponsesApi) -> Iterator[bytes]:
    usage = api.next_usage()
    name = f"resp_{len(api.answered)}"
    text = [{"type": "output_text", "text": "Hello."}]
    for event in (
        {"type": "response.created", "response": {"id": name}},
        {
            "type": "response.output_item.done",
            "item": {"type": "message", "role": "assistant", "id": f"msg_{name}", "content": text},
        },
        {"type": "response.completed", "response": {"id": name, "usage": usage}},
    ):
        yield f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def _handler(api: ResponsesApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(404, b"")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            is_known = self.path.endswith("/responses")
            self._answer(200 if is_known else 404, b"".join(_events(api)) if is_known else b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Write no log."""

    return Handler


@contextmanager
def responses_api() -> Iterator[ResponsesApi]:
    """Run the stand-in during the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as http:
        api = ResponsesApi(f"http://127.0.0.1:{http.server_port}/v1")
        http.RequestHandlerClass = _handler(api)
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield api
        finally:
            http.shutdown()
            thread.join()
