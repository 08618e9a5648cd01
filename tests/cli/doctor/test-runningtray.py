"""Whether `brim doctor` sees a tray that runs, and of which version."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest

from brim import __version__
from tests.support.sandbox import start_brim

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox


def doctor_json() -> Any:  # noqa: ANN401 - what JSON holds
    """The whole report."""
    with start_brim("doctor", "--json") as process:
        return json.loads(process.communicate(timeout=60)[0])


@pytest.mark.parametrize("listening", [True, False])
def test_running_tray_is_detected(sandbox: Sandbox, *, listening: bool) -> None:
    """A tray runs when a program listens on the port of tray.json; no datagram is sent to it."""
    sandbox.state.mkdir()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tray_socket:
        tray_socket.bind(("127.0.0.1", 0))
        tray_socket.setblocking(False)  # noqa: FBT003 - the method has no keyword
        tray = {"port": tray_socket.getsockname()[1], "pid": 1, "version": __version__}
        (sandbox.state / "tray.json").write_text(json.dumps(tray))
        if not listening:
            tray_socket.close()
        report = doctor_json()
        if listening:
            with pytest.raises(BlockingIOError):
                tray_socket.recv(16)

    assert (True, listening) == (report["folder"]["tray_told"], report["folder"]["tray_heard"])
    assert ("Running" in {line["text"] for line in report["lines"]}) == listening


@pytest.mark.parametrize(("written", "named"), [({}, "0.1.0"), ({"version": "0.1.9"}, "0.1.9")])
def test_a_tray_of_another_version_is_named(sandbox: Sandbox, written: dict[str, str], named: str) -> None:
    """A tray that was started before an upgrade goes on as it is: the report says so, and how to change that."""
    sandbox.state.mkdir()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tray_socket:
        tray_socket.bind(("127.0.0.1", 0))
        tray = {"port": tray_socket.getsockname()[1], "pid": 1}
        (sandbox.state / "tray.json").write_text(json.dumps(tray | written))
        [line] = [line for line in doctor_json()["lines"] if line["topic"] == "Brim" and "Running" in line["text"]]

    assert ("look", "Quit Brim in its menu and start it again.") == (line["verdict"], line["next"])
    assert f"Running, but as version {named}; version {__version__} is installed" == line["text"]
