"""The tray on the session bus: connected, registered with the watcher, and connected again when the bus was lost.

This module must not know what is shown, nor how the program starts and ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
from typing import TYPE_CHECKING

from brim.model.alert import Alert, AlertButton
from brim.tray.desktop.display import AlreadyRunningError, NoBusError
from brim.tray.linux.dbus.connection import BusConnection
from brim.tray.linux.knownhosts import KnownHosts
from brim.tray.linux.notifications import NotificationSender
from brim.tray.linux.quirks import ITEM_PATH, item_path
from brim.tray.linux.statusnotifieritem import MENU_PATH
from brim.tray.linux.statusnotifierwatcher import WatcherRegistration
from brim.tray.linux.traystate import STATE_PATH, IconPlace, TrayState
from brim.tray.linux.watcherowner import watcher_owner
from brim.words import desktop as words
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from brim.model.command import Command
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.linux.monitors.monitors import DesktopMonitors
    from brim.tray.linux.traycontent import TrayContent

_RECONNECT_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between tries after the bus was lost; a bus that is away for a minute means that the session has ended."""

_JOIN_SECONDS = 1.0
"""Clicks within this time get one notification."""
_MENU_KEY, _DETAILS_KEY = "menu", "details"
_MENU_BUTTONS = (AlertButton.REFRESH, AlertButton.OPEN, AlertButton.QUIT)


class SessionBus:
    """Owner of the connection and of all that uses it; every method is called in the loop."""

    def __init__(
        self, content: TrayContent, send: Callable[[Command], None], name: str | None, no_host_seconds: float
    ) -> None:
        """`name` is the bus name that one tray of a user owns, None for none; `send` must return at once."""
        self._content = content
        self._send = send
        self._name = name
        self._no_host_seconds = no_host_seconds
        self._notifications = NotificationSender(send, content.image_data, content.page_command)
        content.item.on_menu_request = self._show_menu_notification
        content.item.on_details_request = self._open_details
        self._item_path = ITEM_PATH
        self._answered_at: dict[str, float] = {}
        """When a click was last answered by a notification, by its key; in seconds of the loop's clock."""
        self._hosts = KnownHosts(content.item.set_hosts)
        self._connection: BusConnection | None = None
        self._registration: WatcherRegistration | None = None
        self._monitors: DesktopMonitors | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._state = TrayState(self._icon_place)

    @property
    def connected(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._connection is not None

    async def connect(self) -> None:
        """Connect and own the name. Raises NoBusError, and AlreadyRunningError when another tray owns the name."""
        connection = await BusConnection.open()
        if self._name is not None and await connection.request_name(self._name) is False:
            await connection.close()
            raise AlreadyRunningError
        self._connection = connection

    async def serve(self, on_registered: Callable[[], None]) -> None:
        """Register the icon, and again over another connection when one is lost; return when no bus comes back.

        `on_registered` is called once, also when no watcher answers.
        """
        await self._register()
        on_registered()
        self._start_task(self._report_missing_host())
        self._start_task(self._run_monitors())
        while self._connection is not None:
            await self._connection.wait_for_disconnect()
            self._connection = None
            await self._reconnect()
            await self._register()

    def notify(self, alert: Alert, icon: IconSpec | None = None) -> None:
        """Show a notification; its outcome is sent as a NotificationResult."""
        self._start_task(self._notifications.show(alert, icon))

    def _show_menu_notification(self) -> None:
        """Show what a host shows that draws no menu: the tooltip, and the most needed rows as buttons."""
        view = self._content.item.view
        self._answer_click(Alert(_MENU_KEY, view.heading, view.tooltip, buttons=_MENU_BUTTONS, transient=True))

    def _open_details(self) -> None:
        """Open the details page, where there is one to open."""
        command = self._content.details_command()
        if command is None:
            self._show_details_notification()
        else:
            self._send(command)

    def _show_details_notification(self) -> None:
        """Show what a click cannot open in a host: what the menu says."""
        body, buttons = self._content.details(), (AlertButton.REFRESH,)
        self._answer_click(Alert(_DETAILS_KEY, label_text(Label.USAGE_DETAILS), body, buttons=buttons, transient=True))

    def _answer_click(self, alert: Alert) -> None:
        """Show a notification, unless one of this kind was shown just now: any program may pass on many clicks."""
        now = asyncio.get_running_loop().time()
        if now - self._answered_at.get(alert.key, -math.inf) >= _JOIN_SECONDS:
            self._answered_at[alert.key] = now
            self.notify(alert)

    async def close(self) -> None:
        """Disconnect: the icon is removed."""
        if self._registration is not None:
            self._registration.stop()
        if self._connection is not None:
            await self._connection.close()
        self._content.item.close()

    def _start_task(self, coroutine: Coroutine[object, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _register(self) -> None:
        """Export item and menu and register them."""
        connection = self._connection
        if connection is None:
            return
        self._export_item(connection, item_path(await self._adapt_to_watcher(connection)))
        connection.export(MENU_PATH, self._content.menu)
        await self._hosts.attach(connection)
        self._notifications.attach(connection)
        connection.export(STATE_PATH, self._state)
        name = f"org.kde.StatusNotifierItem-{os.getpid()}-1"
        await connection.request_name(name)
        if self._registration is not None:
            self._registration.stop()
        names = (name, connection.unique_name)
        self._registration = WatcherRegistration(
            connection, lambda: self._exported_item(connection), names, self._set_host
        )
        await self._registration.start()
        if self._monitors is not None:
            self._start_task(self._monitors.attach(connection))

    async def _exported_item(self, connection: BusConnection) -> str:
        """The path of the item, which is moved to where the watcher that runs looks for it."""
        path = item_path(await self._adapt_to_watcher(connection))
        if path != self._item_path:
            connection.unexport(self._item_path, self._content.item)
            self._export_item(connection, path)
        return path

    def _export_item(self, connection: BusConnection, path: str) -> None:
        """Offer the item; dbus-fast then reads every property, although no host has asked."""
        self._item_path, item = path, self._content.item
        item.serves_pixels = False
        connection.export(path, item)
        item.serves_pixels = True

    def _icon_place(self) -> IconPlace:
        if self._registration is not None and self._registration.shown:
            return IconPlace.PANEL
        return IconPlace.XEMBED if self._content.xembed.docked else IconPlace.NOWHERE

    def _set_host(self, present: bool) -> None:  # noqa: FBT001 - the callback's only argument
        self._content.xembed.set_host(present=present)
        if not present:
            self._content.item.set_watcher("")
        if present and self._connection is not None:
            self._start_task(self._follow_watcher(self._connection))
        if present and self._monitors is not None:
            self._start_task(self._monitors.read_panel_colour())

    async def _adapt_to_watcher(self, connection: BusConnection) -> str:
        """Serve the watcher that runs in its own way; `quirks` says in which. Returns its program's bus name."""
        owner = await watcher_owner(connection)
        self._content.set_watcher(owner)
        return owner

    async def _follow_watcher(self, connection: BusConnection) -> None:
        await self._adapt_to_watcher(connection)

    async def _report_missing_host(self) -> None:
        """Show one notification, after a while, if no host draws the icon; where one does, nothing waits for it."""
        if self._registration is not None and self._registration.host_seen:
            return
        await asyncio.sleep(self._no_host_seconds)
        if self._registration is None or self._registration.host_seen or await self._registration.look_again():
            return
        if self._content.xembed.docked:
            return
        from loguru import logger

        alert = Alert("no-host", *words.no_tray())
        logger.warning("{}. {}", alert.title, alert.body)
        await self._notifications.show(alert)

    async def _run_monitors(self) -> None:
        """Watch the desktop, now that the icon is registered."""
        from brim import logs
        from brim.tray.linux.monitors.monitors import DesktopMonitors

        logs.begin()
        self._monitors = DesktopMonitors(self._send, self._content.set_appearance)
        if self._connection is not None:
            await self._monitors.attach(self._connection)
            self._start_task(self._monitors.read_panel_colour())
        await self._monitors.run()

    async def _reconnect(self) -> None:
        """Try again for a minute; without a connection after it, the session is over."""
        from loguru import logger

        logger.warning("The session bus is gone; trying again")
        for seconds in _RECONNECT_WAITS:
            await asyncio.sleep(seconds)
            with contextlib.suppress(NoBusError):
                return await self.connect()
        logger.warning("The session bus did not come back; Brim ends")
        return None
