"""A tray whose own files are removed while it runs, as by the removal of its package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from dbus_fast import Variant

from tests.desktop.host import MENU, Host
from tests.desktop.processes import kill_group
from tests.rules.syntax import ROOT
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.fixtures import StartDesktop
    from tests.support.sandbox import Sandbox


def test_it_says_what_to_do_and_quits(sandbox: Sandbox, start_desktop: StartDesktop, tmp_path: Path) -> None:
    """The icon keeps what it shows, a click that needs a removed file says what to do in one line, and Quit works."""
    source, log = tmp_path / "src", tmp_path / "log"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    desktop = start_desktop(notify="dunst")
    with log.open("w") as output:
        brim = subprocess.Popen(
            [sys.executable, "-m", "brim"],
            env=desktop.env | sandbox.environment | {"PYTHONPATH": str(source)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item")
        with Host(desktop, brim.pid) as host:
            wait_until(lambda: "78% used" in host.property("Title"), "the figures", 60)
            shutil.rmtree(source)
            for label in ("Get usage from the Claude CLI", "Open settings file", "Copy details", "Details"):
                host.call(MENU, "Event", "isvu", host.row_id(label), "clicked", Variant("s", ""), 0)
            wait_until(lambda: "Brim was updated or removed" in log.read_text(), "the line", 60)
            assert "78% used" in host.property("Title")
            host.call(MENU, "Event", "isvu", host.row_id("Quit Brim"), "clicked", Variant("s", ""), 0)
            assert 0 == brim.wait(30)
    finally:
        kill_group(brim)

    lines = log.read_text().splitlines()
    assert [] == [line for line in lines if not line.startswith("brim: ")]
    assert any(line.endswith("Quit Brim, then start it again.") for line in lines)
