"""How the tray starts, what it survives and how it ends."""

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
    """Whether it has ended with status 0, no thread left but the main one, and nothing on standard error."""
    return (driver.wait_for_end(), driver.record()[-1], driver.errors()) == (0, "left MainThread", "")


def test_stop_from_another_thread(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """`stop` ends the program, with no thread left."""
    driver = start_driver(start_desktop())

    driver.do("stop")

    assert ended_well(driver)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_the_program(number: int, start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """SIGTERM and SIGINT end it like `stop`, without a traceback."""
    driver = start_driver(start_desktop())

    os.kill(driver.process.pid, number)

    assert ended_well(driver)


def test_calls_during_the_end(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A panel that asks for the icon all the time does not delay the end of the program, and nothing is logged."""
    desktop = start_desktop()
    driver = start_driver(desktop)

    with Host(desktop, driver.process.pid) as host:
        host.request_property("IconPixmap", 100)
        os.kill(driver.process.pid, signal.SIGTERM)

        assert ended_well(driver)


def test_more_calls_than_the_bus_takes_replies(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Replies that wait for a slow reader do not end the connection: the item stays, and nothing is logged."""
    desktop = start_desktop()
    driver = start_driver(desktop)

    with Host(desktop, driver.process.pid) as host:
        host.request_property("IconPixmap", 100)
        assert host.property("Title") == "Brim: 41%"

    driver.do("stop")
    assert ended_well(driver)


def test_the_icon_is_removed_first(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """The item is removed when `run` returns, however long the rest of the program takes to end."""
    desktop = start_desktop("xfce")
    driver = start_driver(desktop, "--linger")
    desktop.wait(lambda: len(desktop.tray_items()) == 1, "the item")

    driver.do("stop")
    driver.wait_for("left MainThread")

    desktop.wait(lambda: desktop.tray_items() == [], "the end of the item", 1.0)
    assert driver.process.poll() is None


def test_a_second_signal_does_not_disturb_the_end(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A second Ctrl+C changes nothing about the end of the program."""
    driver = start_driver(start_desktop(), "--linger")
    os.kill(driver.process.pid, signal.SIGINT)
    driver.wait_for("left MainThread")

    os.kill(driver.process.pid, signal.SIGINT)
    os.kill(driver.process.pid, signal.SIGTERM)
    driver.end_input()

    assert ended_well(driver)


def test_a_panel_that_hangs(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A panel that does not answer does not delay the end of the program."""
    desktop = start_desktop("xfce")
    desktop.pause_program("panel")
    driver = start_driver(desktop, ready=False)
    item = f"org.kde.StatusNotifierItem-{driver.process.pid}-1"
    desktop.wait(lambda: desktop.has_owner(item), "the item")

    os.kill(driver.process.pid, signal.SIGTERM)

    assert ended_well(driver)
    assert "ready" not in driver.record()


def test_calls_before_the_start(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A view that is set before the start is shown at the start; a tray that is stopped before it never starts."""
    desktop = start_desktop()
    driver = start_driver(desktop, "--before", "show exhausted")
    stopped = start_driver(desktop, "--before", "stop", ready=False)

    with Host(desktop, driver.process.pid) as host:
        assert host.property("Title") == "Brim: 100%"
    assert ended_well(stopped)
    assert "ready" not in stopped.record()


def test_only_one_runs(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A second tray of the same name ends with an error; one without a name runs beside the first."""
    desktop = start_desktop()
    start_driver(desktop, "--name", "app.brim.Test")

    second = start_driver(desktop, "--name", "app.brim.Test", ready=False)
    unnamed = start_driver(desktop)

    assert second.wait_for_end() == 1
    assert second.record() == ["AlreadyRunningError", "done show exhausted", "left MainThread"]
    assert unnamed.process.poll() is None


def test_no_bus(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Without a session bus it ends with an error."""
    desktop = start_desktop()
    desktop.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={desktop.folder}/nobody"

    driver = start_driver(desktop, ready=False)

    assert driver.wait_for_end() == 1
    assert driver.record()[0] == "NoBusError"


def test_the_terminal_may_be_closed(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A tray whose terminal is closed continues, and still answers after SIGHUP."""
    desktop = start_desktop()
    ours, theirs = pty.openpty()
    driver = start_driver(desktop, terminal=theirs)
    os.close(theirs)

    os.close(ours)
    os.kill(driver.process.pid, signal.SIGHUP)
    driver.do("notify plain")  # no daemon: it logs a warning to the closed terminal
    driver.wait_for(repr(NotificationResult("session", "failed")))

    with Host(desktop, driver.process.pid) as host:
        assert host.property("Title") == "Brim: 41%"
    driver.do("stop")
    assert driver.wait_for_end() == 0


def test_a_missing_host_is_reported_once(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Where no host shows icons one notification says what to install, and the program continues."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop, "--no-host-seconds", "0.3")

    desktop.wait_for_colour(BLUE, POPUPS)

    driver.wait_for(repr(NotificationResult("no-host", "shown")))
    assert driver.errors().count("GNOME") == 1
    with Host(desktop, driver.process.pid) as host:
        assert host.property("Title") == "Brim: 41%"


def test_a_host_that_was_seen_is_not_reported(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Where the icon has been shown before, no notification is shown, although the panel does not run just then."""
    desktop = start_desktop("xfce", "dunst")
    driver = start_driver(desktop, "--no-host-seconds", "0.5")
    began = time.monotonic()

    desktop.stop_program("panel")
    desktop.wait(lambda: time.monotonic() - began > 0.8, "the end of the wait for a host")

    driver.do("notify again")
    driver.wait_for(repr(NotificationResult("session", "shown")))
    assert repr(NotificationResult("no-host", "shown")) not in driver.record()


def test_a_bus_that_returns(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """When the session bus is lost and returns, the item is registered again, with the present view."""
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
    """While the bus is away SIGTERM ends the program as usual."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    desktop.stop_program("dbus")

    os.kill(driver.process.pid, signal.SIGTERM)

    assert driver.wait_for_end() == 0
    assert driver.record()[-1] == "left MainThread"
