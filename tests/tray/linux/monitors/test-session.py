"""What the login manager and screen savers tell becomes commands, whatever comes, goes or talks nonsense."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.model.command import DesktopEvent

if TYPE_CHECKING:
    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver, StartMock
    from tests.desktop.harness import Desktop
    from tests.desktop.mocks import Mock

LOGIN = "org.freedesktop.login1"
MANAGER, SESSION = f"{LOGIN}.Manager", f"{LOGIN}.Session"
LOGIN_PATH = "/org/freedesktop/login1"
SESSION_PATH = f"{LOGIN_PATH}/session/c1"
ON, OFF = Variant("b", value=True), Variant("b", value=False)
MOCK = "org.freedesktop.DBus.Mock"
ACTIVE = (True,)
SAVER = "org.gnome.ScreenSaver"
SAVER_PATH = "/org/gnome/ScreenSaver"


@pytest.fixture
def desktop(start_desktop: StartDesktop) -> Desktop:
    """A desktop without a panel, in a session of a known name."""
    made = start_desktop()
    made.env["XDG_SESSION_ID"] = "c1"
    return made


def start_login(desktop: Desktop, start_mock: StartMock, kind: str = "x11") -> Mock:
    """A login manager with one session of this user."""
    mock = start_mock(desktop, LOGIN, LOGIN_PATH, "logind")
    mock.call(MOCK, "AddSession", "ssusb", "c1", "seat0", os.getuid(), "somebody", *ACTIVE)
    mock.set(SESSION, "Type", Variant("s", kind), SESSION_PATH)
    return mock


@pytest.fixture
def login(desktop: Desktop, start_mock: StartMock) -> Mock:
    """A login manager with one graphical session of this user."""
    return start_login(desktop, start_mock)


@pytest.fixture
def driver(login: Mock, start_driver: StartDriver) -> Driver:
    """A tray that hears the login manager."""
    made = start_driver(login.desktop, "--debug")
    made.wait_until_heard(LOGIN)
    return made


def test_sleep_and_waking(login: Mock, driver: Driver) -> None:
    """The machine's sleep is told when it begins and when it ends."""
    login.emit(MANAGER, "PrepareForSleep", ON)
    login.emit(MANAGER, "PrepareForSleep", OFF)

    driver.wait_for_events(DesktopEvent.SLEEPS, DesktopEvent.WOKE)


def test_hints_of_the_session(login: Mock, driver: Driver) -> None:
    """The session's hints are told when they change, and only then."""
    for name, value in (("LockedHint", ON), ("LockedHint", ON), ("IdleHint", ON), ("LockedHint", OFF)):
        login.change(SESSION, SESSION_PATH, **{name: value})
    login.change(SESSION, SESSION_PATH, IdleHint=OFF)

    driver.wait_for_events(DesktopEvent.LOCKED, DesktopEvent.IDLE, DesktopEvent.UNLOCKED, DesktopEvent.ACTIVE)


def test_a_request_to_lock(login: Mock, driver: Driver) -> None:
    """A request to lock counts as locked until one to unlock, or until the hint says otherwise."""
    login.emit(SESSION, "Lock", path=SESSION_PATH)
    login.emit(SESSION, "Unlock", path=SESSION_PATH)
    login.emit(SESSION, "Lock", path=SESSION_PATH)
    login.change(SESSION, SESSION_PATH, LockedHint=ON)
    login.change(SESSION, SESSION_PATH, LockedHint=OFF)

    driver.wait_for_events(DesktopEvent.LOCKED, DesktopEvent.UNLOCKED, DesktopEvent.LOCKED, DesktopEvent.UNLOCKED)


def test_a_request_that_nobody_carries_out(login: Mock, driver: Driver) -> None:
    """Where no desktop says that it is locked, a request to lock does not count for ever."""
    login.emit(SESSION, "Lock", path=SESSION_PATH)

    driver.wait_for_events(DesktopEvent.LOCKED, DesktopEvent.UNLOCKED, seconds=20)


def test_how_things_stand_at_the_start(login: Mock, start_driver: StartDriver) -> None:
    """A session that is locked and idle already is told so; what is as ever is not told."""
    login.set(SESSION, "LockedHint", ON, SESSION_PATH)
    login.set(SESSION, "IdleHint", ON, SESSION_PATH)

    start_driver(login.desktop).wait_for_events(DesktopEvent.LOCKED, DesktopEvent.IDLE)


def test_a_text_console_is_idle_while_x_is_used(
    desktop: Desktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """The idle hint of a session that began on a text console says nothing of the person before the screen."""
    login = start_login(desktop, start_mock, "tty")
    login.set(SESSION, "IdleHint", ON, SESSION_PATH)
    login.set(SESSION, "LockedHint", ON, SESSION_PATH)

    start_driver(desktop).wait_for_events(DesktopEvent.LOCKED)


@pytest.mark.parametrize("way", ["process", "screen", "seat"])
def test_a_session_without_a_name(way: str, login: Mock, start_driver: StartDriver) -> None:
    """Where the session's name is not known, it is found by the process, by the user's screen or by the seat."""
    del login.desktop.env["XDG_SESSION_ID"]
    if way == "process":
        login.add_method(MANAGER, "GetSessionByPID", ("u", "o"), f"ret = {SESSION_PATH!r}")
    elif way == "screen":
        user = f"{LOGIN_PATH}/user/{os.getuid()}"
        login.set(f"{LOGIN}.User", "Display", Variant("(so)", ["c1", SESSION_PATH]), user)
    login.set(SESSION, "LockedHint", ON, SESSION_PATH)

    start_driver(login.desktop).wait_for_events(DesktopEvent.LOCKED)


def test_a_login_manager_that_goes_and_returns(login: Mock, driver: Driver, start_mock: StartMock) -> None:
    """What it said holds no longer when it goes, nor that the machine sleeps; it is heard when it returns."""
    login.emit(MANAGER, "PrepareForSleep", ON)
    login.change(SESSION, SESSION_PATH, LockedHint=ON)
    driver.wait_for_events(DesktopEvent.SLEEPS, DesktopEvent.LOCKED)

    login.stop()
    driver.wait_for_events(DesktopEvent.SLEEPS, DesktopEvent.LOCKED, DesktopEvent.UNLOCKED, DesktopEvent.WOKE)

    again = start_login(login.desktop, start_mock)
    again.emit(MANAGER, "SessionNew", Variant("s", "c1"), Variant("o", SESSION_PATH))
    driver.wait_until_heard(LOGIN, 2)
    again.emit(MANAGER, "PrepareForSleep", OFF)
    driver.wait_for_events(
        DesktopEvent.SLEEPS, DesktopEvent.LOCKED, DesktopEvent.UNLOCKED, DesktopEvent.WOKE, DesktopEvent.WOKE
    )


def test_signals_of_another_shape(login: Mock, driver: Driver) -> None:
    """A signal whose values are of another type is left alone, is one line for who debugs, and is no obstacle."""
    for _ in range(3):
        login.emit(MANAGER, "PrepareForSleep", Variant("s", "soon"))
    login.emit(MANAGER, "PrepareForSleep")
    login.change(SESSION, SESSION_PATH, LockedHint=Variant("s", "perhaps"), IdleHint=Variant("u", 1))
    login.emit(MANAGER, "PrepareForSleep", OFF)

    driver.wait_for_events(DesktopEvent.WOKE)
    assert 1 == driver.errors().count("which is not its type")
    assert "Traceback" not in driver.errors()


def test_a_signal_in_anothers_name(login: Mock, driver: Driver, start_mock: StartMock) -> None:
    """A program that is not the login manager cannot tell of sleep, also when it sends its signal to Brim alone."""
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


def test_a_screen_saver(desktop: Desktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """Nobody looks while a screen saver shows; one that comes later is heard, and one that goes shows nothing."""
    driver = start_driver(desktop, "--debug")
    saver = start_mock(desktop, SAVER, SAVER_PATH, "gnome_screensaver")
    driver.wait_until_heard(SAVER)

    saver.emit(SAVER, "ActiveChanged", ON)
    saver.emit(SAVER, "ActiveChanged", OFF)
    saver.emit(SAVER, "ActiveChanged", ON)
    saver.stop()

    driver.wait_for_events(DesktopEvent.IDLE, DesktopEvent.ACTIVE, DesktopEvent.IDLE, DesktopEvent.ACTIVE)


def test_two_screen_savers(desktop: Desktop, start_mock: StartMock, start_driver: StartDriver) -> None:
    """One that shows already is told at the start; the screen is free again when the last one has ended."""
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


def test_buses_that_return(desktop: Desktop, driver: Driver, start_mock: StartMock) -> None:
    """After both buses were lost and have returned, everybody is heard again."""
    desktop.stop_program("dbus")
    desktop.start_bus()
    saver = start_mock(desktop, SAVER, SAVER_PATH, "gnome_screensaver")
    login = start_login(desktop, start_mock)
    login.emit(MANAGER, "SessionNew", Variant("s", "c1"), Variant("o", SESSION_PATH))
    driver.wait_until_heard(SAVER)
    driver.wait_until_heard(LOGIN, 2)

    saver.emit(SAVER, "ActiveChanged", ON)
    driver.wait_for_events(DesktopEvent.IDLE)
    login.emit(MANAGER, "PrepareForSleep", OFF)
    driver.wait_for_events(DesktopEvent.IDLE, DesktopEvent.WOKE)


def test_no_system_bus(desktop: Desktop, start_driver: StartDriver) -> None:
    """Without a system bus the tray goes on, and says so to who debugs alone."""
    desktop.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={desktop.folder}/nobody"
    driver = start_driver(desktop, "--debug")

    desktop.wait(lambda: "The system bus does not answer" in driver.errors(), "the line")

    driver.do("show exhausted")
    assert 1 == driver.errors().count("The system bus does not answer")
