"""What programs of GTK show, as a screen reader is told it: texts, the texts under the pointer, and colors.

This module must not know which program it is.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

from tests.desktop.host import unwrap

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from tests.desktop.host import Value
    from tests.desktop.session import Session

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
_BUS = "org.a11y.Bus"
_REGISTRY = "org.a11y.atspi.Registry"
_ROOT = "/org/a11y/atspi/accessible/root"
_ACCESSIBLE, _TEXT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Text"
_SECONDS = 10.0
_OF_255 = 257
"""Colors are told in 65535ths."""
type _Place = tuple[str, str]


@dataclass(frozen=True)
class Label:
    """A text on the screen."""

    text: str
    tooltip: str
    """What is under the pointer, without markup; of the text or of what holds it."""
    color: tuple[int, int, int]


class Accessibility:
    """Owner of a bus for screen readers, on which programs with an environment of `environment` tell what they show."""

    def __init__(self, desktop: Session) -> None:
        """For the programs of a desktop."""
        self._desktop = desktop
        self._runner = asyncio.Runner()
        self._bus: MessageBus | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to tell what it shows; no message of an assistive program gets lost in its log."""
        hidden = {"NO_AT_BRIDGE", "GTK_A11Y"}
        return {name: value for name, value in self._desktop.env.items() if name not in hidden}

    def __enter__(self) -> Self:
        """Start the bus and connect to it."""
        self._desktop.start_program("accessibility", [str(LAUNCHER), "--launch-immediately"], self.environment)
        self._desktop.wait(lambda: self._desktop.has_owner(_BUS), "the bus of screen readers")
        reply = self._desktop.call(_BUS, "/org/a11y/bus", f"{_BUS}.GetAddress")
        self._run(self._connect(reply.split('"')[1]))
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect and end it."""
        if self._bus is not None:
            self._bus.disconnect()
            self._run(asyncio.sleep(0))
        self._runner.close()
        self._desktop.stop_program("accessibility")

    def labels(self) -> list[Label]:
        """Every text that is shown, in no order."""
        return self._run(self._labels())

    def wait_for(self, text: str, color: tuple[int, int, int] | None = None, tooltip: str = "") -> Label:
        """Wait until a text is shown, in a color if it has to be one, and with a tooltip that begins like this."""
        found: list[Label] = []

        def is_shown() -> bool:
            found[:] = [label for label in self.labels() if label.text == text and label.tooltip.startswith(tooltip)]
            return any(color in {None, label.color} for label in found)

        try:
            self._desktop.wait(is_shown, f"{text!r} on the screen")
        except TimeoutError as error:
            raise AssertionError(f"{text!r} is not shown, but {self.labels()}") from error
        return found[0]

    def _run[T](self, work: Coroutine[object, None, T]) -> T:
        async def bounded() -> T:
            async with asyncio.timeout(_SECONDS):
                return await work

        return self._runner.run(bounded())

    async def _connect(self, address: str) -> None:
        self._bus = await MessageBus(address, BusType.SESSION).connect()

    async def _labels(self) -> list[Label]:
        return [label async for label in self._labels_below((_REGISTRY, _ROOT), "")]

    async def _labels_below(self, place: _Place, tooltip: str) -> AsyncIterator[Label]:
        for child in await self._call(place, _ACCESSIBLE, "GetChildren"):
            with contextlib.suppress(RuntimeError):  # it has gone meanwhile
                below = await self._property(child, "Description") or tooltip
                if await self._call(child, _ACCESSIBLE, "GetRoleName") == "label":
                    attributes = await self._call(child, _TEXT, "GetDefaultAttributes")
                    red, green, blue = (int(part) // _OF_255 for part in attributes["fg-color"].split(","))
                    yield Label(await self._property(child, "Name"), below, (red, green, blue))
            async for label in self._labels_below(child, below):
                yield label

    async def _property(self, place: _Place, name: str) -> str:
        properties = "org.freedesktop.DBus.Properties"
        return str(await self._call(place, properties, "Get", "ss", _ACCESSIBLE, name))

    async def _call(self, place: _Place, interface: str, member: str, signature: str = "", *values: str) -> Value:
        assert self._bus is not None
        owner, path = place
        reply = await self._bus.call(
            Message(
                destination=owner,
                path=path,
                interface=interface,
                member=member,
                signature=signature,
                body=list(values),
            )
        )
        if reply.message_type is MessageType.ERROR:
            raise RuntimeError(member)
        return unwrap(reply.body)[0]
