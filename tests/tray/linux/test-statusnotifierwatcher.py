"""Watchers of tray icons that are not ready: the icon comes once they are, and the doctor misses it until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.app import INSTANCE_NAME
from brim.tray.linux.statusnotifierwatcher import lists
from brim.tray.linux.traystate import STATE_INTERFACE, STATE_PATH
from tests.desktop.screen import DesktopError
from tests.desktop.watcher import Watcher
from tests.tray.linux.doctor import diagnosed, doctor

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop, StartDriver
    from tests.desktop.harness import Desktop

ARGUMENTS = ("--name", INSTANCE_NAME, "--no-host-seconds", "600")
NEXT_STEP = "Quit Brim and start it again"


def icon_place(desktop: Desktop) -> str:
    """Where the tray says that its icon is."""
    arguments = (f"string:{STATE_INTERFACE}", "string:Icon")
    try:
        reply = desktop.call(INSTANCE_NAME, STATE_PATH, "org.freedesktop.DBus.Properties.Get", *arguments)
    except DesktopError:
        return ""
    return next(place for place in ("panel", "xembed", "nowhere") if f'"{place}"' in reply)


def test_a_watcher_that_refuses_once(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A refused registration is tried again, and the icon is listed once."""
    desktop = start_desktop()
    with Watcher(desktop, refuses=2) as watcher:
        start_driver(desktop, *ARGUMENTS)
        desktop.wait(lambda: icon_place(desktop) == "panel", "the icon")

        assert (3, 1) == (watcher.calls, len(watcher.items))


def test_a_name_before_its_object(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A watcher that owns its name before it has an object gets the icon once it has one."""
    desktop = start_desktop()
    with Watcher(desktop, exists=False) as watcher:
        start_driver(desktop, *ARGUMENTS)
        desktop.wait(lambda: watcher.calls == 2, "the second try")
        watcher.exists = True
        desktop.wait(lambda: icon_place(desktop) == "panel", "the icon")

        assert 1 == len(watcher.items)


def test_a_watcher_that_comes_late_and_has_no_host_yet(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """The icon is registered when a watcher starts, and is in the panel when a host comes."""
    desktop = start_desktop()
    start_driver(desktop, *ARGUMENTS)
    assert "nowhere" == icon_place(desktop)
    with Watcher(desktop, host=False) as watcher:
        desktop.wait(lambda: len(watcher.items) == 1, "the icon")
        assert "nowhere" == icon_place(desktop)
        watcher.add_host()
        desktop.wait(lambda: icon_place(desktop) == "panel", "the host")

        assert 1 == watcher.calls
    desktop.wait(lambda: icon_place(desktop) == "nowhere", "the end of the watcher")


def test_a_host_that_comes_without_a_signal(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Plasma says nothing when its panel comes; the tray asks again, and registers no second time."""
    desktop = start_desktop()
    with Watcher(desktop, host=False) as watcher:
        start_driver(desktop, *ARGUMENTS)
        assert "nowhere" == icon_place(desktop)
        watcher.host = True
        desktop.wait(lambda: icon_place(desktop) == "panel", "the host")

        assert (1, 1) == (watcher.calls, len(watcher.items))


def test_a_host_that_comes_without_the_icon(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Where a host comes and the watcher has lost the icon, it is registered again; many such signs cost little."""
    desktop = start_desktop()
    with Watcher(desktop) as watcher:
        start_driver(desktop, *ARGUMENTS)
        desktop.wait(lambda: icon_place(desktop) == "panel", "the icon")
        watcher.items.clear()
        watcher.add_host()
        desktop.wait(lambda: len(watcher.items) == 1, "the icon, once more")
        assert 2 == watcher.calls

        watcher.refuses = 10_000
        watcher.items.clear()
        watcher.add_host(200)
        desktop.wait(lambda: watcher.calls > 3, "the tries")
        assert watcher.calls < 50


def test_the_doctor_misses_the_icon(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A running tray without an icon is a problem with its next step, as long as it lasts."""
    desktop = start_desktop()
    with Watcher(desktop, refuses=10_000) as watcher:
        start_driver(desktop, *ARGUMENTS)
        facts = diagnosed(desktop)
        assert (True, "nowhere", False, True) == tuple(
            facts[key] for key in ("tray", "tray_icon", "tray_listed", "host")
        )
        code, lines = doctor(desktop)
        assert 1 == code
        assert "does not list its icon" in lines["Brim", "problem"][0]

        watcher.refuses = 0
        watcher.add_host()
        desktop.wait(lambda: icon_place(desktop) == "panel", "the icon")
        assert ("panel", True) == tuple(diagnosed(desktop)[key] for key in ("tray_icon", "tray_listed"))
        assert ("Brim", "problem") not in doctor(desktop)[1]

        watcher.items.clear()  # a shell that drops icons and says nothing
        assert ("Brim", "problem") in doctor(desktop)[1]
    assert "no tray shows its icon" in doctor(desktop)[1]["Brim", "problem"][0]


def test_an_old_tray_is_a_place(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """An icon in a tray of the old kind is not missed."""
    desktop = start_desktop("trayer")
    start_driver(desktop, *ARGUMENTS, "--xembed-grace-seconds", "0")
    desktop.wait(lambda: icon_place(desktop) == "xembed", "the icon")

    assert ("Brim", "problem") not in doctor(desktop)[1]


@pytest.mark.parametrize("item", [":1.5", ":1.5/StatusNotifierItem", ":1.5@/StatusNotifierItem", "org.kde.Item-1-1/X"])
def test_forms_of_items(item: str) -> None:
    """The icon is found in the lists of all panels, and not taken for one with a longer name."""
    assert lists([3, item], (":1.5", "org.kde.Item-1-1"))
    assert not lists([":1.55/StatusNotifierItem", "org.kde.Item-1-12"], (":1.5", "org.kde.Item-1-1"))
