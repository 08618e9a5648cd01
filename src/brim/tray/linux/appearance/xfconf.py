"""Xfce's settings: org.xfce.Xfconf, as xfconf documents it.

This module must not know what a value means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy
from brim.tray.linux.dbus.variants import unwrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body

_XFCONF = BusPeer("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf")
_CHANNELS = ("xfce4-panel", "xsettings")


class XfconfSettings:
    """The settings of one session bus."""

    def __init__(self, connection: BusConnection, on_change: Callable[[Mapping[str, object]], None]) -> None:
        """`on_change` takes all values of panel and X settings by channel and property, each time that one changes."""
        self._on_change = on_change
        self._values: dict[str, object] = {}
        self._xfconf = ServiceProxy(connection, _XFCONF, self._read, self._vanished)

    async def start(self) -> None:
        """Subscribe, and read the present values."""
        self._xfconf.subscribe("PropertyChanged", "ssv", self._property_changed)
        self._xfconf.subscribe("PropertyRemoved", "ss", self._property_removed)
        await self._xfconf.start()

    async def _read(self) -> None:
        self._values = await self._xfconf.read_stable(self._read_all)
        self._publish()

    async def _read_all(self) -> dict[str, object]:
        values: dict[str, object] = {}
        for channel in _CHANNELS:
            reply = await self._xfconf.call("GetAllProperties", "ss", channel, "/", reply_signature="a{sv}")
            values |= {f"{channel}{name}": unwrap(value) for name, value in reply[0].items()}
        return values

    def _property_changed(self, body: Body) -> None:
        channel, name, value = body
        if channel in _CHANNELS:
            self._values[f"{channel}{name}"] = unwrap(value)
            self._publish()

    def _property_removed(self, body: Body) -> None:
        channel, name = body
        if self._values.pop(f"{channel}{name}", None) is not None:
            self._publish()

    def _vanished(self) -> None:
        self._values = {}
        self._publish()

    def _publish(self) -> None:
        self._on_change(dict(self._values))
