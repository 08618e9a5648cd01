"""The icon and GNOME's list of icons, which ends and begins with its extension, as at the lock screen."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.desktop.watcher import NAME as WATCHER
from tests.hosts.gnome import Gnome

if TYPE_CHECKING:
    from tests.hosts.conftest import StartBrim, StartHost
    from tests.support.sandbox import Sandbox

pytestmark = pytest.mark.timeout(300)


def test_the_icon_comes_back_with_the_extension(start_host: StartHost, start_brim: StartBrim, sandbox: Sandbox) -> None:
    """Each time that the extension is enabled the icon is listed once, and the doctor misses it only in between."""
    gnome = start_host(Gnome())

    def problems() -> list[str]:
        command = [sys.executable, "-m", "brim", "doctor", "--json"]
        env = gnome.env | sandbox.environment
        report = json.loads(subprocess.run(command, env=env, capture_output=True, check=False, timeout=60).stdout)
        lines = [line for line in report["lines"] if line["topic"] == "Brim"]
        return [line["text"] for line in lines if line["verdict"] == "problem"]

    start_brim(gnome)
    gnome.wait(lambda: len(gnome.tray_items()) == 1, "the item")
    assert [] == problems()
    for _ in range(5):
        gnome.enable_extension(enabled=False)
        gnome.wait(lambda: not gnome.has_owner(WATCHER), "the end of the list")
        gnome.enable_extension(enabled=True)
        gnome.wait(lambda: len(gnome.tray_items()) == 1, "the item, once more")
    assert [] == problems()
    gnome.enable_extension(enabled=False)
    gnome.wait(lambda: not gnome.has_owner(WATCHER), "the end of the list")
    assert ["Running, but no tray shows its icon"] == problems()
