"""What the diagnostics detect on real desktops: real panels, real notification daemons, and their absence."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.tray.linux.doctor import diagnosed, doctor

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop, StartDriver


@pytest.mark.parametrize(
    ("panel", "notify", "expected"),
    [
        ("xfce", "dunst", ["XFCE", "panel-2-systray", ["Xfce panel"], "dunst"]),
        ("lxqt", "xfce", ["LXQt", "lxqt-panel", [], "Xfce Notify Daemon"]),
    ],
)
def test_a_whole_desktop(
    panel: str, notify: str, expected: list[object], start_desktop: StartDesktop, start_driver: StartDriver
) -> None:
    """Panel, host, items and notification daemon are detected by name."""
    desktop = start_desktop(panel, notify)
    start_driver(desktop)
    desktop.wait(lambda: len(desktop.tray_items()) == 1, "the item")
    facts = diagnosed(desktop)

    assert expected == [facts["desktop"], facts["watcher"], facts["panels"], facts["daemon"]["name"]]
    assert ["linux", "x11", True, True, 1, False] == [
        facts[key] for key in ("system", "session", "bus", "host", "items", "tray")
    ]
    assert "body" in facts["daemon"]["capabilities"]


def test_a_bare_desktop(start_desktop: StartDesktop) -> None:
    """A bus without other programs has neither watcher nor daemon, and none is started."""
    facts = diagnosed(start_desktop())

    assert (True, None, False) == (facts["bus"], facts["watcher"], facts["host"])
    assert (None, False, False) == tuple(facts[key] for key in ("daemon", "daemon_starts", "daemon_silent"))


def test_a_daemon_that_hangs(start_desktop: StartDesktop) -> None:
    """A daemon that does not answer is reported as such, within seconds."""
    desktop = start_desktop(notify="dunst")
    desktop.pause_program("notify")

    assert (None, True) == tuple(diagnosed(desktop)[key] for key in ("daemon", "daemon_silent"))


def test_no_bus(start_desktop: StartDesktop) -> None:
    """Where the bus has ended, no bus is reported."""
    desktop = start_desktop()
    desktop.stop_program("dbus")

    assert (False, "x11") == tuple(diagnosed(desktop)[key] for key in ("bus", "session"))


def test_a_tray_that_runs(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A tray that owns its name is detected."""
    desktop = start_desktop()
    start_driver(desktop, "--name", "app.brim.Test")

    assert diagnosed(desktop, "app.brim.Test")["tray"]


def test_the_doctor_on_a_whole_desktop(start_desktop: StartDesktop) -> None:
    """The doctor names panel and notification daemon of a whole desktop and finds no problem with them."""
    _, lines = doctor(start_desktop("xfce", "dunst"))

    assert "XFCE on x11, session bus OK" == lines["Desktop", "ok"][0]
    assert "Panel: Xfce panel" == lines["Desktop", "ok"][2]
    assert lines["Notifications", "ok"][0].startswith("dunst ")
    assert ["Not running"] == lines["Brim", "look"]


def test_an_xembed_tray(start_desktop: StartDesktop) -> None:
    """An XEmbed tray is detected where no host draws icons, and the doctor reports no problem."""
    desktop = start_desktop("trayer")

    assert diagnosed(desktop)["old_tray"]
    assert "Old tray (XEmbed): it shows the icon, and Brim draws the menu" in doctor(desktop)[1]["Desktop", "ok"]


def test_the_doctor_on_a_bare_desktop(start_desktop: StartDesktop) -> None:
    """A desktop without a tray and without a notification daemon has two problems, and the exit code is 1."""
    code, lines = doctor(start_desktop())

    assert 1 == code
    assert ["No tray host found (no StatusNotifierWatcher)"] == lines["Desktop", "problem"]
    assert ["No notification daemon found"] == lines["Notifications", "problem"]


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_the_doctor_on_a_terminal(variables: dict[str, str], *, coloured: bool) -> None:
    """On a terminal the marks have colours, unless NO_COLOR is set."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "brim", "doctor"]
    with subprocess.Popen(
        command, env=os.environ | {"TERM": "xterm"} | variables, stdout=theirs, stderr=theirs
    ) as brim:
        os.close(theirs)
        output = b""
        with contextlib.suppress(OSError):  # the terminal ends with the last program that writes to it
            while part := os.read(ours, 4096):
                output += part
    os.close(ours)

    assert (1, coloured) == (brim.returncode, b"\x1b[3" in output)
    assert b"[+] ok" in output
