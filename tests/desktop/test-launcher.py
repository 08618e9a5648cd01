"""The launcher on a desktop: found by its name as a menu finds it, it starts the tray."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from brim import __version__
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


def test_the_tray_brings_it_up_to_date_after_an_upgrade(
    sandbox: Sandbox, start_desktop: StartDesktop, home: Path
) -> None:
    """What an earlier version put is renewed by the first tray of this version; nobody has to give a command."""
    desktop = start_desktop()
    environment = {**desktop.env, **sandbox.environment, "XDG_DATA_HOME": str(home / ".local/share")}
    command, null = (sys.executable, "-m", "brim"), subprocess.DEVNULL
    subprocess.run([*command, "launcher", "on"], env=environment, check=True, timeout=60, stdout=null)
    record, page = sandbox.state / "launcher.json", home / ".local/share/man/man1/brim.1"
    new = page.read_bytes()
    page.unlink()
    record.write_text(json.dumps(json.loads(record.read_text()) | {"version": "0.0.9"}))

    with subprocess.Popen(command, env=environment, stdout=null, stderr=null) as tray:
        wait_until(lambda: json.loads(record.read_text())["version"] == __version__, "the new files", 40)
        tray.terminate()
        assert 0 == tray.wait(10)

    assert new == page.read_bytes()
    assert "The launcher was brought up to date" in (sandbox.state / "logs" / "brim.log").read_text()
