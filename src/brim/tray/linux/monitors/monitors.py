"""What the desktop and the machine tell of themselves, put together: programs are listened to, commands come out.

It begins after the icon stands. A bus that is absent is one line in the debug log. This module must not know what any
program tells.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from functools import partial
from typing import TYPE_CHECKING

from brim.tray.desktop.display import NoBusError
from brim.tray.linux.appearance.watcher import AppearanceWatcher
from brim.tray.linux.dbus.connection import Connection
from brim.tray.linux.monitors import fullscreen
from brim.tray.linux.monitors.battery import BatteryMonitor
from brim.tray.linux.monitors.network import NetworkMonitor
from brim.tray.linux.monitors.screensavers import NAMES, ScreenSaverMonitor
from brim.tray.linux.monitors.session import SessionMonitor
from brim.tray.linux.monitors.state import DesktopState, DesktopStateTracker

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command
    from brim.tray.icon.spec import Appearance

_SCREEN = "screen"
_DRAWN_SECONDS = (0.0, 1.0, 4.0, 15.0)
"""Waits for a panel that has just come; at a login much starts at once."""
_RECONNECT_SECONDS = (1.0, 5.0, 30.0, 120.0)
"""Waits between tries after the system bus was lost; where one was never met, none is expected."""


class DesktopMonitors:
    """Owner of those who listen."""

    def __init__(self, send: Callable[[Command], None], appear: Callable[[Appearance], None]) -> None:
        """`send` takes the events and `appear` how things are to look; both must return at once."""
        self._presence = DesktopStateTracker(send)
        self._wishes = AppearanceWatcher(appear)

    async def attach(self, connection: Connection) -> None:
        """Listen on a session bus that has just been connected; what was said on the one before is forgotten."""
        for name in NAMES:
            self._presence.withdraw(name)
        await self._wishes.attach(connection)
        await ScreenSaverMonitor(connection, self._presence).start()

    async def panel_came(self) -> None:
        """Somebody has begun to show icons: see how that looks, and again, for it may still be painting."""
        loop = asyncio.get_running_loop()
        for seconds in _DRAWN_SECONDS:
            await asyncio.sleep(seconds)
            if self._wishes.untold and fullscreen.known_here():
                threading.Thread(target=self._see, args=(loop,), name="brim-panel", daemon=True).start()

    def _see(self, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread of its own: an X server that hangs holds nobody up."""
        from brim.tray.linux.appearance import panelcolour

        _hop(loop, partial(self._wishes.saw, panelcolour.colours()))

    async def serve(self) -> None:
        """Listen to the screen and on the system bus until cancelled; again when a bus that was lost returns."""
        if fullscreen.known_here():
            loop = asyncio.get_running_loop()
            fullscreen.follow(lambda covered: _hop(loop, partial(self._covered, holds=covered)))
        else:
            _note("Which window covers the screen is not known: outside of X no program is told")
        waits = iter([0.0])
        while (seconds := next(waits, None)) is not None:
            await asyncio.sleep(seconds)
            try:
                connection = await Connection.open_system()
            except NoBusError as error:
                _note(f"{error.title}. {error.message}")
                continue
            await self._listen(connection)
            waits = iter(_RECONNECT_SECONDS)

    def _covered(self, *, holds: bool) -> None:
        self._presence.claim(DesktopState.FULL_SCREEN, _SCREEN, holds=holds)

    async def _listen(self, connection: Connection) -> None:
        parts = [kind(connection, self._presence) for kind in (SessionMonitor, NetworkMonitor, BatteryMonitor)]
        try:
            await asyncio.gather(*(part.start() for part in parts))
            await connection.lost()
        finally:
            await connection.close()
        for part in parts:
            part.gone()


def _hop(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    """Do it in the loop, unless that has ended."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(work)


def _note(text: str) -> None:
    from loguru import logger

    logger.debug("{}", text)
