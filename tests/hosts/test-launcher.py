"""The launcher in whole desktops: their search finds it with its icon, it starts the tray, and it goes again."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.hosts.conftest import SCREENSHOTS
from tests.hosts.gnome import Gnome
from tests.hosts.plasma import Plasma

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.hosts.conftest import StartHost
    from tests.hosts.realhost import RealHost
    from tests.support.sandbox import Sandbox

pytestmark = pytest.mark.timeout(300)

YELLOW = (255, 214, 64)
"""The ring of Brim's icon."""
_NAME = "app.brim.Tray"
_BUS = ("org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetConnectionUnixProcessID")
_APP = "imports.gi.Shell.AppSystem.get_default().lookup_app('brim.desktop')"
_FOUND = "imports.gi.Shell.AppSystem.search('quota').flat().includes('brim.desktop')"
_OVERVIEW = "imports.ui.main.overview"


@pytest.fixture
def settings(sandbox: Sandbox, home: Path) -> None:
    """What a Brim that the desktop starts reads: the usage server of the test."""
    folder = home / ".config" / "brim"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brim.toml").write_text(f'[claude]\napi_url = "{sandbox.server.url}"\nstatus_url = "off"\n')


def launcher(host: RealHost, switch: str) -> None:
    """Run the command in the host's session."""
    command = [sys.executable, "-m", "brim", "launcher", switch]
    subprocess.run(command, env=host.env, check=True, capture_output=True, timeout=60)


@contextlib.contextmanager
def started_tray(host: RealHost) -> Iterator[None]:
    """Wait for the tray that the desktop starts, and end it after the block."""
    host.wait(lambda: host.has_owner(_NAME), "the tray")
    found = re.search(r"uint32 (\d+)", host.call(*_BUS, f"string:{_NAME}"))
    assert found is not None
    yield
    os.kill(int(found[1]), signal.SIGTERM)
    host.wait(lambda: not host.has_owner(_NAME), "its end")


@pytest.mark.usefixtures("settings")
def test_gnome_finds_and_starts_it(start_host: StartHost) -> None:
    """The overview finds Brim by what it is about, shows its icon and starts it; after off nobody finds it."""
    gnome = start_host(Gnome())
    assert gnome.evaluate(f"{_APP} === null")
    launcher(gnome, "on")
    gnome.wait(lambda: gnome.evaluate(f"{_APP} !== null && {_FOUND}"), "the launcher")
    gnome.evaluate(f"{_OVERVIEW}.show()")
    gnome.wait(lambda: gnome.evaluate(f"{_OVERVIEW}.visible && !{_OVERVIEW}.animationInProgress"), "the overview")
    gnome.evaluate(f"{_OVERVIEW}.searchEntry.set_text('quota')")
    gnome.click(gnome.wait_for_colour(YELLOW, gnome.screen))
    with started_tray(gnome):
        gnome.wait(lambda: gnome.icons() == 1, "the icon in the top bar")

    launcher(gnome, "off")
    gnome.wait(lambda: gnome.evaluate(f"{_APP} === null"), "the launcher's end")


@pytest.mark.usefixtures("settings")
def test_plasma_finds_and_starts_it(start_host: StartHost) -> None:
    """Plasma's menu finds Brim by its name, shows its icon and starts it."""
    plasma = start_host(Plasma())
    launcher(plasma, "on")
    shell = "org.kde.plasmashell"
    plasma.call(shell, "/PlasmaShell", "org.kde.PlasmaShell.activateLauncherMenu")
    plasma.run("xdotool", "type", "--delay", "50", "brim")
    plasma.wait_for_colour(YELLOW, plasma.screen)
    plasma.screenshot(SCREENSHOTS / "plasma-launcher.png", plasma.screen)
    plasma.key("Return")
    with started_tray(plasma):
        plasma.wait(lambda: len(plasma.tray_items()) >= 1, "the item")
