"""Which of the hosts run that need something of their own; `quirks` says what.

This module must not know what is done for a host.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BUS_DAEMON
from brim.tray.linux.quirks import HOSTS_WITH_QUIRKS
from brim.tray.linux.watcherowner import name_owner

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body


class KnownHosts:
    """Owner of the bus names of hosts that run now."""

    def __init__(self, on_change: Callable[[frozenset[str]], None]) -> None:
        """`on_change` takes the names of all that run, each time that one starts or ends."""
        self._on_change = on_change
        self._names: frozenset[str] = frozenset()
        self._changed: set[str] = set()
        """Names of which a change was signalled since the hosts were last asked for."""

    async def attach(self, connection: BusConnection) -> None:
        """Follow the hosts on a session bus that has just been connected; return when it is known which ones run."""
        self._changed.clear()
        self._set(frozenset())
        for name in HOSTS_WITH_QUIRKS:
            connection.subscribe(BUS_DAEMON, "NameOwnerChanged", "sss", self._owner_changed, name)
        owners = await asyncio.gather(*(name_owner(connection, name) for name in HOSTS_WITH_QUIRKS))
        found = {name for name, owner in zip(HOSTS_WITH_QUIRKS, owners, strict=True) if owner}
        self._set(self._names | (found - self._changed))

    def _owner_changed(self, body: Body) -> None:
        name, _before, owner = body
        self._changed.add(name)
        self._set(self._names | {name} if owner else self._names - {name})

    def _set(self, names: frozenset[str]) -> None:
        if names != self._names:
            self._names = names
            self._on_change(names)
