"""A stand-in for Anthropic's Messages API on the loopback interface, for the real Claude Code.

It answers each message with a short text and the rate limit headers of a plan. Facts of the headers: seen in recorded
answers of 2026. This module must not know who asks.
"""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, override

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "Hello from the stand-in."
_PREFIX = "anthropic-ratelimit-unified-"
_USAGE = {
    "input_tokens": 1200,
    "cache_creation_input_tokens": 300,
    "cache_read_input_tokens": 5000,
    "output_tokens": 1,
    "service_tier": "standard",
}


@dataclass
class MessagesApi:
    """A running stand-in; a test changes what the next answer says."""

    url: str
    session: float = 0.37
    """Used of the 5-hour limit, from 0 to 1."""
    week: float = 0.12
    answered: list[float] = field(default_factory=list)
    """When each message was answered, in monotonic seconds."""
    tokens: list[str] = field(default_factory=list)
    """The token that each message came with."""

    def headers(self) -> dict[str, str]:
        """The rate limit headers of an answer."""
        now = int(time.time())
        values = {
            "status": "allowed",
            "representative-claim": "five_hour",
            "reset": now + 7200,
            "5h-status": "allowed",
            "5h-utilization": self.session,
            "5h-reset": now + 7200,
            "7d-status": "allowed",
            "7d-utilization": self.week,
            "7d-reset": now + 300_000,
            "fallback-percentage": 0.5,
            "overage-status": "rejected",
            "overage-disabled-reason": "org_level_disabled",
        }
        return {f"{_PREFIX}{name}": str(value) for name, value in values.items()}


@contextmanager
def messages_api() -> Iterator[MessagesApi]:
    """A stand-in that serves until the end of the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as http:
        api = MessagesApi(f"http://127.0.0.1:{http.server_address[1]}")
        http.RequestHandlerClass = _handler(api)
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield api
        finally:
            http.shutdown()
            thread.join()


def _handler(api: MessagesApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(404, "application/json", b"{}", {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            if "count_tokens" in self.path:
                self._answer(200, "application/json", b'{"input_tokens": 10}', {})
                return
            api.tokens.append(self.headers.get("authorization", "").removeprefix("Bearer "))
            request = json.loads(body)
            events = _events(str(request.get("model")))
            if request.get("stream"):
                text = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
                self._answer(200, "text/event-stream", text.encode(), api.headers())
            else:
                self._answer(200, "application/json", json.dumps(_message(events)).encode(), api.headers())
            api.answered.append(time.monotonic())

        def _answer(self, status: int, kind: str, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in ({"content-type": kind, "content-length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Write no log."""

    return Handler


def _events(model: str) -> list[dict[str, object]]:
    """The events of a streamed answer."""
    start: dict[str, object] = {
        "id": f"msg_invented{time.time_ns()}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": _USAGE,
    }
    end = {"stop_reason": "end_turn", "stop_sequence": None}
    return [
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": TEXT}},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": end, "usage": {"output_tokens": 42}},
        {"type": "message_stop"},
    ]


def _message(events: list[dict[str, object]]) -> dict[str, object]:
    """The same answer in one piece."""
    start = events[0]["message"]
    whole = {"content": [{"type": "text", "text": TEXT}], "stop_reason": "end_turn"}
    return (start if isinstance(start, dict) else {}) | whole
