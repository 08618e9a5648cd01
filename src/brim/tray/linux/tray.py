"""The tray of Linux: one loop in the main thread that serves icon, menu and notices over the session bus.

The icon is registered with whatever watcher the desktop has, now or later; without one Brim goes on and says so once.
This module must not know what is shown, nor what a command does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from brim.model.alert import Alert
from brim.tray.desktop.display import AlreadyRunningError, NoBusError
from brim.tray.icon.animation import ReadingAnimation
from brim.tray.icon.fromsnapshot import with_appearance
from brim.tray.icon.spec import Appearance
from brim.tray.linux import pixmaps
from brim.tray.linux.dbus.connection import Connection
from brim.tray.linux.dbusmenu import DBusMenu
from brim.tray.linux.notifications import Notifications
from brim.tray.linux.trayitem import ITEM_PATH, MENU_PATH, StatusNotifierItem
from brim.tray.linux.watcher import WatcherRegistration
from brim.tray.linux.wheel import Wheel, next_pin
from brim.tray.linux.xembed.fallback import XEmbedFallback
from brim.words import desktop as words

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from PIL import Image

    from brim.model.command import Command
    from brim.tray.icon.spec import IconSpec
    from brim.tray.linux.monitors.monitors import DesktopMonitors
    from brim.tray.menu.row import Row
    from brim.tray.menu.view import TrayView

_RECONNECT_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Waits between tries after the bus was lost; a bus that is away for a minute is a session that has ended."""

_ENDING = (signal.SIGTERM, signal.SIGINT)

_NO_HOST = Alert("no-host", *words.NO_TRAY)


class LinuxTray:
    """One icon in the tray of a Linux desktop."""

    def __init__(
        self, first: TrayView, send: Callable[[Command], None], *, name: str | None, patience: float = 30.0
    ) -> None:
        """Prepare; nothing is shown before `run`.

        `send` is called in the main thread and must return at once. `name` is the bus name that one tray of a user
        owns; None lets several run. After `patience` seconds without a tray in the desktop one notice says so.
        """
        self._send = send
        self._name = name
        self._patience = patience
        self._face = first
        self._appearance = Appearance()
        self._rows: Callable[[datetime], tuple[Row, ...]] = lambda _now: first.rows
        self._wheel = Wheel(_call_later, self._step)
        self._item = StatusNotifierItem(first, self._later, self._wheel.turn)
        self._motion = ReadingAnimation(_call_later, self._redraw)
        self._menu = DBusMenu(lambda: self._rows(datetime.now(UTC)), self._later)
        self._notices = Notifications(send, lambda: pixmaps.image_data(self._look()))
        self._embedding = XEmbedFallback(self._picture, lambda: self._rows(datetime.now(UTC)), send, self._wheel.turn)
        self._connection: Connection | None = None
        self._watcher: WatcherRegistration | None = None
        self._senses: DesktopMonitors | None = None
        self._stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._held: list[Callable[[], None]] | None = []

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until `stop`, SIGTERM or SIGINT; SIGHUP is ignored, so that the terminal may be closed.

        `ready` runs in a thread of its own once the icon is registered or it is known that no watcher answers; the
        caller ends what it waits for. Raises NoBusError without a session bus and AlreadyRunningError when `name` is
        taken, before anything is shown. (The latter also when another tray came while the bus was away.) Afterwards
        the program is ending: a second Ctrl+C or SIGTERM does not disturb it.
        """
        os.environ["PYSTRAY_BACKEND"] = "dummy"  # pystray would look for X at its import
        from brim.tray.linux.lifecycle import LoopIcon

        def set_up(_icon: object) -> None:
            if not self._stopping.is_set():
                ready()

        with asyncio.Runner() as runner:
            try:
                if runner.run(self._begin()):
                    LoopIcon("brim", lambda stands: runner.run(self._serve(stands))).run(set_up)
            finally:
                self._end()
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)

    def show(self, face: TrayView, menu: Callable[[datetime], tuple[Row, ...]]) -> None:
        """Show a face; `menu` makes its rows at the moment when the menu opens. An unchanged face emits nothing."""
        self._post(partial(self._show, face, menu))

    def notify(self, alert: Alert) -> None:
        """Show a desktop notice; what becomes of it comes back as a NoticeResult."""
        self._post(lambda: self._spawn(self._notices.show(alert)))

    def appear(self, appearance: Appearance) -> None:
        """Show the face as the desktop wants it from now on."""
        self._post(partial(self._appear, appearance))

    def stop(self) -> None:
        """Take the icon away and let `run` return."""
        self._post(self._stopping.set)

    def _post(self, work: Callable[[], None]) -> None:
        """Do it in the loop: at once, when it starts, or never once it has ended."""
        with self._guard:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(work)
            elif self._held is not None:
                self._held.append(work)

    def _later(self, command: Command) -> None:
        """Send a command after the answer to the panel, which waits for it."""
        asyncio.get_running_loop().call_soon(self._send, command)

    def _show(self, face: TrayView, menu: Callable[[datetime], tuple[Row, ...]]) -> None:
        changed = face.rows != self._face.rows
        self._face, self._rows = face, menu
        self._move()
        if changed:
            self._menu.refresh()
            self._embedding.redraw()

    def _appear(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._move()

    def _move(self) -> None:
        self._motion.update(reading=self._face.animated and not self._appearance.reduced_motion)
        self._redraw()

    def _redraw(self) -> None:
        look = replace(self._look(), animation_step=self._motion.step)
        changed = look != self._item.face.icon
        self._item.show(replace(self._face, icon=look))
        if changed:
            self._embedding.redraw()

    def _picture(self, side: int) -> Image.Image:
        from brim.tray.icon import render

        return render.draw(self._item.face.icon, side)

    def _step(self, by: int) -> None:
        if (command := next_pin(self._face.rows, by)) is not None:
            self._send(command)

    def _look(self) -> IconSpec:
        return with_appearance(self._face.icon, self._appearance)

    def _spawn(self, work: Coroutine[object, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _begin(self) -> bool:
        """Listen to signals and to other threads, then connect; False when it was stopped meanwhile."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_report)
        if sys.platform != "win32":
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        for number in _ENDING:
            loop.add_signal_handler(number, self._stopping.set)
        with self._guard:
            self._loop, held, self._held = loop, self._held or [], None
        for work in held:
            loop.call_soon(work)
        await self._until_stopped(self._open())
        return self._connection is not None

    async def _serve(self, stands: Callable[[], None]) -> None:
        """Offer the icon, over another connection when one is lost, until it is stopped."""
        await self._until_stopped(self._live(stands))
        # A panel that still asks something gets no answer, and dbus-fast may stumble over its own closed socket.
        asyncio.get_running_loop().set_exception_handler(_hide)
        self._embedding.stop()
        if self._connection is not None:
            await self._connection.close()

    async def _until_stopped(self, work: Coroutine[object, None, None]) -> None:
        """Do the work, or as much of it as `stop` leaves time for."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
        if not task.cancelled():
            task.result()

    async def _open(self) -> None:
        connection = await Connection.open()
        if self._name is not None and await connection.request_name(self._name) is False:
            await connection.close()
            raise AlreadyRunningError
        self._connection = connection

    async def _live(self, stands: Callable[[], None]) -> None:
        await self._offer()
        stands()
        self._spawn(self._look_for_host())
        self._spawn(self._listen())
        while self._connection is not None:
            await self._connection.wait_for_disconnect()
            self._connection = None
            await self._reconnect()
            await self._offer()

    async def _listen(self) -> None:
        """Hear what the desktop tells of itself, now that the icon stands."""
        from brim import logs
        from brim.tray.linux.monitors.monitors import DesktopMonitors

        logs.begin()
        self._senses = DesktopMonitors(self._send, self._appear)
        if self._connection is not None:
            await self._senses.attach(self._connection)
            self._spawn(self._senses.read_panel_colour())
        await self._senses.run()

    async def _offer(self) -> None:
        """Put item and menu on the bus and register them."""
        connection = self._connection
        if connection is None:
            return
        self._item.drawn = False
        connection.export(ITEM_PATH, self._item)
        connection.export(MENU_PATH, self._menu)
        self._item.drawn = True
        self._notices.attach(connection)
        name = f"org.kde.StatusNotifierItem-{os.getpid()}-1"
        owned = await connection.request_name(name)
        self._watcher = WatcherRegistration(connection, name if owned else connection.unique_name, self._hosted)
        await self._watcher.start()
        if self._senses is not None:
            self._spawn(self._senses.attach(connection))

    def _hosted(self, there: bool) -> None:  # noqa: FBT001 - what one callback tells
        self._embedding.host(there=there)
        if there and self._senses is not None:
            self._spawn(self._senses.read_panel_colour())

    async def _look_for_host(self) -> None:
        """Say once, after a while, that nobody shows the icon; where somebody does, nobody is woken for it."""
        if self._watcher is not None and self._watcher.host_seen:
            return
        await asyncio.sleep(self._patience)
        if self._watcher is None or self._watcher.host_seen or await self._watcher.has_host():
            return
        if self._embedding.docked:
            return
        from loguru import logger

        logger.warning("{}. {}", _NO_HOST.title, _NO_HOST.body)
        await self._notices.show(_NO_HOST)

    async def _reconnect(self) -> None:
        """Try again for a minute; without a connection after it, the session is over or another tray has come."""
        from loguru import logger

        logger.warning("The session bus is gone; trying again")
        for seconds in _RECONNECT_SECONDS:
            await asyncio.sleep(seconds)
            with contextlib.suppress(NoBusError):
                return await self._open()
        logger.warning("The session bus did not come back; Brim ends")
        return None

    def _end(self) -> None:
        with self._guard:
            self._loop = self._held = None


def _call_later(seconds: float, work: Callable[[], None]) -> Callable[[], None]:
    return asyncio.get_running_loop().call_later(seconds, work).cancel


def _hide(_loop: asyncio.AbstractEventLoop, _context: dict[str, object]) -> None:
    """Say nothing: the program ends."""


def _report(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Log what asyncio would print on a terminal that may be gone."""
    from loguru import logger

    error = context.get("exception")
    logger.opt(exception=error if isinstance(error, Exception) else None).warning("{}", context.get("message"))
