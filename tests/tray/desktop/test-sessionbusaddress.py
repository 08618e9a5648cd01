"""Whether a desktop session is there in which a tray can be tried."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import pytest

from brim.tray.desktop.sessionbusaddress import desktop_available

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="only Linux has a session bus")


@pytest.fixture
def bus(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A socket that listens where systemd puts the session bus."""
    folder = home / "bus-folder"
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.chdir(folder)  # the full path may be longer than a socket's name
    if sys.platform == "win32":
        pytest.skip("the bus listens on a unix socket")
    else:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.bind("bus")
            server.listen()
            yield folder / "bus"


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_bus_and_a_screen_are_a_desktop(screen: str, bus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session bus that answers and a screen of either kind are enough, with or without the bus's variable."""
    monkeypatch.setenv(screen, ":0")

    assert desktop_available()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={bus},guid=1")
    assert desktop_available()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path=/nowhere;unix:path={bus}")
    assert desktop_available()


@pytest.mark.usefixtures("bus")
def test_a_bus_without_a_screen_is_no_desktop() -> None:
    """A server with a login session has a bus and no screen."""
    assert not desktop_available()


def test_a_screen_without_a_bus_is_no_desktop(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """The same holds when only the file of the bus's socket is left."""
    monkeypatch.setenv("DISPLAY", ":0")
    assert not desktop_available()

    (home / "stale").touch()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={home}/stale")
    assert not desktop_available()
