"""All monitors together, while buses are lost, return or are absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dbus_fast import Variant

from brim.model.command import DesktopEvent
from tests.tray.linux.monitors.loginmanager import LOGIN, MANAGER, SESSION_ID, SESSION_PATH, start_login

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop, StartDriver, StartMock

ON, OFF = Variant("b", value=True), Variant("b", value=False)
SAVER = "org.gnome.ScreenSaver"
SAVER_PATH = "/org/gnome/ScreenSaver"


def test_buses_that_return(start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """After both buses were lost and have returned, the events of all programs are sent again."""
    desktop = start_desktop()
    desktop.env["XDG_SESSION_ID"] = SESSION_ID
    start_login(desktop, start_mock)
    driver = start_driver(desktop, "--debug")
    driver.wait_until_heard(LOGIN)
    desktop.stop_program("dbus")
    desktop.start_bus()
    saver = start_mock(desktop, SAVER, SAVER_PATH, "gnome_screensaver")
    login = start_login(desktop, start_mock)
    login.emit(MANAGER, "SessionNew", Variant("s", SESSION_ID), Variant("o", SESSION_PATH))
    driver.wait_until_heard(SAVER)
    driver.wait_until_heard(LOGIN, 2)

    saver.emit(SAVER, "ActiveChanged", ON)
    driver.wait_for_events(DesktopEvent.IDLE)
    login.emit(MANAGER, "PrepareForSleep", OFF)
    driver.wait_for_events(DesktopEvent.IDLE, DesktopEvent.WOKE)


def test_no_system_bus(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Without a system bus the tray continues, with a line in the debug log."""
    desktop = start_desktop()
    desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={desktop.folder}/nobody"
    driver = start_driver(desktop, "--debug")

    desktop.wait(lambda: "System bus does not answer" in driver.errors(), "the line")

    driver.do("show exhausted")
    assert 1 == driver.errors().count("System bus does not answer")
