"""Whether GNOME Shell draws the tray. This module must not know what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BUS_DAEMON, BusCallError
from brim.tray.linux.statusnotifierwatcher import WATCHER

if TYPE_CHECKING:
    from brim.tray.linux.dbus.connection import BusConnection

_SHELL = "org.gnome.Shell"


async def gnome_shell_draws_tray(connection: BusConnection) -> bool:
    """Whether the watcher is part of GNOME Shell: other desktops own that name too, in another program."""
    try:
        owners = [
            await connection.call(BUS_DAEMON, "GetNameOwner", "s", [name], "s") for name in (_SHELL, WATCHER.name)
        ]
    except BusCallError:
        return False
    return owners[0] == owners[1]
