"""Whose watcher lists the tray icons. This module must not know what follows from it."""

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
    watcher = await _owner(connection, WATCHER.name)
    for name in WATCHERS_WITH_QUIRKS if watcher else ():
        if await _owner(connection, name) == watcher:
            return name
    return ""


async def _owner(connection: BusConnection, name: str) -> str:
    with contextlib.suppress(BusCallError):
        owner: str = (await connection.call(BUS_DAEMON, "GetNameOwner", "s", [name], "s"))[0]
        return owner
    return ""
