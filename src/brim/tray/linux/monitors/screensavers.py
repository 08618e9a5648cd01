"""Screen savers: the person is idle while one shows.

Each desktop has its own, all with the same interface. This module must not know what idleness changes.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy
from brim.tray.linux.monitors.state import DesktopState

if TYPE_CHECKING:
    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body
    from brim.tray.linux.monitors.state import DesktopStateTracker

NAMES = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
"""KDE, LXQt and light-locker own the first."""


class ScreenSaverMonitor:
    """All screen savers of a session bus."""

    def __init__(self, connection: BusConnection, tracker: DesktopStateTracker) -> None:
        """Prepare; nothing is asked before `start`."""
        self._tracker = tracker
        self._proxies: dict[str, ServiceProxy] = {}
        for name in NAMES:
            peer = BusPeer(name, f"/{name.replace('.', '/')}", name)
            proxy = ServiceProxy(connection, peer, partial(self._read, name), partial(tracker.clear_source, name))
            proxy.subscribe("ActiveChanged", "b", partial(self._active_changed, name))
            self._proxies[name] = proxy

    async def start(self) -> None:
        """Subscribe, and read the state of those that run."""
        await asyncio.gather(*(proxy.start() for proxy in self._proxies.values()))

    async def _read(self, name: str) -> None:
        proxy = self._proxies[name]
        reply = await proxy.read_stable(partial(proxy.call, "GetActive", reply_signature="b"))
        self._active_changed(name, reply)

    def _active_changed(self, name: str, body: Body) -> None:
        self._tracker.set_state(DesktopState.IDLE, name, active=body[0])
