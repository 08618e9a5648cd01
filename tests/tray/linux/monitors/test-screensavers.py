"""What screen savers report becomes commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dbus_fast import Variant

from brim.model.command import DesktopEvent

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop, StartDriver, StartMock

ON, OFF = Variant("b", value=True), Variant("b", value=False)
SAVER = "org.gnome.ScreenSaver"
SAVER_PATH = "/org/gnome/ScreenSaver"


def test_a_screen_saver(start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """The person is idle while a screen saver shows; it may start after the tray, and ends the state when it ends."""
    desktop = start_desktop()
    driver = start_driver(desktop, "--debug")
    saver = start_mock(desktop, SAVER, SAVER_PATH, "gnome_screensaver")
    driver.wait_until_heard(SAVER)

    saver.emit(SAVER, "ActiveChanged", ON)
    saver.emit(SAVER, "ActiveChanged", OFF)
    saver.emit(SAVER, "ActiveChanged", ON)
    saver.stop()

    driver.wait_for_events(DesktopEvent.IDLE, DesktopEvent.ACTIVE, DesktopEvent.IDLE, DesktopEvent.ACTIVE)


def test_two_screen_savers(start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """A screen saver that shows at the start is sent; the person is active when the last one has ended."""
    desktop = start_desktop()
    savers = []
    for name in (SAVER, "org.freedesktop.ScreenSaver"):
        saver = start_mock(desktop, name, f"/{name.replace('.', '/')}")
        saver.add_method(name, "GetActive", ("", "b"), "ret = True")
        savers.append(saver)
    driver = start_driver(desktop, "--debug")
    for saver in savers:
        driver.wait_until_heard(saver.name)

    for saver in savers:
        saver.emit(saver.name, "ActiveChanged", OFF)

    driver.wait_for_events(DesktopEvent.IDLE, DesktopEvent.ACTIVE)
