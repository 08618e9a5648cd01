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

from brim.backend.alerts.hooks import HookAccount, HookEvent, Hooks
from brim.backend.settings.hooks import HookSettings
from tests.support.samples import NOW
from tests.support.sandbox import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWS = HookEvent(
    event="limit",
    at=NOW,
    account=HookAccount(id="a" * 16, label="work"),
    window="session",
    percent=91,
    title="A",
    text="b",
)


@dataclass
class Receiver:
    """A webhook that answers as the test says, the last answer for ever."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # Any: JSON


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen on the loopback interface for the time of the block."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append((self.path, json.loads(body)))
            self.send_response(made.answers.pop(0) if len(made.answers) > 1 else made.answers[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What is logged."""
    lines: list[str] = []
    number = logger.add(lines.append, level="DEBUG")
    yield lines
    logger.remove(number)


def send(news: HookEvent = NEWS, **settings: object) -> None:
    """Send one event and wait until all is over."""

    async def go() -> None:
        hooks = Hooks(HookSettings.model_validate(settings), tenacity.wait_none())
        hooks.send(news)
        await hooks.wait_until_done()
        await hooks.aclose()

    asyncio.run(go())


def script(folder: Path, text: str) -> str:
    """A command line that runs some Python."""
    path = folder / "hook script.py"
    path.write_text(text)
    return f'"{sys.executable}" "{path}"'


def test_command(tmp_path: Path) -> None:
    """A command gets the event as JSON on its input, and nothing of it among its arguments."""
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
    found = json.loads(body)

    assert "['--flag'" == arguments
    assert (1, "limit", "session", 91.0) == tuple(found[key] for key in ("schema", "event", "window", "percent"))
    assert {"id": "a" * 16, "label": "work"} == found["account"]


def test_only_what_is_named(tmp_path: Path) -> None:
    """A command of another event is not started; one for all events is."""
    line = script(tmp_path, f"import pathlib, sys; pathlib.Path({str(tmp_path)!r}, sys.argv[1]).touch()")
    send(command={"pace": f"{line} pace", "all": f"{line} all"})

    assert ["all"] == [path.name for path in tmp_path.iterdir() if not path.suffix]


def test_command_is_tried_three_times(tmp_path: Path, said: list[str]) -> None:
    """A command that fails is tried again, and what fails for good is one line in the log."""
    count = tmp_path / "count"
    send(command={"limit": script(tmp_path, f"open({str(count)!r}, 'a').write('x'); raise SystemExit(3)")})

    assert "xxx" == count.read_text()
    assert 1 == len(said)
    assert "command for limit failed 3 times: it ended with 3" in said[0]


@pytest.mark.parametrize("line", ["/nonexistent/program", '"unclosed', ""])
def test_command_that_cannot_start(line: str, said: list[str]) -> None:
    """A command that cannot be started stops nothing."""
    send(command={"limit": line})

    assert 1 == len(said)


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into Linux's list of processes")
def test_command_that_hangs(tmp_path: Path, said: list[str]) -> None:
    """A command that does not end is ended, with what it has started."""
    mark = tmp_path / "pid"
    send(command={"limit": f"sh -c 'sleep 600 & echo $! > {mark}; wait'"}, seconds=1)
    state = Path(f"/proc/{int(mark.read_text())}/stat")
    wait_for(lambda: not state.exists() or ") Z " in state.read_text())

    assert "did not end in time" in said[0]


def test_webhook() -> None:
    """A webhook gets the event as the body of a POST."""
    with receiving() as receiver:
        send(webhook={"limit": f"{receiver.url}?key=1"})

    assert [("/hook?key=1", "limit")] == [(path, body["event"]) for path, body in receiver.got]


def test_webhook_is_tried_again(said: list[str]) -> None:
    """A server that fails is asked again until it takes the event."""
    with receiving() as receiver:
        receiver.answers = [500, 302, 204]
        send(webhook={"limit": receiver.url})

    assert 3 == len(receiver.got)
    assert [] == said


def test_secret_of_a_webhook(said: list[str]) -> None:
    """What stands in the URL of a webhook is never logged."""
    with receiving() as receiver:
        receiver.answers = [403]
        send(webhook={"limit": receiver.url.replace("/hook", "/SECRET?token=SECRET")})
    send(webhook={"limit": "http://127.0.0.1:9/SECRET"})
    settings = HookSettings.model_validate({"webhook": {"limit": "https://example.com/SECRET"}})

    assert 2 == len(said)
    assert "SECRET" not in "".join(said) + repr(settings)


@pytest.mark.parametrize("url", ["http://example.com/x", "ftp://127.0.0.1", "nonsense", ""])
def test_webhook_that_may_not_be_used(url: str) -> None:
    """Events go over https, or stay on this machine; the complaint does not repeat the URL."""
    with pytest.raises(ValueError, match="must be https") as caught:
        HookSettings.model_validate({"webhook": {"limit": url}})
    assert not url or url not in str(caught.value.errors(include_input=False))  # type: ignore[attr-defined] # pydantic's own


def test_ended_with_the_tray(tmp_path: Path) -> None:
    """What still runs at the end is ended with the tray."""

    async def go() -> None:
        hooks = Hooks(HookSettings(command={"limit": script(tmp_path, "import time; time.sleep(600)")}))
        hooks.send(NEWS)
        await asyncio.sleep(0)
        await asyncio.wait_for(hooks.aclose(), 10)

    asyncio.run(go())
