"""Desktop notifications over the bus: org.freedesktop.Notifications, as the Desktop Notifications Specification has it.

A notification that cannot be shown is one line in the log and an outcome, never an error. This module must not know
what a notification is about.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dbus_fast import Variant

from brim.model.alert import AlertButton, Urgency
from brim.model.command import NotificationResult, OpenPage, Quit, Refresh, Snooze
from brim.tray.desktop.notification import FAILED, SHOWN
from brim.tray.linux.dbus.message import BUS_DAEMON, BusCallError, BusPeer
from brim.tray.linux.statusnotifieritem import escape_markup
from brim.words import desktop as words
from brim.words.notifications import button_labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.alert import Alert
    from brim.model.command import Command, OpenDetails
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body
    from brim.tray.linux.pixmaps import ImageData

_NAME = "org.freedesktop.Notifications"
_START_SECONDS = 25.0
"""The bus may have to start the daemon first."""
NOTIFICATIONS = BusPeer(_NAME, "/org/freedesktop/Notifications", _NAME, timeout_seconds=_START_SECONDS)
_CLOSED = "closed"

_URGENCIES = {Urgency.LOW: 0, Urgency.NORMAL: 1, Urgency.CRITICAL: 2}
_SNOOZE = timedelta(hours=1)
_DEFAULT_EXPIRY = -1
"""The daemon decides how long it shows a notification."""


class NotificationSender:
    """Owner of the ids that the notification daemon gave to our notifications."""

    def __init__(
        self,
        send: Callable[[Command], None],
        draw_image: Callable[[IconSpec | None], ImageData],
        details: Callable[[], OpenDetails | OpenPage] = OpenPage,
    ) -> None:
        """`draw_image` draws an icon, or without one that of the tray; `send` takes results and must return at once.

        `details` gives what opens the details page, or the usage page where there is none.
        """
        self._details = details
        self._send = send
        self._draw_image = draw_image
        self._connection: BusConnection | None = None
        self._ids: dict[str, int] = {}
        self._rules: dict[str, str] = {}
        self._capabilities: frozenset[str] | None = None
        self._lock = asyncio.Lock()
        self._warned = False

    def attach(self, connection: BusConnection) -> None:
        """Use a connection that has just been opened."""
        self._connection = connection
        self._forget_daemon()
        connection.subscribe(NOTIFICATIONS, "ActionInvoked", "us", self._action_invoked)
        connection.subscribe(NOTIFICATIONS, "NotificationClosed", "uu", self._notification_closed)
        connection.subscribe(BUS_DAEMON, "NameOwnerChanged", "sss", self._owner_changed, _NAME)

    async def show(self, alert: Alert, icon: IconSpec | None = None) -> None:
        """Show a notification in place of the one with the same key, and send its outcome: shown or failed."""
        async with self._lock:  # the id of the one before is known only after its reply
            try:
                await self._show(alert, icon)
            except BusCallError as error:
                self._warn_once(error)
                outcome = FAILED
            else:
                outcome = SHOWN
        self._send(NotificationResult(alert.key, outcome))

    async def _show(self, alert: Alert, icon: IconSpec | None) -> None:
        if self._connection is None:
            raise BusCallError("Notify", "", words.no_session_bus_reason())
        if self._capabilities is None:
            reply = await self._connection.call(NOTIFICATIONS, "GetCapabilities", reply_signature="as")
            self._capabilities = frozenset(reply[0])
        body = escape_markup(alert.body) if "body-markup" in self._capabilities else alert.body
        buttons = alert.buttons if "actions" in self._capabilities else ()
        labels = button_labels()
        actions = [text for button in buttons for text in (button.value, labels[button])]
        hints = {
            "urgency": Variant("y", _URGENCIES[alert.urgency]),
            "desktop-entry": Variant("s", "brim"),
            "transient": Variant("b", alert.transient),
            "image-data": Variant("(iiibiiay)", self._draw_image(icon)),
        }
        replaces_id = self._ids.get(alert.key, 0)
        reply = await self._connection.call(
            NOTIFICATIONS,
            "Notify",
            "susssasa{sv}i",
            ["Brim", replaces_id, "", alert.title, body, actions, hints, _DEFAULT_EXPIRY],
            "u",
        )
        self._ids[alert.key] = reply[0]
        self._rules[alert.key] = alert.rule

    def _action_invoked(self, body: Body) -> None:
        notification_id, action = body
        key = self._key_of(notification_id)
        if key is None or action not in set(AlertButton):
            return
        del self._ids[key]
        match AlertButton(action):
            case AlertButton.REFRESH:
                self._send(Refresh())
            case AlertButton.OPEN:
                self._send(self._details())
            case AlertButton.SNOOZE:
                self._send(Snooze(self._rules[key], datetime.now(UTC) + _SNOOZE))
            case AlertButton.QUIT:
                self._send(Quit())
        self._send(NotificationResult(key, action))

    def _notification_closed(self, body: Body) -> None:
        key = self._key_of(body[0])
        if key is not None:
            del self._ids[key]
            self._send(NotificationResult(key, _CLOSED))

    def _key_of(self, notification_id: int) -> str | None:
        """The key of our notification; None for those of other programs, whose signals arrive here too."""
        return next((key for key, own_id in self._ids.items() if own_id == notification_id), None)

    def _owner_changed(self, _body: Body) -> None:
        """Another daemon counts ids from one again, and may have other capabilities."""
        self._forget_daemon()

    def _forget_daemon(self) -> None:
        self._capabilities = None
        for key in list(self._ids):
            del self._ids[key]
            self._send(NotificationResult(key, _CLOSED))

    def _warn_once(self, error: BusCallError) -> None:
        if self._warned:
            return
        self._warned = True
        from loguru import logger

        logger.warning("Notifications cannot be shown. {} Is a notification daemon running?", error)
