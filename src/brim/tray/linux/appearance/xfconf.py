"""Xfce's settings: org.xfce.Xfconf, as xfconf documents it.

This module must not know what a value means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.dbus.connection import Peer
from brim.tray.linux.dbus.follower import Follower, bare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brim.tray.linux.dbus.connection import Body, Connection

_XFCONF = Peer("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf")
_CHANNELS = ("xfce4-panel", "xsettings")


class Xfconf:
    """The settings of one session bus."""

    def __init__(self, connection: Connection, changed: Callable[[Mapping[str, object]], None]) -> None:
        """`changed` takes all values of panel and X settings by channel and property, each time that one is new."""
        self._changed = changed
        self._values: dict[str, object] = {}
        self._xfconf = Follower(connection, _XFCONF, self._read, self._gone)

    async def start(self) -> None:
        """Listen, and read how things stand."""
        self._xfconf.listen("PropertyChanged", "ssv", self._heard)
        self._xfconf.listen("PropertyRemoved", "ss", self._removed)
        await self._xfconf.start()

    async def _read(self) -> None:
        self._values = await self._xfconf.fresh(self._ask)
        self._tell()

    async def _ask(self) -> dict[str, object]:
        values: dict[str, object] = {}
        for channel in _CHANNELS:
            answer = await self._xfconf.call("GetAllProperties", "ss", channel, "/", answer="a{sv}")
            values |= {f"{channel}{name}": bare(value) for name, value in answer[0].items()}
        return values

    def _heard(self, body: Body) -> None:
        channel, name, value = body
        if channel in _CHANNELS:
            self._values[f"{channel}{name}"] = bare(value)
            self._tell()

    def _removed(self, body: Body) -> None:
        channel, name = body
        if self._values.pop(f"{channel}{name}", None) is not None:
            self._tell()

    def _gone(self) -> None:
        self._values = {}
        self._tell()

    def _tell(self) -> None:
        self._changed(dict(self._values))
