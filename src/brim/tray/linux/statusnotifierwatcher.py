"""Registration of the tray item with the desktop's watcher, again each time the watcher comes back.

The watcher belongs to the panel or the shell: it may start late, end and return, or never start. This module must not
know what the item shows.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BUS_DAEMON, BusCallError, BusPeer

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body

_NAME = "org.kde.StatusNotifierWatcher"
WATCHER = BusPeer(_NAME, "/StatusNotifierWatcher", _NAME)
_HOST_PROPERTY = "IsStatusNotifierHostRegistered"
_HOST_SIGNALS = ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered")
_PROPERTIES = BusPeer(_NAME, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties")


class WatcherRegistration:
    """The registration of one item over one connection."""

    def __init__(self, connection: BusConnection, item: str, on_host: Callable[[bool], None]) -> None:
        """`item` is the path of the item's object; `on_host` takes whether a host draws items now."""
        self._connection = connection
        self._item = item
        self._on_host = on_host
        self.host_seen = False
        """Whether a host has drawn the icon at any time."""
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Register, and again with each watcher that starts; return when it has answered, or when there is none."""
        self._connection.subscribe(BUS_DAEMON, "NameOwnerChanged", "sss", self._owner_changed, _NAME)
        for signal in _HOST_SIGNALS:
            self._connection.subscribe(WATCHER, signal, "", self._hosts_changed)
        await self._register()

    async def has_host(self) -> bool:
        """Whether a host draws the items that the watcher lists."""
        try:
            reply = await self._connection.call(_PROPERTIES, "Get", "ss", [_NAME, _HOST_PROPERTY], "v")
        except BusCallError:
            return False
        return reply[0].value is True

    def _owner_changed(self, body: Body) -> None:
        if body[2]:
            self._task = asyncio.ensure_future(self._register())
        else:
            self._on_host(False)  # noqa: FBT003 - the callback's only argument

    def _hosts_changed(self, _body: Body) -> None:
        self._task = asyncio.ensure_future(self._check_host())

    async def _register(self) -> None:
        try:
            await self._connection.call(WATCHER, "RegisterStatusNotifierItem", "s", [self._item])
        except BusCallError:
            self._on_host(False)  # noqa: FBT003 - the callback's only argument; the next watcher is registered with
        else:
            await self._check_host()

    async def _check_host(self) -> None:
        has_host = await self.has_host()
        self.host_seen = self.host_seen or has_host
        self._on_host(has_host)
