"""Whether a tray can be tried."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from brim.tray.desktop.session import desktop_available

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bus(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Somebody who listens where systemd puts the session bus."""
    folder = home / "bus-folder"
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.chdir(folder)  # the full path may be longer than a socket's name
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind("bus")
        server.listen()
        yield folder / "bus"


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_bus_and_a_screen(screen: str, bus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session bus that answers and a screen of either kind are a desktop, with or without the bus's variable."""
    monkeypatch.setenv(screen, ":0")

    assert desktop_available()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={bus},guid=1")
    assert desktop_available()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path=/nowhere;unix:path={bus}")
    assert desktop_available()


@pytest.mark.usefixtures("bus")
def test_no_screen() -> None:
    """A bus alone, as on a server with a login session, is no desktop."""
    assert not desktop_available()


def test_no_bus(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """A screen alone is no desktop, nor is one whose bus is gone but for its socket."""
    monkeypatch.setenv("DISPLAY", ":0")
    assert not desktop_available()

    (home / "stale").touch()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={home}/stale")
    assert not desktop_available()
