"""Registration of the tray item with the desktop's watcher, until it lists the item, and again when it has lost it.

The watcher belongs to the panel or the shell: it may start late, own its name before it has an object, refuse once, end
and return, or never start. This module must not know what the item shows.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BUS_DAEMON, BusCallError, BusPeer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body

_NAME = "org.kde.StatusNotifierWatcher"
WATCHER = BusPeer(_NAME, "/StatusNotifierWatcher", _NAME)
HOST_PROPERTY, ITEMS_PROPERTY = "IsStatusNotifierHostRegistered", "RegisteredStatusNotifierItems"
_HOST_ADDED, _HOST_REMOVED = "StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"
_PROPERTIES = BusPeer(_NAME, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties")
_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds between tries until the item is listed and drawn; after the last one Brim waits for the next host."""
_MIN_INTERVAL_SECONDS = 0.5
"""Between tries, however often a watcher signals that a host has come."""
_ABSENT = {"org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner"}


def lists(items: Iterable[object], names: Iterable[str]) -> bool:
    """Whether a watcher's items include one with these bus names: as `NAME`, `NAME/PATH` or, in GNOME, `NAME@/PATH`."""
    parts = {part for item in items if isinstance(item, str) for part in re.split("[/@]", item)}
    return not parts.isdisjoint(names)


class WatcherRegistration:
    """The registration of one item over one connection."""

    def __init__(
        self,
        connection: BusConnection,
        item: Callable[[], Awaitable[str]],
        names: Iterable[str],
        on_host: Callable[[bool], None],
    ) -> None:
        """`item` returns the path of the item's object for the watcher that runs; it is listed under one of `names`.

        `on_host` takes whether a host draws the item now.
        """
        self._connection = connection
        self._item = item
        self._names = tuple(names)
        self._on_host = on_host
        self.host_seen = False
        """Whether a host has drawn the icon at any time."""
        self._shown: bool | None = None
        """None before the first try."""
        self._tried = self._accepted = False
        self._host_added = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._checking: asyncio.Task[bool] | None = None

    @property
    def shown(self) -> bool:
        """Whether the watcher has accepted the item, and a host draws what it lists."""
        return self._shown is True

    async def look_again(self) -> bool:
        """Whether a host draws the item now; registers where the watcher does not list it."""
        await self._register()
        return self.shown

    async def start(self) -> None:
        """Register once, and go on in the background; return when a watcher has answered, or when there is none."""
        self._connection.set_name_owner(_NAME, "")
        self._connection.subscribe(BUS_DAEMON, "NameOwnerChanged", "sss", self._owner_changed, _NAME)
        self._connection.subscribe(WATCHER, _HOST_ADDED, "", lambda _body: self._host_added.set())
        self._connection.subscribe(WATCHER, _HOST_REMOVED, "", self._host_removed)
        with contextlib.suppress(BusCallError):
            owner = (await self._connection.call(BUS_DAEMON, "GetNameOwner", "s", [_NAME], "s"))[0]
            self._connection.set_name_owner(_NAME, owner)
        settled = await self._register()
        if self._task is None:  # no watcher has started meanwhile
            self._task = asyncio.ensure_future(self._keep(settled=settled))

    def stop(self) -> None:
        """Do no more: the connection has ended."""
        for task in (self._task, self._checking):
            if task is not None:
                task.cancel()

    def _owner_changed(self, body: Body) -> None:
        self._connection.set_name_owner(_NAME, body[2])
        self._accepted = False
        self.stop()
        if body[2]:
            self._task = asyncio.ensure_future(self._begin())
        else:
            self._set_shown(shown=False)

    def _host_removed(self, _body: Body) -> None:
        """Register nothing: the watcher may be about to end."""
        self._checking = asyncio.ensure_future(self._check_host())

    async def _begin(self) -> None:
        await self._keep(settled=await self._register())

    async def _keep(self, *, settled: bool) -> None:
        """Register again with each host that comes, and after growing waits as long as that fails."""
        waits = iter(() if settled else _WAITS)
        while True:
            seconds = next(waits, None)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._host_added.wait()
            if self._host_added.is_set():
                self._host_added.clear()
                waits = iter(_WAITS)
            if await self._register():
                waits = iter(())
            elif seconds == _WAITS[-1] and not self._accepted:
                _warn()
            await asyncio.sleep(_MIN_INTERVAL_SECONDS)

    async def _register(self) -> bool:
        """Register where the watcher does not list the item; False when to try again, until a host draws it.

        GNOME's extension finds items automatically when it is enabled: one registered then, too, is shown twice.
        """
        listed = await self._listed() if self._tried else False
        self._tried = True
        if listed or (listed is None and self._accepted):
            self._accepted = True
            return await self._check_host()
        try:
            await self._connection.call(WATCHER, "RegisterStatusNotifierItem", "s", [await self._item()])
        except BusCallError as error:
            self._accepted = False
            self._set_shown(shown=False)
            return error.name in _ABSENT
        self._accepted = True
        return await self._check_host() and await self._listed() is not False

    async def _check_host(self) -> bool:
        """Learn whether a host draws items. Plasma sends no signal when its panel comes, so that is asked again."""
        self._set_shown(shown=await self._watcher_property(HOST_PROPERTY) is True)
        return self.shown

    async def _listed(self) -> bool | None:
        """Whether the watcher lists the item; None when it does not tell."""
        items = await self._watcher_property(ITEMS_PROPERTY)
        return lists(items, self._names) if isinstance(items, list) else None

    async def _watcher_property(self, name: str) -> object:
        """The value; None when the watcher does not answer."""
        with contextlib.suppress(BusCallError):
            reply: object = (await self._connection.call(_PROPERTIES, "Get", "ss", [_NAME, name], "v"))[0].value
            return reply
        return None

    def _set_shown(self, *, shown: bool) -> None:
        if shown or self._shown is not shown:
            self._on_host(shown)
        self._shown = shown
        self.host_seen = self.host_seen or shown


def _warn() -> None:
    from loguru import logger

    logger.warning("The desktop's list of tray icons does not take the icon; Brim waits for the next host")
