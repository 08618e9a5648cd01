"""The settings portal: org.freedesktop.portal.Settings, as xdg-desktop-portal documents it.

This module must not know what a value means.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.connection import CallError, Peer
from brim.tray.linux.dbus.follower import Follower, bare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from brim.tray.linux.dbus.connection import Body, Connection

type Key = tuple[str, str]
"""Namespace and key."""

_PORTAL = Peer("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
_UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"


class Portal:
    """The portal of one session bus."""

    def __init__(
        self, connection: Connection, keys: tuple[Key, ...], changed: Callable[[Mapping[Key, object]], None]
    ) -> None:
        """`changed` takes the values of those keys that are known, each time that any setting may be new."""
        self._keys = keys
        self._changed = changed
        self._values: dict[Key, object] = {}
        self._portal = Follower(connection, _PORTAL, self._read, self._gone)

    async def start(self) -> None:
        """Listen, and read how things stand."""
        self._portal.listen("SettingChanged", "ssv", self._heard)
        await self._portal.start()

    async def _read(self) -> None:
        self._values = await self._portal.fresh(self._ask)
        self._tell()

    async def _ask(self) -> dict[Key, object]:
        values: dict[Key, object] = {}
        for key in self._keys:
            with contextlib.suppress(CallError):  # most desktops know some keys only
                values[key] = await self._ask_one(key)
        return values

    async def _ask_one(self, key: Key) -> object:
        try:
            answer = await self._portal.call("ReadOne", "ss", *key, answer="v")
        except CallError as error:
            if error.name != _UNKNOWN_METHOD:
                raise
            answer = await self._portal.call("Read", "ss", *key, answer="v")  # all that portals before 1.17 have
        return bare(answer[0])

    def _heard(self, body: Body) -> None:
        namespace, key, value = body
        if (namespace, key) in self._keys:
            self._values[namespace, key] = bare(value)
        self._tell()

    def _gone(self) -> None:
        self._values = {}
        self._tell()

    def _tell(self) -> None:
        self._changed(dict(self._values))
