"""What the login manager reports becomes commands, also when it ends, returns or sends wrong types."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.model.command import DesktopEvent
from tests.desktop.mocks import MOCK
from tests.tray.linux.monitors.loginmanager import (
    LOGIN,
    LOGIN_PATH,
    MANAGER,
    SESSION,
    SESSION_ID,
    SESSION_PATH,
    start_login,
)

if TYPE_CHECKING:
    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver, StartMock
    from tests.desktop.harness import Desktop
    from tests.desktop.mocks import Mock

ON, OFF = Variant("b", value=True), Variant("b", value=False)


@pytest.fixture
def desktop(start_desktop: StartDesktop) -> Desktop:
    """A desktop without a panel, in a session of a known name."""
    desktop = start_desktop()
    desktop.env["XDG_SESSION_ID"] = SESSION_ID
    return desktop


@pytest.fixture
def login(desktop: Desktop, start_mock: StartMock) -> Mock:
    """A login manager with one graphical session of this user."""
    return start_login(desktop, start_mock)


@pytest.fixture
def driver(login: Mock, start_driver: StartDriver) -> Driver:
    """A tray that has subscribed to the login manager."""
    driver = start_driver(login.desktop, "--debug")
    driver.wait_until_heard(LOGIN)
    return driver


def test_sleep_and_waking(login: Mock, driver: Driver) -> None:
    """An event is sent when the machine's sleep begins and when it ends."""
    login.emit(MANAGER, "PrepareForSleep", ON)
    login.emit(MANAGER, "PrepareForSleep", OFF)

    driver.wait_for_events(DesktopEvent.SLEEPS, DesktopEvent.WOKE)


def test_hints_of_the_session(login: Mock, driver: Driver) -> None:
    """The session's hints send an event only when they change."""
    for name, value in (("LockedHint", ON), ("LockedHint", ON), ("IdleHint", ON), ("LockedHint", OFF)):
        login.change(SESSION, SESSION_PATH, **{name: value})
    login.change(SESSION, SESSION_PATH, IdleHint=OFF)

    driver.wait_for_events(DesktopEvent.LOCKED, DesktopEvent.IDLE, DesktopEvent.UNLOCKED, DesktopEvent.ACTIVE)


def test_a_request_to_lock(login: Mock, driver: Driver) -> None:
    """A request to lock counts as locked until a request to unlock, or until the hint says otherwise."""
    login.emit(SESSION, "Lock", path=SESSION_PATH)
    login.emit(SESSION, "Unlock", path=SESSION_PATH)
    login.emit(SESSION, "Lock", path=SESSION_PATH)
    login.change(SESSION, SESSION_PATH, LockedHint=ON)
    login.change(SESSION, SESSION_PATH, LockedHint=OFF)

    driver.wait_for_events(DesktopEvent.LOCKED, DesktopEvent.UNLOCKED, DesktopEvent.LOCKED, DesktopEvent.UNLOCKED)


def test_a_lock_request_that_is_not_carried_out(login: Mock, driver: Driver) -> None:
    """If no hint confirms it, a request to lock counts only for some seconds."""
    login.emit(SESSION, "Lock", path=SESSION_PATH)

    driver.wait_for_events(DesktopEvent.LOCKED, DesktopEvent.UNLOCKED, seconds=20)


def test_the_state_at_the_start(login: Mock, start_driver: StartDriver) -> None:
    """A session that is locked and idle at the start sends both; other states send nothing."""
    login.set(SESSION, "LockedHint", ON, SESSION_PATH)
    login.set(SESSION, "IdleHint", ON, SESSION_PATH)

    start_driver(login.desktop).wait_for_events(DesktopEvent.LOCKED, DesktopEvent.IDLE)


def test_a_text_console_is_idle_while_x_is_used(
    desktop: Desktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """The idle hint of a session that began on a text console is ignored: it does not describe the person."""
    login = start_login(desktop, start_mock, "tty")
    login.set(SESSION, "IdleHint", ON, SESSION_PATH)
    login.set(SESSION, "LockedHint", ON, SESSION_PATH)

    start_driver(desktop).wait_for_events(DesktopEvent.LOCKED)


@pytest.mark.parametrize("way", ["process", "screen", "seat"])
def test_a_session_without_a_name(way: str, login: Mock, start_driver: StartDriver) -> None:
    """Where the session's name is not known, it is detected by the process, the user's screen or the seat."""
    del login.desktop.env["XDG_SESSION_ID"]
    if way == "process":
        login.add_method(MANAGER, "GetSessionByPID", ("u", "o"), f"ret = {SESSION_PATH!r}")
    elif way == "screen":
        user = f"{LOGIN_PATH}/user/{os.getuid()}"
        login.set(f"{LOGIN}.User", "Display", Variant("(so)", [SESSION_ID, SESSION_PATH]), user)
    login.set(SESSION, "LockedHint", ON, SESSION_PATH)

    start_driver(login.desktop).wait_for_events(DesktopEvent.LOCKED)


def test_a_login_manager_that_ends_and_returns(login: Mock, driver: Driver, start_mock: StartMock) -> None:
    """When it ends, its reports are forgotten, also that the machine sleeps; when it returns, its events are sent."""
    login.emit(MANAGER, "PrepareForSleep", ON)
    login.change(SESSION, SESSION_PATH, LockedHint=ON)
    driver.wait_for_events(DesktopEvent.SLEEPS, DesktopEvent.LOCKED)

    login.stop()
    driver.wait_for_events(DesktopEvent.SLEEPS, DesktopEvent.LOCKED, DesktopEvent.UNLOCKED, DesktopEvent.WOKE)

    again = start_login(login.desktop, start_mock)
    again.emit(MANAGER, "SessionNew", Variant("s", SESSION_ID), Variant("o", SESSION_PATH))
    driver.wait_until_heard(LOGIN, 2)
    again.emit(MANAGER, "PrepareForSleep", OFF)
    driver.wait_for_events(
        DesktopEvent.SLEEPS, DesktopEvent.LOCKED, DesktopEvent.UNLOCKED, DesktopEvent.WOKE, DesktopEvent.WOKE
    )


def test_signals_of_a_wrong_type(login: Mock, driver: Driver) -> None:
    """A signal with values of another type is ignored, with one line in the debug log for all of its kind."""
    for _ in range(3):
        login.emit(MANAGER, "PrepareForSleep", Variant("s", "soon"))
    login.emit(MANAGER, "PrepareForSleep")
    login.change(SESSION, SESSION_PATH, LockedHint=Variant("s", "perhaps"), IdleHint=Variant("u", 1))
    login.emit(MANAGER, "PrepareForSleep", OFF)

    driver.wait_for_events(DesktopEvent.WOKE)
    assert 1 == driver.errors().count("which is not its type")
    assert "Traceback" not in driver.errors()


def test_a_forged_signal(login: Mock, driver: Driver, start_mock: StartMock) -> None:
    """A signal of sleep from a program that is not the login manager is ignored, also when it is sent to Brim alone."""
    other = start_mock(login.desktop, "org.example.Other", LOGIN_PATH)
    own = f"org.kde.StatusNotifierItem-{driver.process.pid}-1"
    other.call(MOCK, "EmitSignal", "sssav", MANAGER, "PrepareForSleep", "b", [ON])
    other.call(
        MOCK,
        "EmitSignalDetailed",
        "sssava{sv}",
        MANAGER,
        "PrepareForSleep",
        "b",
        [ON],
        {"destination": Variant("s", own)},
    )
    login.emit(MANAGER, "PrepareForSleep", OFF)

    driver.wait_for_events(DesktopEvent.WOKE)
