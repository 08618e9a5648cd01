"""Stand-ins for messaging services on the loopback interface; each refuses what the real one refuses, and more."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, override
from urllib.parse import urlsplit

from tests.support.messagingrules import SERVICES, Post, RefusedError, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.messagingrules import Rules


@dataclass
class StandIn:
    """A running service."""

    url: str
    replies: list[Reply] = field(default_factory=list)
    """Given first, one for each request."""
    posts: list[Post] = field(default_factory=list)
    """What was taken."""
    refusals: list[str] = field(default_factory=list)
    unchecked: list[Post] = field(default_factory=list)
    """What got one of the replies."""
    attempts: int = 0


@contextmanager
def running_service(name: str) -> Iterator[StandIn]:
    """The stand-in for a service for the time of the block."""
    rules = SERVICES[name]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reply = _reply(rules, standin, Post(parts.path, parts.query, dict(self.headers), body))
            data = reply.body.encode()
            self.send_response(reply.status)
            for key, value in reply.headers.items():
                self.send_header(key, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if reply.status != 204:
                self.wfile.write(data)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standin = StandIn(f"http://127.0.0.1:{server.server_port}{rules.place}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield standin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _reply(rules: Rules, standin: StandIn, post: Post) -> Reply:
    standin.attempts += 1
    if standin.replies:
        standin.unchecked.append(post)
        return standin.replies.pop(0)
    try:
        fields = rules.check(post)
    except RefusedError as error:
        standin.refusals.append(str(error))
        return Reply(error.status, rules.refused(error))
    standin.posts.append(Post(post.path, post.query, post.headers, post.body, fields))
    return rules.accepted
