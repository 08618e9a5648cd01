"""The tray item as a panel uses it: calls, properties and signals over a connection of the test's own.

Every method blocks, so that tests read from top to bottom.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from tests.desktop.session import Session

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
type Value = Any  # what a D-Bus message holds is known at run time only
_PATHS = {ITEM: "/StatusNotifierItem", MENU: "/MenuBar"}
_SECONDS = 5.0


class ErrorReplyError(RuntimeError):
    """A call was answered with an error."""


class Host:
    """A client on a test desktop's bus that receives all signals of one tray item."""

    def __init__(self, desktop: Session, pid: int) -> None:
        """`pid` is the process of the item."""
        self._address = desktop.env["DBUS_SESSION_BUS_ADDRESS"]
        self._item = f"org.kde.StatusNotifierItem-{pid}-1"
        self._runner = asyncio.Runner()
        self._bus: MessageBus | None = None
        self._owner = ""
        self._signals: list[tuple[str, list[Value]]] = []

    def __enter__(self) -> Self:
        """Connect and subscribe."""
        self._run(self._connect())
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect."""
        if self._bus is not None:
            self._bus.disconnect()
            self._run(asyncio.sleep(0))
        self._runner.close()

    def call(self, interface: str, member: str, signature: str = "", *values: object) -> list[Value]:
        """Call a method of the item or of its menu; the values of the reply. Raises ErrorReplyError."""
        return self._run(self._call(self._item, _PATHS[interface], interface, member, signature, values))

    def own(self, name: str) -> None:
        """Own a well-known name, as the host of that name does, until the end."""
        if self._bus is not None:
            self._run(self._bus.request_name(name))

    def property(self, name: str, interface: str = ITEM) -> Value:
        """Read one property."""
        reply = self._run(self._call(self._item, _PATHS[interface], PROPERTIES, "Get", "ss", (interface, name)))
        return reply[0]

    def request_property(self, name: str, times: int) -> None:
        """Ask for one property of the item so many times, and read no reply."""
        self._send(times, PROPERTIES, "Get", "ss", ITEM, name)

    def call_many(self, times: int, member: str, signature: str, *values: object) -> None:
        """Call a method of the item so many times at once, and read no reply."""
        self._send(times, ITEM, member, signature, *values)

    def _send(self, times: int, interface: str, member: str, signature: str, *values: object) -> None:
        async def send() -> None:
            if self._bus is not None:
                for _ in range(times):
                    _ = self._bus.send(_message(self._item, _PATHS[ITEM], interface, member, signature, values))

        self._run(send())

    def properties(self, interface: str) -> dict[str, Value]:
        """Read all properties."""
        reply = self._run(self._call(self._item, _PATHS[interface], PROPERTIES, "GetAll", "s", (interface,)))
        return dict(reply[0])

    def layout(self, parent: int = 0, depth: int = -1, names: tuple[str, ...] = ()) -> tuple[int, dict[str, Value]]:
        """The menu: its revision and {id, properties, children}, without the rows that hosts do not show."""
        revision, root = self.call(MENU, "GetLayout", "iias", parent, depth, list(names))
        return revision, _row(root)

    def row_id(self, label: str) -> int:
        """The id of the row with that label."""
        rows = [self.layout()[1]]
        for row in rows:
            rows += row["children"]
        return next(int(row["id"]) for row in rows if row["properties"].get("label") == label)

    def signals(self) -> list[tuple[str, list[Value]]]:
        """Name and values of the item's signals since the last call of this method."""
        self.property("Status")  # the reply arrives after every signal that was sent before
        signals, self._signals = self._signals, []
        return signals

    def signal_names(self) -> list[str]:
        """The names of those signals."""
        return [name for name, _values in self.signals()]

    def _run[T](self, work: Coroutine[object, None, T]) -> T:
        async def bounded() -> T:
            async with asyncio.timeout(_SECONDS):
                return await work

        return self._runner.run(bounded())

    async def _connect(self) -> None:
        self._bus = await MessageBus(self._address, BusType.SESSION).connect()
        daemon = "org.freedesktop.DBus"
        path = "/org/freedesktop/DBus"
        owner = await self._call(daemon, path, daemon, "GetNameOwner", "s", (self._item,))
        self._owner = owner[0]
        self._bus.add_message_handler(self._store_signal)
        await self._call(daemon, path, daemon, "AddMatch", "s", (f"type='signal',sender='{self._owner}'",))

    def _store_signal(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.sender == self._owner:
            self._signals.append((message.member or "", unwrap(message.body)))

    async def _call(  # noqa: PLR0913, PLR0917 - the parts of a D-Bus call
        self, name: str, path: str, interface: str, member: str, signature: str, values: tuple[object, ...]
    ) -> list[Value]:
        if self._bus is None:
            raise ErrorReplyError("not connected")
        reply = await self._bus.call(_message(name, path, interface, member, signature, values))
        if reply.message_type is MessageType.ERROR:
            raise ErrorReplyError(reply.error_name)
        return list(unwrap(reply.body))


def _message(  # noqa: PLR0913, PLR0917 - the parts of a D-Bus call
    name: str, path: str, interface: str, member: str, signature: str, values: tuple[object, ...]
) -> Message:
    return Message(
        destination=name, path=path, interface=interface, member=member, signature=signature, body=list(values)
    )


def unwrap(value: Value) -> Value:
    """A D-Bus value without its variants, each struct a list."""
    if isinstance(value, Variant):
        return unwrap(value.value)
    if isinstance(value, dict):
        return {key: unwrap(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [unwrap(inner) for inner in value]
    return value


def _row(struct: list[Value]) -> dict[str, Value]:
    row_id, properties, children = struct
    shown = [child for child in children if child[1].get("visible", True)]
    return {"id": row_id, "properties": properties, "children": [_row(child) for child in shown]}
