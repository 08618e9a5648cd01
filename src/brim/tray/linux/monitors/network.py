"""The network connection, as NetworkManager reports it (org.freedesktop.NetworkManager, NMState).

This module must not know what a lost connection changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy
from brim.tray.linux.dbus.variants import number_property
from brim.tray.linux.monitors.state import DesktopState

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body
    from brim.tray.linux.monitors.state import DesktopStateTracker

_MANAGER = BusPeer(
    "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager"
)
_ASLEEP, _CONNECTING, _CONNECTED = 10, 40, 50
"""Values of NMState: from the first to the second there is no connection, from the third on there is some."""
_ROUTES = Path("/proc/net/route")


class NetworkMonitor:
    """The machine's connection."""

    def __init__(
        self, connection: BusConnection, tracker: DesktopStateTracker, has_route: Callable[[], bool] | None = None
    ) -> None:
        """`has_route` says whether the system has a default route, whoever made it; None asks the system itself."""
        self._tracker = tracker
        self._has_route = has_route or has_default_route
        self._was_connected = False
        self._manager = ServiceProxy(connection, _MANAGER, self._read, self.reset)

    async def start(self) -> None:
        """Subscribe, and read the present state."""
        self._manager.subscribe("StateChanged", "u", self._state_changed)
        await self._manager.start()

    async def _read(self) -> None:
        state = number_property(await self._manager.read_stable(self._manager.properties), "State")
        if state is not None:
            self._state_changed([state])

    def _state_changed(self, body: Body) -> None:
        state = body[0]
        if state >= _CONNECTED:
            self._was_connected = True
            self._tracker.set_state(DesktopState.OFFLINE, _MANAGER.name, active=False)
        elif _ASLEEP <= state <= _CONNECTING:
            # NetworkManager also reports this for a network that it does not manage itself.
            offline = self._was_connected or not self._has_route()
            self._tracker.set_state(DesktopState.OFFLINE, _MANAGER.name, active=offline)

    def reset(self) -> None:
        """Forget what NetworkManager reported: it has left, or the bus has."""
        self._was_connected = False
        self._tracker.clear_source(_MANAGER.name)


def has_default_route(table: str | None = None) -> bool:
    """Whether a routing table has a default route: proc(5), /proc/net/route. True when there is no table.

    `table` is the table's text; None reads the system's own.
    """
    if table is None:
        try:
            table = _ROUTES.read_text("ascii")
        except (OSError, ValueError):
            return True
    return any(line.split()[1:2] == ["00000000"] for line in table.splitlines()[1:])
