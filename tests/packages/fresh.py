"""Programs of a fresh system on a desktop of this machine, and what they leave in the home folder of their user."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.desktop.processes import kill_group
from tests.packages.root import USER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.harness import Desktop
    from tests.packages.root import Root

_NAME = "app.brim.Tray"
_BUS = ("org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetConnectionUnixProcessID")
HOME = "/home/user"
PATH = f"{HOME}/.local/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin"
"""As after a login of a user who has programs of their own."""


def show_demo(root: Root, desktop: Desktop, log: Path, *command: str) -> None:
    """Start a demo, wait for its icon in the panel, and end it; it ends well."""
    with started(root, desktop, log, *command) as demo:
        desktop.wait(lambda: desktop.tray_items() != [], "the icon")
        demo.terminate()
        assert demo.wait(20) == 0
    desktop.wait(lambda: desktop.tray_items() == [], "the end of the icon")


def show_tray(root: Root, desktop: Desktop, log: Path, *command: str) -> None:
    """Run what starts the tray, as a desktop does, wait for the icon, and end the tray."""
    with started(root, desktop, log, *command):
        desktop.wait(lambda: desktop.has_owner(_NAME) and desktop.tray_items() != [], "the tray")
        found = re.search(r"uint32 (\d+)", desktop.call(*_BUS, f"string:{_NAME}"))
        assert found is not None
        os.kill(int(found[1]), signal.SIGTERM)
        desktop.wait(lambda: not desktop.has_owner(_NAME), "its end")


def files_at_home(root: Root) -> set[str]:
    """Every file of the user, without what programs may fetch again."""
    home = root.folder / HOME.lstrip("/")
    paths = (path for path in home.rglob("*") if not path.is_dir() or path.is_symlink())
    return {path.relative_to(home).as_posix() for path in paths if ".cache" not in path.parts}


@contextlib.contextmanager
def started(root: Root, desktop: Desktop, log: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the fresh system on a desktop of this machine, ended after the block; it had no fault of its own."""
    for path in (desktop.folder, desktop.folder / "bus"):
        path.chmod(0o777)  # the user of the fresh system is another one
    seen = {name: desktop.env[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            root.command(*command, shared=(desktop.folder,), user=USER),
            env=root.environment(seen, user=USER),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill_group(process)
        sys.stdout.write(log.read_text())  # for who reads a failure
    assert "Traceback" not in log.read_text()
