"""The time zone of the machine, as the system's settings change it (org.freedesktop.timedate1).

The service runs only while somebody uses it. This module must not know what the zone is, nor what it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy

if TYPE_CHECKING:
    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.variants import Properties
    from brim.tray.linux.monitors.state import DesktopStateTracker

_TIME = BusPeer("org.freedesktop.timedate1", "/org/freedesktop/timedate1", "org.freedesktop.timedate1")


class TimeZoneMonitor:
    """Reports each change; a zone that is changed without the service counts when times are next drawn."""

    def __init__(self, connection: BusConnection, tracker: DesktopStateTracker) -> None:
        """`tracker` takes the changes."""
        self._tracker = tracker
        self._time = ServiceProxy(connection, _TIME, self._read, self.reset)

    async def start(self) -> None:
        """Subscribe."""
        self._time.subscribe_to_properties(self._changed)
        await self._time.start()

    async def _read(self) -> None:
        """Ask nothing: the zone is read from the system itself."""

    def _changed(self, values: Properties) -> None:
        if "Timezone" in values:
            self._tracker.report_time_zone()

    def reset(self) -> None:
        """Do nothing: the service ends whenever nobody uses it."""
