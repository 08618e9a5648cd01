"""One connection to a bus: calls with a time limit, signals by name, and word when it is lost.

What dbus-fast raises is translated here, so that the rest of the tray meets `CallError` and `NoBusError` alone.
This module must not know what is said over the bus.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, override

from dbus_fast import Message, MessageFlag, MessageType, NameFlag, RequestNameReply
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusError, DBusFastError

from brim.errors import BrimError
from brim.tray.desktop.display import NoBusError
from brim.tray.desktop.session import session_bus_address, system_bus_address
from brim.words import desktop as words

if TYPE_CHECKING:
    import io
    from collections.abc import Buffer, Callable, Sequence

    from dbus_fast.service import ServiceInterface

_CONNECT_SECONDS = 5.0
_CLOSE_SECONDS = 1.0

_FOREIGN = (DBusFastError, DBusError, OSError, EOFError, TimeoutError)
"""What dbus-fast raises when a bus is absent, refuses, hangs or goes."""

type Body = list[Any]
"""The values of a message: D-Bus types are known at run time only."""

type _Signal = tuple[str, str, str]
"""Path, interface and member."""


class CallError(BrimError):
    """A call over the bus failed; `name` is the D-Bus name of the error, or empty when nobody answered."""

    def __init__(self, call: str, name: str, text: str) -> None:
        """Keep the error's D-Bus name: callers tell an absent program from a failing one by it."""
        super().__init__(*words.call_failed(call, text or name))
        self.name = name


@dataclass(frozen=True, slots=True)
class Peer:
    """Whom a call goes to."""

    name: str
    path: str
    interface: str
    patience: float = 5.0
    """Seconds that an answer may take."""
    starts: bool = True
    """Whether the bus may start the program in order to answer."""


DAEMON = Peer("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


@dataclass(frozen=True, slots=True)
class _SignalListener:
    """Somebody who listens to one signal."""

    sender: str
    """The well-known name of whoever may send it."""
    signature: str
    first: str | None
    """What the first value must be; None for any."""
    handler: Callable[[Body], None]


class _BufferedSocket(socket.socket):
    """A socket that says that nothing was sent when the bus takes nothing now, or has gone.

    That it has gone is told by reading, in the loop, and not to whoever says something in this moment: dbus-fast 5.2
    takes the connection down then and there, and stumbles over what it has just closed.
    """

    @override
    def send(self, data: Buffer, flags: int = 0, /) -> int:
        """dbus-fast tries the rest again after a short write, but ends the connection on any error."""
        try:
            return super().send(data, flags)
        except (BlockingIOError, BrokenPipeError, ConnectionResetError):
            return 0


class _BufferedBus(MessageBus):
    """A connection that outlives answers which the bus takes slowly."""

    @staticmethod
    def _create_socket_for_transport(
        transport: str, options: dict[str, str]
    ) -> tuple[socket.socket, io.BufferedRWPair, bytes | str | tuple[str, int]]:
        plain, stream, address = MessageBus._create_socket_for_transport(transport, options)  # noqa: SLF001 - the one
        # place where dbus-fast makes a socket; if it moves, test_more_questions_than_the_bus_takes_answers fails
        stream.close()
        patient = _BufferedSocket(plain.family, plain.type)
        plain.close()
        return patient, patient.makefile("rwb"), address


class Connection:
    """An open connection. It belongs to the loop it was opened in."""

    def __init__(self, bus: MessageBus) -> None:
        """Take over a connected bus."""
        self._bus = bus
        self._ears: dict[_Signal, list[_SignalListener]] = {}
        self._owners: dict[str, str] = {}
        self._odd: set[_Signal] = set()
        self._lost: asyncio.Future[None] = asyncio.ensure_future(bus.wait_for_disconnect())  # type: ignore[no-untyped-call] # dbus-fast
        bus.add_message_handler(self._handle)

    @classmethod
    async def open(cls) -> Self:
        """Connect to the session bus. Raises NoBusError when none answers within five seconds."""
        address = session_bus_address()
        if address is None:
            raise NoBusError(*words.NO_SESSION_BUS)
        return await cls._open(address, *words.SESSION_BUS_NOT_ANSWERING)

    @classmethod
    async def open_system(cls) -> Self:
        """Connect to the system bus. Raises NoBusError when none answers within five seconds."""
        return await cls._open(system_bus_address(), *words.SYSTEM_BUS_NOT_ANSWERING)

    @classmethod
    async def _open(cls, address: str, title: str, advice: str) -> Self:
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                bus = _BufferedBus(address)
                await bus.connect()
        except _FOREIGN as error:
            raise NoBusError(title, advice) from error
        return cls(bus)

    @property
    def unique_name(self) -> str:
        """The name that the bus gave this connection."""
        return self._bus.unique_name or ""

    async def lost(self) -> None:
        """Return when the connection has ended, for whatever reason."""
        await asyncio.wait([self._lost])
        self._lost.exception()

    async def close(self) -> None:
        """End the connection; what is left of it goes within a second."""
        if self._bus.connected:
            self._bus.disconnect()
            await asyncio.wait([self._lost], timeout=_CLOSE_SECONDS)

    def export(self, path: str, interface: ServiceInterface) -> None:
        """Offer an object to others."""
        if self._bus.connected:
            self._bus.export(path, interface)

    async def claim(self, name: str) -> bool | None:
        """Own a well-known name; False when somebody else owns it, None when the bus does not let us (a sandbox)."""
        try:
            reply = await self.call(DAEMON, "RequestName", "su", [name, NameFlag.DO_NOT_QUEUE.value], "u")
        except CallError:
            return None
        return RequestNameReply(reply[0]) in {RequestNameReply.PRIMARY_OWNER, RequestNameReply.ALREADY_OWNER}

    def listen(
        self, peer: Peer, member: str, signature: str, handler: Callable[[Body], None], first: str | None = None
    ) -> Callable[[], None]:
        """Call `handler` with the values of each such signal of `peer`; `first` limits it to one first value.

        Gives back what ends it.
        """
        rule = f"type='signal',sender='{peer.name}',path='{peer.path}',interface='{peer.interface}',member='{member}'"
        if first is not None:
            rule += f",arg0='{first}'"
        ear = _SignalListener(peer.name, signature, first, handler)
        ears = self._ears.setdefault((peer.path, peer.interface, member), [])
        ears.append(ear)
        self._match("AddMatch", rule)

        def end() -> None:
            if ear in ears:
                ears.remove(ear)
                self._match("RemoveMatch", rule)

        return end

    def believe(self, name: str, owner: str) -> None:
        """Take signals of a well-known name from this owner alone; from nobody while it is empty.

        Every program may send a signal straight to another one, in whatever name.
        """
        self._owners[name] = owner

    async def call(
        self,
        peer: Peer,
        member: str,
        signature: str = "",
        body: Sequence[Any] = (),  # the values that the signature names
        answer: str = "",
    ) -> Body:
        """The values of the answer, of the signature `answer`.

        Raises CallError on an error, on another answer, when the peer's patience is over, and when the bus is gone.
        """
        if not self._bus.connected:
            raise CallError(member, "", words.BUS_DISCONNECTED)
        try:
            async with asyncio.timeout(peer.patience):
                reply = await self._bus.call(
                    _message(
                        peer,
                        member,
                        signature,
                        list(body),
                        MessageFlag.NONE if peer.starts else MessageFlag.NO_AUTOSTART,
                    )
                )
        except _FOREIGN as error:
            raise CallError(member, "", f"{type(error).__name__}: {error}") from error
        if reply is None:
            raise CallError(member, "", words.BUS_GONE)
        if reply.message_type is MessageType.ERROR:
            raise CallError(member, reply.error_name or "", str(reply.body[0]) if reply.body else "")
        if reply.signature != answer:
            raise CallError(member, "", words.unexpected_signature(reply.signature))
        return list(reply.body)

    def _match(self, member: str, rule: str) -> None:
        if self._bus.connected:
            _ = self._bus.send(_message(DAEMON, member, "s", [rule], MessageFlag.NO_REPLY_EXPECTED))

    def _handle(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL:
            return
        signal = (message.path or "", message.interface or "", message.member or "")
        sender = message.sender or ""
        for ear in list(self._ears.get(signal, ())):
            if self._owners.get(ear.sender, sender) != sender:
                continue
            if ear.signature != message.signature:
                self._wonder(signal, message.signature)
            elif ear.first is None or message.body[0] == ear.first:
                ear.handler(message.body)

    def _wonder(self, signal: _Signal, signature: str) -> None:
        if signal not in self._odd:
            self._odd.add(signal)
            from loguru import logger

            logger.debug("A signal {} holds {!r}, which is not its type; such ones are ignored", signal, signature)


def _message(peer: Peer, member: str, signature: str, body: Body, flags: MessageFlag = MessageFlag.NONE) -> Message:
    return Message(
        destination=peer.name,
        path=peer.path,
        interface=peer.interface,
        member=member,
        signature=signature,
        body=body,
        flags=flags,
    )
