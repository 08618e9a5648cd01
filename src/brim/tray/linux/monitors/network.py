"""What NetworkManager says of the connection to the network (org.freedesktop.NetworkManager, NMState).

This module must not know what follows from it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.connection import Peer
from brim.tray.linux.dbus.follower import Follower, number
from brim.tray.linux.monitors.state import DesktopState

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import Body, Connection
    from brim.tray.linux.monitors.state import DesktopStateTracker

_MANAGER = Peer("org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager")
_ASLEEP, _CONNECTING, _CONNECTED = 10, 40, 50
"""Values of NMState: from the first to the second there is no connection, from the third on there is some."""
_ROUTES = Path("/proc/net/route")


class NetworkMonitor:
    """The machine's connection."""

    def __init__(
        self, connection: Connection, presence: DesktopStateTracker, routed: Callable[[], bool] | None = None
    ) -> None:
        """`routed` says whether the system knows a way to the world, whoever made it; None asks the system itself."""
        self._presence = presence
        self._routed = routed or has_default_route
        self._seen = False
        self._manager = Follower(connection, _MANAGER, self._read, self.gone)

    async def start(self) -> None:
        """Listen, and read how things stand."""
        self._manager.listen("StateChanged", "u", self._changed)
        await self._manager.start()

    async def _read(self) -> None:
        state = number(await self._manager.fresh(self._manager.properties), "State")
        if state is not None:
            self._changed([state])

    def _changed(self, body: Body) -> None:
        state = body[0]
        if state >= _CONNECTED:
            self._seen = True
            self._presence.claim(DesktopState.OFFLINE, _MANAGER.name, holds=False)
        elif _ASLEEP <= state <= _CONNECTING:
            # A network that it does not manage is none to NetworkManager.
            offline = self._seen or not self._routed()
            self._presence.claim(DesktopState.OFFLINE, _MANAGER.name, holds=offline)

    def gone(self) -> None:
        """NetworkManager has left, or the bus: what it said holds no longer."""
        self._seen = False
        self._presence.withdraw(_MANAGER.name)


def has_default_route(table: str | None = None) -> bool:
    """Whether a table of routes has one to everywhere: proc(5), /proc/net/route. True when there is no table."""
    if table is None:
        try:
            table = _ROUTES.read_text("ascii")
        except (OSError, ValueError):
            return True
    return any(line.split()[1:2] == ["00000000"] for line in table.splitlines()[1:])
