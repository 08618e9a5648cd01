"""What NetworkManager and UPower tell becomes commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.model.command import DesktopEvent
from brim.tray.linux.monitors.battery import is_low
from brim.tray.linux.monitors.network import has_default_route

if TYPE_CHECKING:
    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver, StartMock
    from tests.desktop.mocks import Mock

MOCK = "org.freedesktop.DBus.Mock"
NETWORK = "org.freedesktop.NetworkManager"
NETWORK_PATH = "/org/freedesktop/NetworkManager"
POWER = "org.freedesktop.UPower"
DEVICE = f"{POWER}.Device"
POWER_PATH = "/org/freedesktop/UPower"
DISPLAY_PATH = f"{POWER_PATH}/devices/DisplayDevice"
CONNECTED, LOCAL, CONNECTING, DISCONNECTED = 70, 50, 40, 20
LOW_AND_BACK = (DesktopEvent.BATTERY_LOW, DesktopEvent.BATTERY_OK)


def start_network(start_desktop: StartDesktop, start_mock: StartMock, state: int) -> Mock:
    """A network manager in some state."""
    mock = start_mock(start_desktop(), NETWORK, "/org/freedesktop", "networkmanager")
    reach(mock, state)
    return mock


def reach(network: Mock, state: int) -> None:
    """Let the network come into another state."""
    network.call(MOCK, "SetGlobalConnectionState", "u", state, path=NETWORK_PATH)


def test_a_network_that_goes_and_returns(
    start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """A connection that is lost and made again is told once each, whatever lies between."""
    network = start_network(start_desktop, start_mock, CONNECTED)
    driver = start_driver(network.desktop, "--debug")
    driver.wait_until_heard(NETWORK)

    for state in (LOCAL, DISCONNECTED, CONNECTING, LOCAL, CONNECTED):
        reach(network, state)

    driver.wait_for_events(DesktopEvent.OFFLINE, DesktopEvent.ONLINE)


def test_a_network_manager_without_a_network(
    start_desktop: StartDesktop, start_mock: StartMock, start_driver: StartDriver
) -> None:
    """No connection at the start is told, unless the system has a way to the sandbox that is not NetworkManager's."""
    network = start_network(start_desktop, start_mock, DISCONNECTED)
    driver = start_driver(network.desktop, "--debug")
    driver.wait_until_heard(NETWORK)

    reach(network, CONNECTED)
    reach(network, DISCONNECTED)
    network.stop()

    falls = 1 if has_default_route() else 2
    driver.wait_for_events(*(DesktopEvent.OFFLINE, DesktopEvent.ONLINE) * falls)


@pytest.mark.parametrize(("destination", "found"), [("00000000", True), ("000011AC", False)])
def test_a_way_to_the_world(destination: str, *, found: bool) -> None:
    """A route to everywhere is known by its destination of zeros."""
    table = f"Iface\tDestination\tGateway \tFlags\neth0\t{destination}\t010011AC\t0003\n"

    assert found == has_default_route(table)


@pytest.fixture
def power(start_desktop: StartDesktop, start_mock: StartMock) -> Mock:
    """A machine with a battery that is nearly full, on mains."""
    mock = start_mock(start_desktop(), POWER, POWER_PATH, "upower")
    change(mock, percent=90.0)
    mock.change(DEVICE, DISPLAY_PATH, IsPresent=Variant("b", value=True))
    return mock


def change(power: Mock, *, percent: float | None = None, battery: bool | None = None, warning: int = 1) -> None:
    """Let UPower tell something new."""
    if percent is not None:
        values = {"Percentage": Variant("d", percent), "WarningLevel": Variant("u", warning)}
        power.change(DEVICE, DISPLAY_PATH, **values)
    if battery is not None:
        power.change(POWER, OnBattery=Variant("b", battery))


def started(power: Mock, start_driver: StartDriver) -> Driver:
    """A tray that hears UPower."""
    driver = start_driver(power.desktop, "--debug")
    driver.wait_until_heard(POWER)
    return driver


def test_a_battery_that_runs_down(power: Mock, start_driver: StartDriver) -> None:
    """A battery is low when it is nearly empty and in use; on mains it is enough, however little it holds."""
    driver = started(power, start_driver)

    change(power, percent=15.0)
    change(power, battery=True)
    driver.wait_for_events(DesktopEvent.BATTERY_LOW)
    change(power, battery=False)
    driver.wait_for_events(*LOW_AND_BACK)

    change(power, percent=30.0)
    change(power, battery=True)
    driver.wait_until_heard(POWER, 3)
    change(power, percent=30.0, warning=3)
    driver.wait_for_events(*LOW_AND_BACK, DesktopEvent.BATTERY_LOW)
    change(power, percent=31.0)
    driver.wait_for_events(*LOW_AND_BACK * 2)


def test_a_battery_that_is_low_at_the_start(power: Mock, start_driver: StartDriver) -> None:
    """A battery that is low already is told; when UPower goes, nothing is known of it any more."""
    change(power, percent=5.0, battery=True)
    driver = started(power, start_driver)

    driver.wait_for_events(DesktopEvent.BATTERY_LOW)
    power.stop()

    driver.wait_for_events(*LOW_AND_BACK)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, False),
        ({"OnBattery": True}, False),
        ({"OnBattery": True, "Percentage": 0.0}, False),
        ({"OnBattery": True, "Percentage": 0.0, "IsPresent": False, "WarningLevel": 1}, False),
        ({"OnBattery": True, "WarningLevel": 4}, True),
        ({"OnBattery": True, "Percentage": 20.0, "IsPresent": True}, True),
        ({"OnBattery": True, "Percentage": 20.5, "IsPresent": True}, False),
        ({"OnBattery": True, "Percentage": 80.0, "IsPresent": True, "WarningLevel": 3}, True),
        ({"OnBattery": False, "Percentage": 2.0, "IsPresent": True, "WarningLevel": 4}, False),
        ({"OnBattery": "yes", "Percentage": 2.0, "IsPresent": True}, False),
        ({"OnBattery": True, "Percentage": "2", "IsPresent": True}, False),
    ],
)
def test_what_counts_as_low(values: dict[str, object], *, expected: bool) -> None:
    """Low is 20 percent or UPower's own warning, of a battery that is there and in use; nonsense is nothing."""
    assert expected == is_low(values)
