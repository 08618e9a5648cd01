"""The launcher on a desktop: found by its name as a menu finds it, it starts the tray."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.shells import skip_without
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.fixtures import StartDesktop
    from tests.support.sandbox import Sandbox

_NAME = "app.brim.Tray"
_BUS = ("org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetConnectionUnixProcessID")


def test_the_desktop_finds_and_starts_it(sandbox: Sandbox, start_desktop: StartDesktop, home: Path) -> None:
    """After `brim launcher on` the desktop starts the tray by the launcher's name; after `off` it knows none."""
    skip_without("gtk-launch")
    desktop = start_desktop()
    environment = {**desktop.env, **sandbox.environment, "XDG_DATA_HOME": str(home / ".local/share")}

    def run(*command: str) -> int:
        null = subprocess.DEVNULL  # what the desktop starts stays, and would keep a pipe open
        return subprocess.run(command, env=environment, check=False, timeout=60, stdout=null, stderr=null).returncode

    assert 0 == run(sys.executable, "-m", "brim", "launcher", "on")
    assert 0 == run("gtk-launch", "brim")
    desktop.wait(lambda: desktop.has_owner(_NAME), "the tray")
    pid = re.search(r"uint32 (\d+)", desktop.call(*_BUS, f"string:{_NAME}"))
    assert pid is not None
    os.kill(int(pid[1]), signal.SIGTERM)
    wait_until(lambda: not desktop.has_owner(_NAME), "the end")
    assert 0 == run(sys.executable, "-m", "brim", "launcher", "off")
    assert 0 != run("gtk-launch", "brim")
