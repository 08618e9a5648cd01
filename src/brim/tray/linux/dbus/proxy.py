"""One program on a bus, followed whenever it starts, ends or returns: its state is read again each time it starts.

The bus does not start the program for it. A program that is absent or does not answer is one line in the debug log;
signals that other programs send in its name are ignored. This module must not know what a program's state means.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BUS_DAEMON, BusCallError
from brim.tray.linux.dbus.variants import unwrap_all

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body, BusPeer
    from brim.tray.linux.dbus.variants import Properties

_PROPERTIES = "org.freedesktop.DBus.Properties"
_TRIES = 5
"""How often a state is read that changes while it is read."""


class ServiceProxy:
    """One program, over one connection."""

    def __init__(
        self,
        connection: BusConnection,
        peer: BusPeer,
        read: Callable[[], Awaitable[None]],
        on_vanished: Callable[[], None],
    ) -> None:
        """`read` asks for the state and may raise CallError; `on_vanished` is called when the program left the bus."""
        self._connection = connection
        self._peer = replace(peer, autostart=False)
        self._read = read
        self._on_vanished = on_vanished
        self._reading: asyncio.Task[None] | None = None
        self._signal_count = 0

    async def start(self) -> None:
        """Begin; returns when the state has been read, or when it is known that the program does not run."""
        self._connection.set_name_owner(self._peer.name, "")
        self._connection.subscribe(BUS_DAEMON, "NameOwnerChanged", "sss", self._owner_changed, self._peer.name)
        try:
            owner = (await self._connection.call(BUS_DAEMON, "GetNameOwner", "s", [self._peer.name], "s"))[0]
        except BusCallError:
            return
        self._connection.set_name_owner(self._peer.name, owner)
        self.read_again()
        if self._reading is not None:
            await self._reading

    def subscribe(
        self, member: str, signature: str, handler: Callable[[Body], None], path: str = "", interface: str = ""
    ) -> Callable[[], None]:
        """Call `handler` on a signal of the program; `path` and `interface` name another of its objects.

        Returns a function that unsubscribes.
        """

        def count_and_handle(body: Body) -> None:
            self._signal_count += 1
            handler(body)

        arg0 = interface if member == "PropertiesChanged" else None
        peer = self._peer_at(path, _PROPERTIES if arg0 else interface)
        return self._connection.subscribe(peer, member, signature, count_and_handle, arg0)

    def subscribe_to_properties(
        self, handler: Callable[[Properties], None], path: str = "", interface: str = ""
    ) -> Callable[[], None]:
        """Call `handler` with the new values of properties.

        Where a signal names a changed property without its value, the state is read again. Returns a function that
        unsubscribes.
        """

        def properties_changed(body: Body) -> None:
            _, values, invalidated = body
            handler(unwrap_all(values))
            if invalidated:
                self.read_again()

        interface = interface or self._peer.interface
        return self.subscribe("PropertiesChanged", "sa{sv}as", properties_changed, path, interface)

    async def call(
        self,
        member: str,
        signature: str = "",
        *values: object,
        reply_signature: str = "",
        path: str = "",
        interface: str = "",
    ) -> Body:
        """Call a method of the program. Raises CallError."""
        return await self._connection.call(self._peer_at(path, interface), member, signature, values, reply_signature)

    async def properties(self, path: str = "", interface: str = "") -> Properties:
        """All properties of an interface. Raises CallError."""
        interface = interface or self._peer.interface
        reply = await self.call("GetAll", "s", interface, reply_signature="a{sv}", path=path, interface=_PROPERTIES)
        return unwrap_all(reply[0])

    async def read_stable[T](self, query: Callable[[], Awaitable[T]]) -> T:
        """What `query` returns; it is repeated, five times at most, when a signal came meanwhile that may be newer."""
        tries = _TRIES
        while True:
            tries -= 1
            signal_count = self._signal_count
            answer = await query()
            if signal_count == self._signal_count or not tries:
                return answer

    def read_again(self) -> None:
        """Read the state once more, after the reading that is under way."""
        before = self._reading

        async def read() -> None:
            if before is not None and not before.done():
                await asyncio.wait([before])
            from loguru import logger

            try:
                await self._read()
            except BusCallError as error:
                logger.debug("{} does not report its state: {}", self._peer.name, error)
            else:
                logger.debug("{} is listened to", self._peer.name)

        self._reading = asyncio.ensure_future(read())

    def _peer_at(self, path: str, interface: str) -> BusPeer:
        return replace(self._peer, path=path or self._peer.path, interface=interface or self._peer.interface)

    def _owner_changed(self, body: Body) -> None:
        _, before, owner = body
        self._connection.set_name_owner(self._peer.name, owner)
        if before:
            self._on_vanished()
        if owner:
            self.read_again()
