"""A watcher of tray icons that is not ready when it should be, on the bus of a test desktop.

It runs in a thread of the test, and answers as it is told: without an object, with errors, or as it should.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any, Self

from dbus_fast import Message, MessageType, Variant

from brim.tray.linux.dbus.transport import RetryingBus

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from tests.desktop.harness import Desktop

NAME = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
_SECONDS = 10.0


class Watcher:
    """Owner of the watcher's name during a block."""

    def __init__(
        self, desktop: Desktop, *, exists: bool = True, refuses: int = 0, host: bool = True, name: str | None = None
    ) -> None:
        """`exists` is about its object; it refuses so many registrations; `host` says whether icons are drawn.

        `name` is a bus name of the program that the watcher is part of.
        """
        self.exists, self.refuses, self.host = exists, refuses, host
        self._names = (NAME,) if name is None else (name, NAME)
        self.items: list[str] = []
        self.calls = 0
        """Registrations that were tried."""
        self._address = desktop.env["DBUS_SESSION_BUS_ADDRESS"]
        self._runner = asyncio.Runner()
        self._loop = self._runner.get_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._bus: RetryingBus | None = None

    def __enter__(self) -> Self:
        """Connect and own the name."""
        self._thread.start()
        self._run(self._connect())
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect."""
        self._run(self._disconnect())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._runner.close()

    def add_host(self, times: int = 1) -> None:
        """Say that a host draws icons from now on, and send the signal for it so many times."""
        self.host = True
        self._run(self._signal("StatusNotifierHostRegistered", times))

    async def _connect(self) -> None:
        self._bus = RetryingBus(self._address)
        await self._bus.connect()
        self._bus.add_message_handler(self._answer)
        for name in self._names:
            await self._bus.request_name(name)

    async def _disconnect(self) -> None:
        if self._bus is not None:
            self._bus.disconnect()
            with contextlib.suppress(EOFError):
                await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call] # dbus-fast

    async def _signal(self, member: str, times: int) -> None:
        if self._bus is not None:
            for _ in range(times):
                await self._bus.send(Message.new_signal(PATH, NAME, member))

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or message.path != PATH:
            return None
        if message.member == "RegisterStatusNotifierItem":
            self.calls += 1
        if not self.exists:
            return None  # dbus-fast answers that there is no such object
        if message.member == "RegisterStatusNotifierItem":
            return self._register(message)
        values = {
            "IsStatusNotifierHostRegistered": Variant("b", self.host),
            "RegisteredStatusNotifierItems": Variant("as", self.items),
        }
        if message.member == "GetAll":
            return Message.new_method_return(message, "a{sv}", [values])
        return Message.new_method_return(message, "v", [values[message.body[1]]])

    def _register(self, message: Message) -> Message:
        if self.refuses:
            self.refuses -= 1
            return Message.new_error(message, "org.freedesktop.DBus.Error.Failed", "not ready")
        item = f"{message.sender}{message.body[0]}"
        if item not in self.items:
            self.items.append(item)
        return Message.new_method_return(message)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:  # Any: what a coroutine of asyncio yields
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_SECONDS)
