"""What the tray itself knows of its icon, on the bus for `brim doctor`: app.brim.Tray.

This module must not know where an icon is shown, nor who asks.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from dbus_fast import PropertyAccess
from dbus_fast.annotations import DBusStr  # noqa: TC002 - dbus-fast reads the annotation
from dbus_fast.service import ServiceInterface, dbus_property

if TYPE_CHECKING:
    from collections.abc import Callable

STATE_PATH = "/app/brim/Tray"
STATE_INTERFACE = "app.brim.Tray"
ICON_PROPERTY = "Icon"


class IconPlace(StrEnum):
    """Where the icon is."""

    PANEL = "panel"
    """The desktop's watcher has accepted it, and a host draws it."""
    XEMBED = "xembed"
    """A tray of the old kind shows it."""
    NOWHERE = "nowhere"


class TrayState(ServiceInterface):
    """Tells where the icon is, whenever it is asked."""

    def __init__(self, place: Callable[[], IconPlace]) -> None:
        """`place` returns where it is now."""
        super().__init__(STATE_INTERFACE)
        self._place = place

    @dbus_property(access=PropertyAccess.READ, name=ICON_PROPERTY)
    def icon(self) -> DBusStr:
        """An IconPlace."""
        return self._place().value
