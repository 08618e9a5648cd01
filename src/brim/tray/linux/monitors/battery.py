"""What UPower says of the battery (org.freedesktop.UPower).

The battery is listened to only while the machine runs on it. This module must not know what follows from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.dbus.connection import Peer
from brim.tray.linux.dbus.follower import Follower, flag, number
from brim.tray.linux.monitors.state import DesktopState

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import Connection
    from brim.tray.linux.dbus.follower import Values
    from brim.tray.linux.monitors.state import DesktopStateTracker

_POWER = Peer("org.freedesktop.UPower", "/org/freedesktop/UPower", "org.freedesktop.UPower")
_DEVICE = "org.freedesktop.UPower.Device"
_DISPLAY = "/org/freedesktop/UPower/devices/DisplayDevice"
"""All batteries of the machine as one."""
_WARNING = 3
"""WarningLevel: low; above it are critical and worse, below it unknown, none and discharging."""
_LOW_PERCENT = 20


class BatteryMonitor:
    """The machine's power."""

    def __init__(self, connection: Connection, presence: DesktopStateTracker) -> None:
        """Prepare; nobody is asked before `start`."""
        self._presence = presence
        self._power = Follower(connection, _POWER, self._read, self.gone)
        self._supply: dict[str, object] = {}
        self._device: dict[str, object] = {}
        self._end: Callable[[], None] | None = None

    async def start(self) -> None:
        """Listen, and read how things stand."""
        self._power.listen_to_properties(self._supply_changed)
        await self._power.start()

    async def _read(self) -> None:
        supply = await self._power.fresh(self._power.properties)
        self._supply |= supply
        if flag(supply, "OnBattery"):
            if self._end is None:
                self._end = self._power.listen_to_properties(self._device_changed, _DISPLAY, _DEVICE)
            self._device |= await self._power.fresh(lambda: self._power.properties(_DISPLAY, _DEVICE))
        self._judge()

    def _supply_changed(self, values: Values) -> None:
        self._supply |= values
        if not flag(self._supply, "OnBattery"):
            self._stop_listening()
        elif self._end is None:
            self._power.read_again()
        self._judge()

    def _device_changed(self, values: Values) -> None:
        self._device |= values
        self._judge()

    def _judge(self) -> None:
        self._presence.claim(DesktopState.BATTERY_LOW, _POWER.name, holds=low(self._supply | self._device))

    def _stop_listening(self) -> None:
        if self._end is not None:
            self._end()
            self._end = None
        self._device.clear()

    def gone(self) -> None:
        """UPower has left, or the bus: what it said holds no longer."""
        self._stop_listening()
        self._supply.clear()
        self._presence.withdraw(_POWER.name)


def low(values: Values) -> bool:
    """Whether the machine runs on a battery that is nearly empty, or that UPower calls so."""
    if not flag(values, "OnBattery"):
        return False
    percent = number(values, "Percentage") if flag(values, "IsPresent") else None
    warned = (number(values, "WarningLevel") or 0) >= _WARNING
    return warned or (percent is not None and percent <= _LOW_PERCENT)
