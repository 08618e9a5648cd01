"""One notice outside of a running tray, for `brim alerts test`. This module must not know what a notice is about."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING

from brim.model.command import NotificationResult
from brim.tray.desktop.notification import FAILED, SHOWN

if TYPE_CHECKING:
    from brim.model.alert import Alert
    from brim.model.command import Command

_STAYS_SECONDS = 8.0
"""Windows and macOS take a notice away with the icon that sent it."""


def notify_once(alert: Alert) -> bool:
    """Show a notice now; False when the desktop refuses. Raises NoBusError where there is no session bus on Linux."""
    if sys.platform == "linux":
        return asyncio.run(_over_the_bus(alert)) == SHOWN
    else:  # noqa: RET505 - mypy knows platforms by branches
        return _with_an_icon(alert) == SHOWN


async def _over_the_bus(alert: Alert) -> str:
    from brim.tray.linux import pixmaps
    from brim.tray.linux.dbus.connection import Connection
    from brim.tray.linux.notifications import Notifications
    from brim.tray.menu.view import STARTING

    outcomes = [FAILED]
    connection = await Connection.open()
    try:
        notices = Notifications(lambda command: _note(command, outcomes), lambda: pixmaps.image_data(STARTING.icon))
        notices.attach(connection)
        await notices.show(alert)
    finally:
        await connection.close()
    return outcomes[-1]


def _with_an_icon(alert: Alert) -> str:
    from brim.tray.menu.view import STARTING
    from brim.tray.pystraytray import PystrayTray

    outcomes = [FAILED]
    over = threading.Event()
    tray = PystrayTray(STARTING, lambda command: _note(command, outcomes))

    def ready() -> None:
        tray.notify(alert)
        over.wait(_STAYS_SECONDS)
        tray.stop()

    tray.run(ready)
    return outcomes[-1]


def _note(command: Command, outcomes: list[str]) -> None:
    if isinstance(command, NotificationResult) and command.outcome in {SHOWN, FAILED}:
        outcomes.append(command.outcome)
