"""One connection to a bus: calls with a time limit, signals by name, and the end of the connection.

What dbus-fast raises is translated here, so that the rest of the tray meets only `BusCallError` and `NoBusError`.
This module must not know what is said over the bus.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from dbus_fast import MessageFlag, MessageType, NameFlag, RequestNameReply
from dbus_fast.errors import DBusError, DBusFastError

from brim.tray.desktop.display import NoBusError
from brim.tray.desktop.sessionbusaddress import session_bus_address, system_bus_address
from brim.tray.linux.dbus.message import BUS_DAEMON, BusCallError, method_call
from brim.tray.linux.dbus.signals import SignalDispatcher, SignalSubscription
from brim.tray.linux.dbus.transport import RetryingBus
from brim.words import desktop as words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dbus_fast.aio import MessageBus
    from dbus_fast.service import ServiceInterface

    from brim.tray.linux.dbus.message import Body, BusPeer

_CONNECT_SECONDS = 5.0
_CLOSE_SECONDS = 1.0

_FOREIGN_ERRORS = (DBusFastError, DBusError, OSError, EOFError, TimeoutError)
"""What dbus-fast raises when a bus is absent, refuses, hangs or goes."""


class BusConnection:
    """An open connection. It belongs to the loop that it was opened in."""

    def __init__(self, bus: MessageBus) -> None:
        """Take over a connected bus."""
        self._bus = bus
        self._signals = SignalDispatcher()
        self._disconnected: asyncio.Future[None] = asyncio.ensure_future(bus.wait_for_disconnect())  # type: ignore[no-untyped-call] # dbus-fast
        bus.add_message_handler(self._signals.dispatch)

    @classmethod
    async def open(cls) -> Self:
        """Connect to the session bus. Raises NoBusError when none answers within five seconds."""
        address = session_bus_address()
        if address is None:
            raise NoBusError(*words.no_session_bus())
        return await cls._open(address, *words.session_bus_not_answering())

    @classmethod
    async def open_system(cls) -> Self:
        """Connect to the system bus. Raises NoBusError when none answers within five seconds."""
        return await cls._open(system_bus_address(), *words.system_bus_not_answering())

    @classmethod
    async def _open(cls, address: str, title: str, advice: str) -> Self:
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                bus = RetryingBus(address)
                await bus.connect()
        except _FOREIGN_ERRORS as error:
            raise NoBusError(title, advice) from error
        return cls(bus)

    @property
    def unique_name(self) -> str:
        """The name that the bus gave this connection."""
        return self._bus.unique_name or ""

    async def wait_for_disconnect(self) -> None:
        """Return when the connection has ended, for whatever reason."""
        await asyncio.wait([self._disconnected])
        self._disconnected.exception()

    async def close(self) -> None:
        """End the connection; waits at most a second for the rest of it."""
        if self._bus.connected:
            self._bus.disconnect()
            await asyncio.wait([self._disconnected], timeout=_CLOSE_SECONDS)

    def export(self, path: str, interface: ServiceInterface) -> None:
        """Offer an object to other programs."""
        if self._bus.connected:
            self._bus.export(path, interface)

    def unexport(self, path: str, interface: ServiceInterface) -> None:
        """Offer an object no longer."""
        if self._bus.connected:
            self._bus.unexport(path, interface)

    async def request_name(self, name: str) -> bool | None:
        """Own a well-known name.

        False when another program owns it, None when the bus does not allow it (a sandbox).
        """
        try:
            reply = await self.call(BUS_DAEMON, "RequestName", "su", [name, NameFlag.DO_NOT_QUEUE.value], "u")
        except BusCallError:
            return None
        return RequestNameReply(reply[0]) in {RequestNameReply.PRIMARY_OWNER, RequestNameReply.ALREADY_OWNER}

    def subscribe(
        self, peer: BusPeer, member: str, signature: str, handler: Callable[[Body], None], arg0: str | None = None
    ) -> Callable[[], None]:
        """Call `handler` with the values of each such signal of `peer`; with `arg0` only where that is the first value.

        Returns a function that unsubscribes.
        """
        subscription = SignalSubscription(peer, member, signature, arg0, handler)
        self._signals.add(subscription)
        self._send_match("AddMatch", subscription)

        def unsubscribe() -> None:
            if self._signals.remove(subscription):
                self._send_match("RemoveMatch", subscription)

        return unsubscribe

    def set_name_owner(self, name: str, owner: str) -> None:
        """Accept signals of a well-known name from this owner only, and from no sender while it is empty."""
        self._signals.set_name_owner(name, owner)

    async def call(
        self,
        peer: BusPeer,
        member: str,
        signature: str = "",
        body: Sequence[Any] = (),  # the values that the signature names
        reply_signature: str = "",
    ) -> Body:
        """The values of the reply.

        Raises CallError on an error, on a reply of another signature, after the peer's timeout, and when the bus is
        gone.
        """
        if not self._bus.connected:
            raise BusCallError(member, "", words.bus_disconnected())
        flags = MessageFlag.NONE if peer.autostart else MessageFlag.NO_AUTOSTART
        try:
            async with asyncio.timeout(peer.timeout_seconds):
                reply = await self._bus.call(method_call(peer, member, signature, list(body), flags))
        except _FOREIGN_ERRORS as error:
            raise BusCallError(member, "", f"{type(error).__name__}: {error}") from error
        if reply is None:
            raise BusCallError(member, "", words.bus_disconnected())
        if reply.message_type is MessageType.ERROR:
            raise BusCallError(member, reply.error_name or "", str(reply.body[0]) if reply.body else "")
        if reply.signature != reply_signature:
            raise BusCallError(member, "", words.unexpected_signature(reply.signature))
        return list(reply.body)

    def _send_match(self, member: str, subscription: SignalSubscription) -> None:
        if self._bus.connected:
            body = [subscription.match_rule]
            _ = self._bus.send(method_call(BUS_DAEMON, member, "s", body, MessageFlag.NO_REPLY_EXPECTED))
