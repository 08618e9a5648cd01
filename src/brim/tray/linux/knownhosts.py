"""Which of the hosts run that need something of their own; `quirks` says what.

This module must not know what is done for a host.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy
from brim.tray.linux.quirks import HOSTS_WITH_QUIRKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.linux.dbus.connection import BusConnection


class KnownHosts:
    """Owner of the bus names of hosts that run now."""

    def __init__(self, on_change: Callable[[frozenset[str]], None]) -> None:
        """`on_change` takes the names of all that run, each time that one starts or ends."""
        self._on_change = on_change
        self._names: frozenset[str] = frozenset()

    async def attach(self, connection: BusConnection) -> None:
        """Follow the hosts on a session bus that has just been connected; return when it is known which ones run."""
        self._set(frozenset())
        await asyncio.gather(*(self._proxy(connection, name).start() for name in HOSTS_WITH_QUIRKS))

    def _proxy(self, connection: BusConnection, name: str) -> ServiceProxy:
        async def appeared() -> None:
            self._set(self._names | {name})

        def vanished() -> None:
            self._set(self._names - {name})

        return ServiceProxy(connection, BusPeer(name, "/", name), appeared, vanished)

    def _set(self, names: frozenset[str]) -> None:
        if names != self._names:
            self._names = names
            self._on_change(names)
