"""Hooks: what a command and a webhook get, and what happens when they fail."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, override

import pytest
import tenacity
from loguru import logger

from brim.backend.hooks.batch import Batch
from brim.backend.hooks.event import HookAccount, HookEvent
from brim.backend.hooks.runner import Hooks
from brim.backend.settings.hooks import HookSettings
from tests.support.samples import NOW
from tests.support.sandbox import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENT = HookEvent(
    event="limit",
    at=NOW,
    account=HookAccount(id="a" * 16, label="work", name="Codex · work", provider="codex"),
    window="session",
    percent=91,
    title="A",
    text="b",
)


@dataclass
class Receiver:
    """A webhook that gives the answers of the test in order, and repeats the last one."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    received: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # Any: JSON


@contextmanager
def running_webhook() -> Iterator[Receiver]:
    """A webhook server on the loopback interface for the time of the block."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append((self.path, json.loads(body)))
            self.send_response(receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """The lines of the log."""
    lines: list[str] = []
    number = logger.add(lines.append, level="DEBUG")
    yield lines
    logger.remove(number)


def send(event: HookEvent = EVENT, **settings: object) -> None:
    """Send one event and wait until its hooks have ended."""

    async def go() -> None:
        hooks = Hooks(HookSettings.model_validate(settings), tenacity.wait_none())
        hooks.send(Batch(event.account.id, (event,), {}))
        await hooks.wait_until_done()
        await hooks.aclose()

    asyncio.run(go())


def script(folder: Path, text: str) -> str:
    """A command line that runs some Python."""
    path = folder / "hook script.py"
    path.write_text(text)
    return f'"{sys.executable}" "{path}"'


def test_command_gets_the_event_on_its_input(tmp_path: Path) -> None:
    """A command gets the event as JSON on its standard input, and no part of it in its arguments."""
    line = script(
        tmp_path, "import sys, pathlib; pathlib.Path('got').write_text(repr(sys.argv[1:]) + sys.stdin.read())"
    )
    old = os.getcwd()  # noqa: PTH109 - restored below
    os.chdir(tmp_path)
    try:
        send(command={"limit": f"{line} --flag"})
    finally:
        os.chdir(old)
    arguments, _, body = (tmp_path / "got").read_text().partition("]")
    event = json.loads(body)

    assert "['--flag'" == arguments
    assert (1, "limit", "session", 91.0) == tuple(event[key] for key in ("schema", "event", "window", "percent"))
    assert {"id": "a" * 16, "label": "work", "name": "Codex · work", "provider": "codex"} == event["account"]


def test_only_hooks_of_the_event_are_run(tmp_path: Path) -> None:
    """A command of another event is unused; a command for all events is."""
    line = script(tmp_path, f"import pathlib, sys; pathlib.Path({str(tmp_path)!r}, sys.argv[1]).touch()")
    send(command={"pace": f"{line} pace", "all": f"{line} all"})

    assert ["all"] == [path.name for path in tmp_path.iterdir() if not path.suffix]


def test_command_is_tried_three_times(tmp_path: Path, logged: list[str]) -> None:
    """A command that fails is tried again, and its final failure is one line in the log."""
    count = tmp_path / "count"
    send(command={"limit": script(tmp_path, f"open({str(count)!r}, 'a').write('x'); raise SystemExit(3)")})

    assert "xxx" == count.read_text()
    assert 1 == len(logged)
    assert "command for limit failed 3 times: it ended with 3" in logged[0]


@pytest.mark.parametrize("line", ["/nonexistent/program", '"unclosed', ""])
def test_command_that_cannot_start_is_logged(line: str, logged: list[str]) -> None:
    """A command that cannot be started is one line in the log and stops nothing."""
    send(command={"limit": line})

    assert 1 == len(logged)


@pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's list of processes")
def test_command_that_hangs_is_killed(tmp_path: Path, logged: list[str]) -> None:
    """A command that does not end is killed, together with the processes that it has started."""
    mark = tmp_path / "pid"
    send(command={"limit": f"sh -c 'sleep 600 & echo $! > {mark}; wait'"}, seconds=1)
    state = Path(f"/proc/{int(mark.read_text())}/stat")
    wait_for(lambda: not state.exists() or ") Z " in state.read_text())

    assert "did not end in time" in logged[0]


def test_webhook_gets_the_event_as_a_post() -> None:
    """A webhook gets the event as the body of a POST."""
    with running_webhook() as receiver:
        send(webhook={"limit": f"{receiver.url}?key=1"})

    assert [("/hook?key=1", "limit")] == [(path, body["event"]) for path, body in receiver.received]


def test_webhook_is_tried_again(logged: list[str]) -> None:
    """A server that fails is asked again until it accepts the event."""
    with running_webhook() as receiver:
        receiver.answers = [500, 302, 204]
        send(webhook={"limit": receiver.url})

    assert 3 == len(receiver.received)
    assert not [line for line in logged if "failed" in line]


def test_url_of_a_webhook_is_never_logged(logged: list[str]) -> None:
    """No part of a webhook's path or query is logged."""
    with running_webhook() as receiver:
        receiver.answers = [403]
        send(webhook={"limit": receiver.url.replace("/hook", "/SECRET?token=SECRET")})
    send(webhook={"limit": "http://127.0.0.1:9/SECRET"})
    settings = HookSettings.model_validate({"webhook": {"limit": "https://example.com/SECRET"}})

    assert 2 == len(logged)
    assert "SECRET" not in "".join(logged) + repr(settings)


def test_webhook_on_this_machine_takes_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A webhook on this machine gets its event directly, whatever proxy the environment names."""
    with running_webhook() as receiver, running_webhook() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        send(webhook={"limit": receiver.url})

    assert (1, 0) == (len(receiver.received), len(proxy.received))


@pytest.mark.parametrize(
    ("proxy", "url"),
    [
        ("socks4://127.0.0.1:9", "https://brim.invalid/SECRET"),
        ("http://me:SECRET@[::", "https://brim.invalid/SECRET"),
        ("http://me:SECRET@127.0.0.1:9", "https://brim.invalid/SECRET"),
        ("", "https://a..b/SECRET"),
        ("", f"https://{'a' * 70}.invalid/SECRET"),
    ],
)
def test_webhook_that_cannot_be_called_is_logged(
    logged: list[str], monkeypatch: pytest.MonkeyPatch, proxy: str, url: str
) -> None:
    """A webhook behind a proxy that cannot be used, or at a host that cannot be, is one line in the log."""
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", "[::1],fd00::/8,ü")
    send(webhook={"limit": url})

    assert 1 == len(logged)
    assert "webhook for limit failed 3 times" in logged[0]
    assert "SECRET" not in logged[0]


@pytest.mark.parametrize("url", ["http://example.com/x", "ftp://127.0.0.1", "nonsense", ""])
def test_webhook_without_https_is_refused(url: str) -> None:
    """Events go over https or stay on this machine; the error does not repeat the URL."""
    with pytest.raises(ValueError, match="It must be https") as caught:
        HookSettings.model_validate({"webhook": {"limit": url}})
    assert not url or url not in str(caught.value.errors(include_input=False))  # type: ignore[attr-defined] # pydantic's own


def test_hooks_end_with_the_tray(tmp_path: Path) -> None:
    """Hooks that still run are ended together with the tray."""

    async def go() -> None:
        hooks = Hooks(HookSettings(command={"limit": script(tmp_path, "import time; time.sleep(600)")}))
        hooks.send(Batch(EVENT.account.id, (EVENT,), {}))
        await asyncio.sleep(0)
        await asyncio.wait_for(hooks.aclose(), 10)

    asyncio.run(go())
