"""Who owns a bus name, and whose watcher lists the tray icons. It must not know what follows from it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BUS_DAEMON, BusCallError
from brim.tray.linux.quirks import WATCHERS_WITH_QUIRKS
from brim.tray.linux.statusnotifierwatcher import WATCHER

if TYPE_CHECKING:
    from brim.tray.linux.dbus.connection import BusConnection


async def watcher_owner(connection: BusConnection) -> str:
    """Which of these bus names the program of the watcher has; empty for another program, or without a watcher.

    Desktops that are made from others may have the name, too, in a program that is no watcher.
    """
    watcher = await name_owner(connection, WATCHER.name)
    for name in WATCHERS_WITH_QUIRKS if watcher else ():
        if await name_owner(connection, name) == watcher:
            return name
    return ""


async def name_owner(connection: BusConnection, name: str) -> str:
    """The unique name of the program that owns a bus name; empty where none does, or the bus does not say."""
    with contextlib.suppress(BusCallError):
        owner: str = (await connection.call(BUS_DAEMON, "GetNameOwner", "s", [name], "s"))[0]
        return owner
    return ""
