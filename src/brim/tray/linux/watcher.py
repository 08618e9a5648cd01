"""Telling the desktop's watcher that there is a tray item, each time anew when the watcher comes back.

The watcher belongs to the panel or the shell: it may come late, go and return, or never come. This module must not
know what the item shows.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BUS_DAEMON, CallError, Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import Connection
    from brim.tray.linux.dbus.message import Body

_NAME = "org.kde.StatusNotifierWatcher"
WATCHER = Peer(_NAME, "/StatusNotifierWatcher", _NAME)
_HOST = "IsStatusNotifierHostRegistered"
_HOSTS = ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered")
_PROPERTIES = Peer(_NAME, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties")


class WatcherRegistration:
    """The registration of one item over one connection."""

    def __init__(self, connection: Connection, item: str, hosted: Callable[[bool], None]) -> None:
        """`item` is the bus name under which the item is found; `hosted` is told whether somebody draws items now."""
        self._connection = connection
        self._item = item
        self._hosted = hosted
        self.host_seen = False
        """Whether somebody has drawn the icon at any time."""
        self._again: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Register, and again with each watcher that comes; return when there is an answer, or no watcher."""
        self._connection.subscribe(BUS_DAEMON, "NameOwnerChanged", "sss", self._owner_changed, _NAME)
        for signal in _HOSTS:
            self._connection.subscribe(WATCHER, signal, "", lambda _body: self._look_again())
        await self._register()

    async def has_host(self) -> bool:
        """Whether somebody draws the items that the watcher lists."""
        try:
            reply = await self._connection.call(_PROPERTIES, "Get", "ss", [_NAME, _HOST], "v")
        except CallError:
            return False
        return reply[0].value is True

    def _owner_changed(self, body: Body) -> None:
        if body[2]:
            self._again = asyncio.ensure_future(self._register())
        else:
            self._hosted(False)  # noqa: FBT003 - what the callback tells

    def _look_again(self) -> None:
        self._again = asyncio.ensure_future(self._look())

    async def _register(self) -> None:
        try:
            await self._connection.call(WATCHER, "RegisterStatusNotifierItem", "s", [self._item])
        except CallError:
            self._hosted(False)  # noqa: FBT003 - the next watcher is told
        else:
            await self._look()

    async def _look(self) -> None:
        there = await self.has_host()
        self.host_seen = self.host_seen or there
        self._hosted(there)
