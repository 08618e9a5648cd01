"""A details page that is served by a process of its own, as the tray starts it, and requests to it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMMAND = (sys.executable, "-m", "brim", "details", "--stdin")


@dataclass
class DetailsServerProcess:
    """The process; each `address()` is a new one-time address."""

    process: subprocess.Popen[str]

    def address(self) -> str:
        """A new address of the page."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("open\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def ticket(self) -> tuple[str, str]:
        """Host with port, and a new ticket."""
        address = urlsplit(self.address())
        return address.netloc, address.fragment

    def key(self) -> tuple[str, str]:
        """Host with port, and the key of a new session."""
        host, ticket = self.ticket()
        status, content = request(host, "POST", "/api/session", body=json.dumps({"ticket": ticket}))
        assert 200 == status
        return host, content["key"]

    def end(self) -> int:
        """End its input, as the end of a tray does; returns the exit status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(20)


@contextmanager
def serving(
    environment: Mapping[str, str], before: tuple[str, ...] = (), stderr: int | None = None
) -> Iterator[DetailsServerProcess]:
    """A server for the time of the block; `before` is what its command begins with."""
    process = subprocess.Popen(
        (*before, *COMMAND),
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )
    with process:
        try:
            yield DetailsServerProcess(process)
        finally:
            process.kill()


def request(
    host: str, method: str, path: str, headers: Mapping[str, str] | None = None, body: str | None = None
) -> tuple[int, Any]:  # Any: what JSON holds
    """Status and content of an answer: an object where it is JSON, else text. `headers` may hold another Host."""
    head, content = raw_request(host, method, path, headers, body)
    is_json = "content-type: application/json" in head
    return int(head.split()[1]), json.loads(content) if is_json else content


def raw_request(
    host: str, method: str, path: str, headers: Mapping[str, str] | None = None, body: str | None = None
) -> tuple[str, str]:
    """The head of an answer in small letters, and its content; nothing of the path and the headers is made valid."""
    content = b"" if body is None else body.encode()
    sent = {"Host": host, "Connection": "close"} | ({} if body is None else {"Content-Length": str(len(content))})
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in (sent | dict(headers or {})).items())]
    with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + content)
        answer = connection.makefile("rb").read().decode()
    if not answer:
        raise ConnectionError(host)
    head, _, text = answer.partition("\r\n\r\n")
    return head.lower(), text


def bearer(key: str) -> dict[str, str]:
    """The header with a key."""
    return {"Authorization": f"Bearer {key}"}
