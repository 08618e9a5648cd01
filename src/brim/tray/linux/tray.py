"""The tray of Linux: one loop in the main thread that serves icon, menu and notifications over the session bus.

The icon is registered with the desktop's watcher, whether one runs now or later; without one Brim continues and reports
it once. This module must not know what is shown, nor what a command does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

from brim.tray.linux import allocator
from brim.tray.linux.sessionbus import SessionBus
from brim.tray.linux.traycontent import TrayContent

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime

    from brim.model.alert import Alert
    from brim.model.command import Command
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.menu.row import MenuRow
    from brim.tray.menu.trayview import TrayView

_END_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_STARTED_SECONDS = 15.0
"""By then everything is imported and read, and what only that has needed can go."""


class LinuxTray:
    """One icon in the tray of a Linux desktop. `show`, `notify` and `stop` may be called from any thread."""

    def __init__(
        self,
        view: TrayView,
        send: Callable[[Command], None],
        *,
        name: str | None,
        no_host_seconds: float = 30.0,
        xembed_grace_seconds: float = 2.0,
    ) -> None:
        """Prepare; nothing is shown before `run`.

        `send` is called in the main thread and must return at once. `name` is the bus name that one tray of a user
        owns; None lets several run. If no host draws the icon for `xembed_grace_seconds`, it goes into an XEmbed tray;
        if none does for `no_host_seconds`, one notification says so.
        """
        self._content = TrayContent(view, send, xembed_grace_seconds=xembed_grace_seconds)
        self._bus = SessionBus(self._content, send, name, no_host_seconds)
        self._stopping = asyncio.Event()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queued: list[Callable[[], None]] | None = []
        """Calls made before the loop starts; None once it has started."""

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until `stop`, SIGTERM or SIGINT; SIGHUP is ignored, so that the terminal may be closed.

        `ready` runs in a thread of its own once the icon is registered or it is known that no watcher answers; the
        caller ends what it waits for. Raises NoBusError without a session bus and AlreadyRunningError when `name` is
        taken, before anything is shown. (The latter also when another tray started while the bus was away.) Afterwards
        the program is ending: a second Ctrl+C or SIGTERM does not disturb it.
        """
        os.environ["PYSTRAY_BACKEND"] = "dummy"  # pystray would look for X at its import
        from brim.tray.linux.pystrayicon import LoopIcon

        def set_up(_icon: object) -> None:
            if not self._stopping.is_set():
                ready()

        with asyncio.Runner() as runner:
            try:
                if runner.run(self._begin()):
                    LoopIcon("brim", lambda mark_ready: runner.run(self._serve(mark_ready))).run(set_up)
            finally:
                self._end()
        for number in _END_SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def show(self, view: TrayView, rows_at: Callable[[datetime], tuple[MenuRow, ...]]) -> None:
        """Show a view; `rows_at` makes its rows for the moment when the menu opens.

        An unchanged view emits nothing.
        """
        self._post(partial(self._content.show, view, rows_at))

    def notify(self, alert: Alert, icon: IconSpec | None = None) -> None:
        """Show a desktop notification; its outcome is sent as a NotificationResult."""
        self._post(partial(self._bus.notify, alert, icon))

    def stop(self) -> None:
        """Remove the icon and let `run` return."""
        self._post(self._stopping.set)

    def _post(self, function: Callable[[], None]) -> None:
        """Call it in the loop: at once, when the loop starts, or never once it has ended."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(function)
            elif self._queued is not None:
                self._queued.append(function)

    async def _begin(self) -> bool:
        """Handle signals and calls of other threads from now on, then connect; False when it was stopped meanwhile."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_error)
        if sys.platform != "win32":
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        for number in _END_SIGNALS:
            loop.add_signal_handler(number, self._stopping.set)
        with self._lock:
            self._loop, queued, self._queued = loop, self._queued or [], None
        for function in queued:
            loop.call_soon(function)
        await self._until_stopped(self._bus.connect())
        return self._bus.connected

    async def _serve(self, mark_ready: Callable[[], None]) -> None:
        """Serve the icon until it is stopped."""
        asyncio.get_running_loop().call_later(_STARTED_SECONDS, allocator.give_back)
        await self._until_stopped(self._bus.serve(mark_ready))
        # A panel's last calls get no reply, and dbus-fast may fail on its own closed socket.
        asyncio.get_running_loop().set_exception_handler(_ignore_error)
        self._content.xembed.stop()
        await self._bus.close()

    async def _until_stopped(self, work: Coroutine[object, None, None]) -> None:
        """Run the coroutine until it ends or `stop` is called; raises what it raises."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
        if not task.cancelled():
            task.result()

    def _end(self) -> None:
        with self._lock:
            self._loop = self._queued = None


def _ignore_error(_loop: asyncio.AbstractEventLoop, _context: dict[str, object]) -> None:
    """Do nothing: the program ends."""


def _log_error(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Log what asyncio would print on a terminal that may be closed."""
    from loguru import logger

    error = context.get("exception")
    logger.opt(exception=error if isinstance(error, Exception) else None).warning("{}", context.get("message"))
