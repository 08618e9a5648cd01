"""What UPower reports becomes commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.model.command import DesktopEvent
from brim.tray.linux.monitors.battery import is_low

if TYPE_CHECKING:
    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver, StartMock
    from tests.desktop.mocks import Mock

POWER = "org.freedesktop.UPower"
DEVICE = f"{POWER}.Device"
POWER_PATH = "/org/freedesktop/UPower"
DISPLAY_PATH = f"{POWER_PATH}/devices/DisplayDevice"
LOW_AND_OK = (DesktopEvent.BATTERY_LOW, DesktopEvent.BATTERY_OK)


@pytest.fixture
def power(start_desktop: StartDesktop, start_mock: StartMock) -> Mock:
    """A machine with a battery that is nearly full, on mains."""
    mock = start_mock(start_desktop(), POWER, POWER_PATH, "upower")
    set_power(mock, percent=90.0)
    mock.change(DEVICE, DISPLAY_PATH, IsPresent=Variant("b", value=True))
    return mock


def set_power(power: Mock, *, percent: float | None = None, battery: bool | None = None, warning: int = 1) -> None:
    """Change what UPower reports."""
    if percent is not None:
        values = {"Percentage": Variant("d", percent), "WarningLevel": Variant("u", warning)}
        power.change(DEVICE, DISPLAY_PATH, **values)
    if battery is not None:
        power.change(POWER, OnBattery=Variant("b", battery))


def start_on(power: Mock, start_driver: StartDriver) -> Driver:
    """A tray that has subscribed to UPower."""
    driver = start_driver(power.desktop, "--debug")
    driver.wait_until_heard(POWER)
    return driver


def test_a_battery_that_runs_low(power: Mock, start_driver: StartDriver) -> None:
    """A battery is low when it is nearly empty and in use; on mains it never is."""
    driver = start_on(power, start_driver)

    set_power(power, percent=15.0)
    set_power(power, battery=True)
    driver.wait_for_events(DesktopEvent.BATTERY_LOW)
    set_power(power, battery=False)
    driver.wait_for_events(*LOW_AND_OK)

    set_power(power, percent=30.0)
    set_power(power, battery=True)
    driver.wait_until_heard(POWER, 3)
    set_power(power, percent=30.0, warning=3)
    driver.wait_for_events(*LOW_AND_OK, DesktopEvent.BATTERY_LOW)
    set_power(power, percent=31.0)
    driver.wait_for_events(*LOW_AND_OK * 2)


def test_a_battery_that_is_low_at_the_start(power: Mock, start_driver: StartDriver) -> None:
    """A battery that is low at the start is sent as low; when UPower ends, it is low no longer."""
    set_power(power, percent=5.0, battery=True)
    driver = start_on(power, start_driver)

    driver.wait_for_events(DesktopEvent.BATTERY_LOW)
    power.stop()

    driver.wait_for_events(*LOW_AND_OK)


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
    """Low is 20 percent or UPower's own warning, of a present battery in use; values of a wrong type are ignored."""
    assert expected == is_low(values)
