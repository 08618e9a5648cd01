"""Keeps up with one program on a bus, whenever it comes, goes or returns: its state is read anew each time it comes.

No program is started by it. One that is absent or does not answer is a line in the debug log and nothing more; signals
that others send in its name are not believed. This module must not know what a program tells.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dbus_fast import Variant

from brim.tray.linux.dbus.connection import DAEMON, CallError, Peer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from brim.tray.linux.dbus.connection import Body, Connection

_PROPERTIES = "org.freedesktop.DBus.Properties"
_TRIES = 5
"""How often a state is asked that changes while it is told."""

type Values = Mapping[str, Any]
"""Properties of a foreign program: of what type they are is not known before they are looked at."""


class Follower:
    """One program, over one connection."""

    def __init__(
        self, connection: Connection, peer: Peer, read: Callable[[], Awaitable[None]], gone: Callable[[], None]
    ) -> None:
        """`read` asks for the state, and may raise CallError; `gone` is called when the program has left the bus."""
        self._connection = connection
        self._peer = replace(peer, starts=False)
        self._read = read
        self._gone = gone
        self._reading: asyncio.Task[None] | None = None
        self._heard = 0

    async def start(self) -> None:
        """Begin; returns when the state has been read, or it is known that nobody is there."""
        self._connection.believe(self._peer.name, "")
        self._connection.listen(DAEMON, "NameOwnerChanged", "sss", self._owner_changed, self._peer.name)
        try:
            owner = (await self._connection.call(DAEMON, "GetNameOwner", "s", [self._peer.name], "s"))[0]
        except CallError:
            return
        self._connection.believe(self._peer.name, owner)
        self.read_again()
        if self._reading is not None:
            await self._reading

    def listen(
        self, member: str, signature: str, handler: Callable[[Body], None], path: str = "", interface: str = ""
    ) -> Callable[[], None]:
        """Hear a signal of the program, of another object or interface where they are given. Gives back its end."""

        def heard(body: Body) -> None:
            self._heard += 1
            handler(body)

        first = interface if member == "PropertiesChanged" else None
        peer = self._at(path, _PROPERTIES if first else interface)
        return self._connection.listen(peer, member, signature, heard, first)

    def listen_to_properties(
        self, handler: Callable[[Values], None], path: str = "", interface: str = ""
    ) -> Callable[[], None]:
        """Hear the new values of properties; where a change is told without the value, the state is read again."""

        def changed(body: Body) -> None:
            _, values, stale = body
            handler(plain(values))
            if stale:
                self.read_again()

        whose = interface or self._peer.interface
        return self.listen("PropertiesChanged", "sa{sv}as", changed, path, whose)

    async def call(
        self, member: str, signature: str = "", *values: object, answer: str = "", path: str = "", interface: str = ""
    ) -> Body:
        """Call a method of the program. Raises CallError."""
        return await self._connection.call(self._at(path, interface), member, signature, values, answer)

    async def properties(self, path: str = "", interface: str = "") -> Values:
        """All properties of an interface. Raises CallError."""
        whose = interface or self._peer.interface
        return plain((await self.call("GetAll", "s", whose, answer="a{sv}", path=path, interface=_PROPERTIES))[0])

    async def fresh[T](self, ask: Callable[[], Awaitable[T]]) -> T:
        """What `ask` gives, asked again when a signal came meanwhile that may tell something newer."""
        tries = _TRIES
        while True:
            tries -= 1
            heard = self._heard
            answer = await ask()
            if heard == self._heard or not tries:
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
            except CallError as error:
                logger.debug("{} does not tell its state: {}", self._peer.name, error)
            else:
                logger.debug("{} is listened to", self._peer.name)

        self._reading = asyncio.ensure_future(read())

    def _at(self, path: str, interface: str) -> Peer:
        return replace(self._peer, path=path or self._peer.path, interface=interface or self._peer.interface)

    def _owner_changed(self, body: Body) -> None:
        _, before, owner = body
        self._connection.believe(self._peer.name, owner)
        if before:
            self._gone()
        if owner:
            self.read_again()


def plain(values: Mapping[str, Any]) -> Values:  # Any: what a variant holds is its sender's choice
    """The values of variants."""
    return {name: bare(variant) for name, variant in values.items()}


def bare(value: object) -> object:
    """A value without its variants, in however many it was put."""
    while isinstance(value, Variant):
        value = value.value
    return [bare(one) for one in value] if isinstance(value, list) else value


def flag(values: Values, name: str) -> bool | None:
    """A truth value among properties; None when it is absent or of another type."""
    value = values.get(name)
    return value if isinstance(value, bool) else None


def number(values: Values, name: str) -> float | None:
    """A number among properties; None when it is absent or of another type."""
    value = values.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
