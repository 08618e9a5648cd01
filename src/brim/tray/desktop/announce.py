"""One notice outside of a running tray, for `brim alerts test`. This module must not know what a notice is about."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING

from brim.commands import NoticeResult
from brim.tray.notice import FAILED, SHOWN

if TYPE_CHECKING:
    from brim.commands import Command
    from brim.model import Alert

_STAYS_SECONDS = 8.0
"""Windows and macOS take a notice away with the icon that sent it."""


def announce(alert: Alert) -> bool:
    """Show a notice now; False when the desktop refuses. Raises NoBusError where there is no session bus on Linux."""
    if sys.platform == "linux":
        return asyncio.run(_over_the_bus(alert)) == SHOWN
    else:  # noqa: RET505 - mypy knows platforms by branches
        return _with_an_icon(alert) == SHOWN


async def _over_the_bus(alert: Alert) -> str:
    from brim.tray.desktop import pixels
    from brim.tray.desktop.bus import Connection
    from brim.tray.desktop.notices import Notices
    from brim.tray.view import STARTING

    outcomes = [FAILED]
    connection = await Connection.open()
    try:
        notices = Notices(lambda command: _note(command, outcomes), lambda: pixels.image_data(STARTING.look))
        notices.attach(connection)
        await notices.show(alert)
    finally:
        await connection.close()
    return outcomes[-1]


def _with_an_icon(alert: Alert) -> str:
    from brim.tray.icon import PystrayTray
    from brim.tray.view import STARTING

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
    if isinstance(command, NoticeResult) and command.outcome in {SHOWN, FAILED}:
        outcomes.append(command.outcome)
