"""All monitors of the desktop, started together: they subscribe to programs and send commands.

They start after the icon is registered. A bus that is absent is one line in the debug log. This module must not know
what any program reports.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from functools import partial
from typing import TYPE_CHECKING

from brim.tray.desktop.display import NoBusError
from brim.tray.linux.appearance.watcher import AppearanceWatcher
from brim.tray.linux.dbus.connection import BusConnection
from brim.tray.linux.monitors import fullscreen
from brim.tray.linux.monitors.battery import BatteryMonitor
from brim.tray.linux.monitors.loginmanager import SessionMonitor
from brim.tray.linux.monitors.network import NetworkMonitor
from brim.tray.linux.monitors.screensavers import NAMES, ScreenSaverMonitor
from brim.tray.linux.monitors.state import DesktopState, DesktopStateTracker
from brim.tray.linux.monitors.timezone import TimeZoneMonitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command
    from brim.tray.icon.iconspec import Appearance

_SCREEN = "screen"
_PANEL_COLOUR_WAITS = (0.0, 1.0, 4.0, 15.0)
"""Seconds between the readings of a panel that has just appeared: at a login many programs start at once."""
_RECONNECT_WAITS = (1.0, 5.0, 30.0, 120.0)
"""Seconds between tries after the system bus was lost; where none was ever reached, none is expected."""
_SYSTEM_MONITORS = (SessionMonitor, NetworkMonitor, BatteryMonitor, TimeZoneMonitor)


class DesktopMonitors:
    """Owner of the monitors."""

    def __init__(self, send: Callable[[Command], None], on_appearance: Callable[[Appearance], None]) -> None:
        """`send` takes the events, `on_appearance` each new appearance; both must return at once."""
        self._tracker = DesktopStateTracker(send)
        self._appearance = AppearanceWatcher(on_appearance)

    async def attach(self, connection: BusConnection) -> None:
        """Subscribe on a session bus that has just been connected; what was reported on the one before is forgotten."""
        for name in NAMES:
            self._tracker.clear_source(name)
        await self._appearance.attach(connection)
        await ScreenSaverMonitor(connection, self._tracker).start()

    async def read_panel_colour(self) -> None:
        """Read the colour of a panel that has just appeared, several times: it may still be drawing itself."""
        loop = asyncio.get_running_loop()
        for seconds in _PANEL_COLOUR_WAITS:
            await asyncio.sleep(seconds)
            if self._appearance.panel_unknown and fullscreen.x_session():
                threading.Thread(target=self._read_colours, args=(loop,), name="brim-panel", daemon=True).start()

    def _read_colours(self, loop: asyncio.AbstractEventLoop) -> None:
        """Runs in a thread of its own, so that an X server that hangs blocks nothing else."""
        from brim.tray.linux.appearance import panelcolour

        _call_in_loop(loop, partial(self._appearance.set_panel_colours, panelcolour.panel_colours()))

    async def run(self) -> None:
        """Watch the screen and the system bus until cancelled; connect again when a bus that was lost returns."""
        if fullscreen.x_session():
            loop = asyncio.get_running_loop()
            fullscreen.watch(lambda covered: _call_in_loop(loop, partial(self._set_full_screen, active=covered)))
        else:
            _log("Which window covers the screen is not known: outside of X no program can know")
        waits = iter([0.0])
        while (seconds := next(waits, None)) is not None:
            await asyncio.sleep(seconds)
            try:
                connection = await BusConnection.open_system()
            except NoBusError as error:
                _log(f"{error.title}. {error.message}")
                continue
            await self._monitor_until_lost(connection)
            waits = iter(_RECONNECT_WAITS)

    def _set_full_screen(self, *, active: bool) -> None:
        self._tracker.set_state(DesktopState.FULL_SCREEN, _SCREEN, active=active)

    async def _monitor_until_lost(self, connection: BusConnection) -> None:
        monitors = [kind(connection, self._tracker) for kind in _SYSTEM_MONITORS]
        try:
            await asyncio.gather(*(monitor.start() for monitor in monitors))
            await connection.wait_for_disconnect()
        finally:
            await connection.close()
        for monitor in monitors:
            monitor.reset()


def _call_in_loop(loop: asyncio.AbstractEventLoop, function: Callable[[], None]) -> None:
    """Call it in the loop, unless that has ended."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(function)


def _log(text: str) -> None:
    from loguru import logger

    logger.debug("{}", text)
