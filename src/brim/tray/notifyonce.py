"""Shows one notification without a running tray, for `brim alerts test`.

This module must not know what the notification is about.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.command import NotificationResult
from brim.tray.desktop.notification import FAILED, SHOWN

if TYPE_CHECKING:
    from brim.model.alert import Alert
    from brim.model.command import Command
    from brim.tray.icon.iconspec import IconSpec

_ICON_SECONDS = 8.0
"""Windows and macOS remove a notification together with the icon that sent it, so the icon stays this long."""


def notify_once(alert: Alert, icon: IconSpec) -> bool:
    """Show a notification with this icon now; False when the desktop refuses.

    Raises NoBusError on Linux without a session bus.
    """
    if sys.platform == "linux":
        return asyncio.run(_notify_over_dbus(alert, icon)) == SHOWN
    else:  # noqa: RET505 - mypy knows platforms by branches
        return _notify_with_icon(alert, icon) == SHOWN


async def _notify_over_dbus(alert: Alert, icon: IconSpec) -> str:
    from brim.tray.linux import pixmaps
    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.notifications import NotificationSender

    outcomes = [FAILED]
    connection = await BusConnection.open()
    try:
        notifications = NotificationSender(
            lambda command: _record_outcome(command, outcomes), lambda _icon: pixmaps.image_data(icon)
        )
        notifications.attach(connection)
        await notifications.show(alert)
    finally:
        await connection.close()
    return outcomes[-1]


def _notify_with_icon(alert: Alert, icon: IconSpec) -> str:
    from brim.tray.menu.trayview import starting_view
    from brim.tray.pystraytray import PystrayTray

    outcomes = [FAILED]
    never_set = threading.Event()
    tray = PystrayTray(replace(starting_view(), icon=icon), lambda command: _record_outcome(command, outcomes))

    def ready() -> None:
        tray.notify(alert)
        never_set.wait(_ICON_SECONDS)
        tray.stop()

    tray.run(ready)
    return outcomes[-1]


def _record_outcome(command: Command, outcomes: list[str]) -> None:
    if isinstance(command, NotificationResult) and command.outcome in {SHOWN, FAILED}:
        outcomes.append(command.outcome)
