"""A listener on a desktop's bus: when a tray item was registered, and when its new pixels had arrived.

This module must not know what is measured.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Self

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

if TYPE_CHECKING:
    from tests.desktop.harness import Desktop

_WATCHER = "org.kde.StatusNotifierWatcher"
_TIMEOUT_SECONDS = 20.0
_ITEM = "org.kde.StatusNotifierItem"


class ItemListener:
    """A connection to a desktop's bus. Times are monotonic seconds; every method blocks."""

    def __init__(self, desktop: Desktop) -> None:
        """Connect in a with statement."""
        self._address = desktop.env["DBUS_SESSION_BUS_ADDRESS"]
        self._runner = asyncio.Runner()
        self._signals: asyncio.Queue[tuple[Message, float]] = asyncio.Queue()
        self._bus: MessageBus | None = None

    def __enter__(self) -> Self:
        """Connect, and subscribe to the signals of the watcher and of every item."""
        self._runner.run(self._open())
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect."""
        if self._bus is not None:
            self._bus.disconnect()
        self._runner.close()

    def wait_for_registration(self) -> float:
        """Wait until the watcher reports a new item; return the time of its signal."""
        _, when = self._runner.run(self._next("StatusNotifierItemRegistered"))
        return when

    def wait_for_pixels(self) -> float:
        """Wait for the next new icon and fetch its pixels; return the time of their arrival."""
        return self._runner.run(self._pixels())

    async def _open(self) -> None:
        self._bus = await MessageBus(self._address, BusType.SESSION).connect()
        self._bus.add_message_handler(self._on_message)
        for rule in (f"interface='{_WATCHER}'", f"interface='{_ITEM}'"):
            await self._call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", rule)

    async def _pixels(self) -> float:
        message, _ = await self._next("NewIcon")
        properties = "org.freedesktop.DBus.Properties"
        await self._call(message.sender, "/StatusNotifierItem", properties, "Get", _ITEM, "IconPixmap")
        return time.monotonic()

    async def _next(self, member: str) -> tuple[Message, float]:
        while True:
            message, when = await asyncio.wait_for(self._signals.get(), _TIMEOUT_SECONDS)
            if message.member == member:
                return message, when

    def _on_message(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL:
            self._signals.put_nowait((message, time.monotonic()))

    async def _call(self, name: str | None, path: str, interface: str, member: str, *values: str) -> None:
        message = Message(name, path, interface, member, signature="s" * len(values), body=list(values))
        answer = await self._bus.call(message) if self._bus is not None else None
        if answer is None or answer.message_type is not MessageType.METHOD_RETURN:
            raise RuntimeError(f"{member} was not carried out")
