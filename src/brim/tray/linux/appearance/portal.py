"""The settings portal: org.freedesktop.portal.Settings, as xdg-desktop-portal documents it.

This module must not know what a value means.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusCallError, BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy
from brim.tray.linux.dbus.variants import unwrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body

type Key = tuple[str, str]
"""Namespace and key."""

_PORTAL = BusPeer(
    "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"
)
_UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"


class SettingsPortal:
    """The portal of one session bus."""

    def __init__(
        self, connection: BusConnection, keys: tuple[Key, ...], on_change: Callable[[Mapping[Key, object]], None]
    ) -> None:
        """`on_change` takes the values of those keys that are known, each time that any setting may have changed."""
        self._keys = keys
        self._on_change = on_change
        self._values: dict[Key, object] = {}
        self._portal = ServiceProxy(connection, _PORTAL, self._read, self._vanished)

    async def start(self) -> None:
        """Subscribe, and read the present values."""
        self._portal.subscribe("SettingChanged", "ssv", self._setting_changed)
        await self._portal.start()

    async def _read(self) -> None:
        self._values = await self._portal.read_stable(self._read_all)
        self._publish()

    async def _read_all(self) -> dict[Key, object]:
        values: dict[Key, object] = {}
        for key in self._keys:
            with contextlib.suppress(BusCallError):  # most desktops know some keys only
                values[key] = await self._read_key(key)
        return values

    async def _read_key(self, key: Key) -> object:
        try:
            reply = await self._portal.call("ReadOne", "ss", *key, reply_signature="v")
        except BusCallError as error:
            if error.name != _UNKNOWN_METHOD:
                raise
            reply = await self._portal.call("Read", "ss", *key, reply_signature="v")  # portals before 1.17
        return unwrap(reply[0])

    def _setting_changed(self, body: Body) -> None:
        namespace, key, value = body
        if (namespace, key) in self._keys:
            self._values[namespace, key] = unwrap(value)
        self._publish()

    def _vanished(self) -> None:
        self._values = {}
        self._publish()

    def _publish(self) -> None:
        self._on_change(dict(self._values))
