"""The battery, as UPower reports it (org.freedesktop.UPower).

Brim subscribes to the battery only while the machine runs on it. This module must not know what a low battery changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy
from brim.tray.linux.dbus.variants import bool_property, number_property
from brim.tray.linux.monitors.state import DesktopState

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.variants import Properties
    from brim.tray.linux.monitors.state import DesktopStateTracker

_UPOWER = BusPeer("org.freedesktop.UPower", "/org/freedesktop/UPower", "org.freedesktop.UPower")
_DEVICE = "org.freedesktop.UPower.Device"
_DISPLAY_DEVICE = "/org/freedesktop/UPower/devices/DisplayDevice"
"""All batteries of the machine as one."""
_WARNING_LOW = 3
"""WarningLevel: low; above it are critical and worse, below it unknown, none and discharging."""
_LOW_PERCENT = 20


class BatteryMonitor:
    """The machine's power supply."""

    def __init__(self, connection: BusConnection, tracker: DesktopStateTracker) -> None:
        """Prepare; nothing is asked before `start`."""
        self._tracker = tracker
        self._upower = ServiceProxy(connection, _UPOWER, self._read, self.reset)
        self._supply: dict[str, object] = {}
        self._battery: dict[str, object] = {}
        self._unsubscribe: Callable[[], None] | None = None

    async def start(self) -> None:
        """Subscribe, and read the present state."""
        self._upower.subscribe_to_properties(self._supply_changed)
        await self._upower.start()

    async def _read(self) -> None:
        supply = await self._upower.read_stable(self._upower.properties)
        self._supply |= supply
        if bool_property(supply, "OnBattery"):
            if self._unsubscribe is None:
                self._unsubscribe = self._upower.subscribe_to_properties(
                    self._battery_changed, _DISPLAY_DEVICE, _DEVICE
                )
            self._battery |= await self._upower.read_stable(lambda: self._upower.properties(_DISPLAY_DEVICE, _DEVICE))
        self._update()

    def _supply_changed(self, values: Properties) -> None:
        self._supply |= values
        if not bool_property(self._supply, "OnBattery"):
            self._stop_reading_battery()
        elif self._unsubscribe is None:
            self._upower.read_again()
        self._update()

    def _battery_changed(self, values: Properties) -> None:
        self._battery |= values
        self._update()

    def _update(self) -> None:
        self._tracker.set_state(DesktopState.BATTERY_LOW, _UPOWER.name, active=is_low(self._supply | self._battery))

    def _stop_reading_battery(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._battery.clear()

    def reset(self) -> None:
        """Forget what UPower reported: it has left, or the bus has."""
        self._stop_reading_battery()
        self._supply.clear()
        self._tracker.clear_source(_UPOWER.name)


def is_low(values: Properties) -> bool:
    """Whether the machine runs on a battery that has at most 20 percent, or that UPower warns of."""
    if not bool_property(values, "OnBattery"):
        return False
    percent = number_property(values, "Percentage") if bool_property(values, "IsPresent") else None
    warned = (number_property(values, "WarningLevel") or 0) >= _WARNING_LOW
    return warned or (percent is not None and percent <= _LOW_PERCENT)
