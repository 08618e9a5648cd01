"""How the tray begins, what it survives and how it ends."""

from __future__ import annotations

import os
import pty
import signal
import time
from typing import TYPE_CHECKING

import pytest

from brim.model.command import NotificationResult
from tests.desktop.host import ITEM, Host

if TYPE_CHECKING:
    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver

BLUE = (32, 64, 96)
POPUPS = "420x220+604+0"


def ended_well(driver: Driver) -> bool:
    """Gone, with the main thread alone, and nothing on standard error."""
    return (driver.wait_for_end(), driver.record()[-1], driver.errors()) == (0, "left MainThread", "")


def test_stop_from_another_thread(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """`stop` ends the program, with no thread left."""
    driver = start_driver(start_desktop())

    driver.do("stop")

    assert ended_well(driver)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it(number: int, start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """SIGTERM and SIGINT end it like `stop`, without a traceback."""
    driver = start_driver(start_desktop())

    os.kill(driver.process.pid, number)

    assert ended_well(driver)


def test_questions_amid_the_end(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A panel that asks for the icon without end keeps nobody from ending the program, and is no reason for words."""
    desktop = start_desktop()
    driver = start_driver(desktop)

    with Host(desktop, driver.process.pid) as host:
        host.flood("IconPixmap", 100)
        os.kill(driver.process.pid, signal.SIGTERM)

        assert ended_well(driver)


def test_more_calls_than_the_bus_takes_replies(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Answers that wait for a slow reader do not cost the connection: the item stays, and nothing is said."""
    desktop = start_desktop()
    driver = start_driver(desktop)

    with Host(desktop, driver.process.pid) as host:
        host.flood("IconPixmap", 100)
        assert host.property("Title") == "Brim: 41%"

    driver.do("stop")
    assert ended_well(driver)


def test_the_icon_goes_first(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """The item is gone when `run` returns, however long the rest of the program takes to end."""
    desktop = start_desktop("xfce")
    driver = start_driver(desktop, "--linger")
    desktop.wait(lambda: len(desktop.tray_items()) == 1, "the item")

    driver.do("stop")
    driver.wait_for("left MainThread")

    desktop.wait(lambda: desktop.tray_items() == [], "the end of the item", 1.0)
    assert driver.process.poll() is None


def test_a_second_signal_does_not_disturb_the_end(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Whoever presses Ctrl+C twice gets the same quiet end."""
    driver = start_driver(start_desktop(), "--linger")
    os.kill(driver.process.pid, signal.SIGINT)
    driver.wait_for("left MainThread")

    os.kill(driver.process.pid, signal.SIGINT)
    os.kill(driver.process.pid, signal.SIGTERM)
    driver.end_input()

    assert ended_well(driver)


def test_a_panel_that_hangs(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A panel that does not answer keeps nobody from ending the program."""
    desktop = start_desktop("xfce")
    desktop.pause_program("panel")
    driver = start_driver(desktop, ready=False)
    item = f"org.kde.StatusNotifierItem-{driver.process.pid}-1"
    desktop.wait(lambda: desktop.has_owner(item), "the item")

    os.kill(driver.process.pid, signal.SIGTERM)

    assert ended_well(driver)
    assert "ready" not in driver.record()


def test_calls_before_the_start(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """What is shown before the start is shown at the start; a tray that is stopped before it never begins."""
    desktop = start_desktop()
    driver = start_driver(desktop, "--before", "show exhausted")
    stopped = start_driver(desktop, "--before", "stop", ready=False)

    with Host(desktop, driver.process.pid) as host:
        assert host.property("Title") == "Brim: 100%"
    assert ended_well(stopped)
    assert "ready" not in stopped.record()


def test_only_one_runs(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A second tray of the same name ends in words; one without a name runs beside the first."""
    desktop = start_desktop()
    start_driver(desktop, "--name", "app.brim.Test")

    second = start_driver(desktop, "--name", "app.brim.Test", ready=False)
    beside = start_driver(desktop)

    assert second.wait_for_end() == 1
    assert second.record() == ["AlreadyRunningError", "done show exhausted", "left MainThread"]
    assert beside.process.poll() is None


def test_no_bus(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Without a session bus it ends in words."""
    desktop = start_desktop()
    desktop.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={desktop.folder}/nobody"

    driver = start_driver(desktop, ready=False)

    assert driver.wait_for_end() == 1
    assert driver.record()[0] == "NoBusError"


def test_the_terminal_may_go(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A tray whose terminal is closed goes on, and still answers after SIGHUP."""
    desktop = start_desktop()
    ours, its = pty.openpty()
    driver = start_driver(desktop, terminal=its)
    os.close(its)

    os.close(ours)
    os.kill(driver.process.pid, signal.SIGHUP)
    driver.do("notify plain")  # no daemon: it logs a warning to the dead terminal
    driver.wait_for(repr(NotificationResult("session", "failed")))

    with Host(desktop, driver.process.pid) as host:
        assert host.property("Title") == "Brim: 41%"
    driver.do("stop")
    assert driver.wait_for_end() == 0


def test_no_tray_is_said_once(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Where nobody shows icons one notice says what to install, and the program goes on."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop, "--no-host-seconds", "0.3")

    desktop.wait_for_colour(BLUE, POPUPS)

    driver.wait_for(repr(NotificationResult("no-host", "shown")))
    assert driver.errors().count("GNOME") == 1
    with Host(desktop, driver.process.pid) as host:
        assert host.property("Title") == "Brim: 41%"


def test_a_tray_is_not_missed(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Where the icon has been shown nothing is said, also when the panel is away just then."""
    desktop = start_desktop("xfce", "dunst")
    driver = start_driver(desktop, "--no-host-seconds", "0.5")
    began = time.monotonic()

    desktop.stop_program("panel")
    desktop.wait(lambda: time.monotonic() - began > 0.8, "the end of the wait for a host")

    driver.do("notify again")
    driver.wait_for(repr(NotificationResult("session", "shown")))
    assert repr(NotificationResult("no-host", "shown")) not in driver.record()


def test_a_bus_that_returns(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """When the session bus is lost and returns, the item is there again, with what is shown now."""
    desktop = start_desktop()
    driver = start_driver(desktop, "--name", "app.brim.Test")

    desktop.stop_program("dbus")
    driver.do("show exhausted")
    desktop.start_bus()

    desktop.wait(lambda: desktop.has_owner("app.brim.Test"), "the tray")
    with Host(desktop, driver.process.pid) as host:
        assert host.properties(ITEM)["Title"] == "Brim: 100%"
    assert "Traceback" not in driver.errors()


def test_it_can_be_stopped_without_a_bus(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """While the bus is away SIGTERM ends it as ever."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    desktop.stop_program("dbus")

    os.kill(driver.process.pid, signal.SIGTERM)

    assert driver.wait_for_end() == 0
    assert driver.record()[-1] == "left MainThread"
