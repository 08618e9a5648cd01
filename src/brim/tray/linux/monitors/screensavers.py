"""What screen savers say: nobody looks at the screen while one shows.

Each desktop has one of its own, all of one shape. This module must not know what follows from it.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.connection import Peer
from brim.tray.linux.dbus.follower import Follower
from brim.tray.linux.monitors.state import DesktopState

if TYPE_CHECKING:
    from brim.tray.linux.dbus.connection import Body, Connection
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

    def __init__(self, connection: Connection, presence: DesktopStateTracker) -> None:
        """Prepare; nobody is asked before `start`."""
        self._presence = presence
        self._followers: dict[str, Follower] = {}
        for name in NAMES:
            peer = Peer(name, f"/{name.replace('.', '/')}", name)
            follower = Follower(connection, peer, partial(self._read, name), partial(presence.withdraw, name))
            follower.listen("ActiveChanged", "b", partial(self._changed, name))
            self._followers[name] = follower

    async def start(self) -> None:
        """Listen, and ask those who are there."""
        await asyncio.gather(*(follower.start() for follower in self._followers.values()))

    async def _read(self, name: str) -> None:
        follower = self._followers[name]
        self._changed(name, await follower.fresh(partial(follower.call, "GetActive", answer="b")))

    def _changed(self, name: str, body: Body) -> None:
        self._presence.claim(DesktopState.IDLE, name, holds=body[0])
