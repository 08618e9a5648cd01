"""The settings of KDE, read again when a program of KDE reports that it has written them.

System Settings and Plasma's programs write files and then send a signal over the session bus (read: KConfig, and the
module for colours, whose signal is older); Plasma itself learns it in the same way. The figures come from the files,
because a signal names keys without values, and any program may send one. This module must not know what a value means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusPeer

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import BusConnection

_ANY_PROGRAM = ""
_CONFIG = "org.kde.kconfig.notify"
_GLOBAL = BusPeer(_ANY_PROGRAM, "/KGlobalSettings", "org.kde.KGlobalSettings")
_FILES = ("/kdeglobals", "/plasmarc")


def subscribe(connection: BusConnection, on_change: Callable[[], None]) -> None:
    """Call `on_change` each time that KDE reports a change of these settings."""
    connection.subscribe(_GLOBAL, "notifyChange", "ii", lambda _body: on_change())
    for path in _FILES:
        peer = BusPeer(_ANY_PROGRAM, path, _CONFIG)
        connection.subscribe(peer, "ConfigChanged", "a{saay}", lambda _body: on_change())
