"""Desktop notices over the bus: org.freedesktop.Notifications, as the Desktop Notifications Specification has it.

A notice that cannot be shown is one line in the log and an outcome, never an error. This module must not know what a
notice is about.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dbus_fast import Variant

from brim.model.alert import AlertButton, Urgency
from brim.model.command import NotificationResult, OpenPage, Refresh, Snooze
from brim.tray.desktop.notification import FAILED, SHOWN
from brim.tray.linux.dbus.message import BUS_DAEMON, CallError, Peer
from brim.tray.linux.trayitem import escaped
from brim.words import desktop as words
from brim.words.notifications import BUTTON_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.alert import Alert
    from brim.model.command import Command
    from brim.tray.linux.dbus.connection import Connection
    from brim.tray.linux.dbus.message import Body
    from brim.tray.linux.pixmaps import ImageData

_NAME = "org.freedesktop.Notifications"
NOTIFICATIONS = Peer(
    _NAME, "/org/freedesktop/Notifications", _NAME, timeout_seconds=25.0
)  # the bus may have to start it first
_CLOSED = "closed"

_URGENCIES = {Urgency.LOW: 0, Urgency.NORMAL: 1, Urgency.CRITICAL: 2}
_SNOOZE = timedelta(hours=1)
_DAEMON_DECIDES = -1
"""How long a notice stays."""


class Notifications:
    """Owner of the numbers that the notification daemon gave to our notices."""

    def __init__(self, send: Callable[[Command], None], picture: Callable[[], ImageData]) -> None:
        """`picture` draws the image of a notice; `send` takes the answers and must return at once."""
        self._send = send
        self._picture = picture
        self._connection: Connection | None = None
        self._numbers: dict[str, int] = {}
        self._rules: dict[str, str] = {}
        self._capabilities: frozenset[str] | None = None
        self._turn = asyncio.Lock()
        self._complained = False

    def attach(self, connection: Connection) -> None:
        """Use a connection that has just been opened."""
        self._connection = connection
        self._forget()
        connection.subscribe(NOTIFICATIONS, "ActionInvoked", "us", self._pressed)
        connection.subscribe(NOTIFICATIONS, "NotificationClosed", "uu", self._was_closed)
        connection.subscribe(BUS_DAEMON, "NameOwnerChanged", "sss", self._owner_changed, _NAME)

    async def show(self, alert: Alert) -> None:
        """Show a notice in place of the one with the same key, and send its outcome: shown or failed."""
        async with self._turn:  # the number of the one before is known only after its answer
            try:
                await self._show(alert)
            except CallError as error:
                self._complain(error)
                outcome = FAILED
            else:
                outcome = SHOWN
        self._send(NotificationResult(alert.key, outcome))

    async def _show(self, alert: Alert) -> None:
        if self._connection is None:
            raise CallError("Notify", "", words.NO_SESSION_BUS_REASON)
        if self._capabilities is None:
            self._capabilities = frozenset(
                (await self._connection.call(NOTIFICATIONS, "GetCapabilities", reply_signature="as"))[0]
            )
        body = escaped(alert.body) if "body-markup" in self._capabilities else alert.body
        buttons = alert.buttons if "actions" in self._capabilities else ()
        actions = [text for reply in buttons for text in (reply.value, BUTTON_LABELS[reply])]
        hints = {
            "urgency": Variant("y", _URGENCIES[alert.urgency]),
            "desktop-entry": Variant("s", "brim"),
            "transient": Variant("b", alert.transient),
            "image-data": Variant("(iiibiiay)", self._picture()),
        }
        replaced = self._numbers.get(alert.key, 0)
        reply = await self._connection.call(
            NOTIFICATIONS,
            "Notify",
            "susssasa{sv}i",
            ["Brim", replaced, "", alert.title, body, actions, hints, _DAEMON_DECIDES],
            "u",
        )
        self._numbers[alert.key] = reply[0]
        self._rules[alert.key] = alert.rule

    def _pressed(self, body: Body) -> None:
        number, action = body
        key = self._key(number)
        if key is None or action not in set(AlertButton):
            return
        del self._numbers[key]
        match AlertButton(action):
            case AlertButton.REFRESH:
                self._send(Refresh())
            case AlertButton.OPEN:
                self._send(OpenPage())
            case AlertButton.SNOOZE:
                self._send(Snooze(self._rules[key], datetime.now(UTC) + _SNOOZE))
        self._send(NotificationResult(key, action))

    def _was_closed(self, body: Body) -> None:
        key = self._key(body[0])
        if key is not None:
            del self._numbers[key]
            self._send(NotificationResult(key, _CLOSED))

    def _key(self, number: int) -> str | None:
        """Whose number it is: every program on the bus hears of every notice."""
        return next((key for key, own in self._numbers.items() if own == number), None)

    def _owner_changed(self, _body: Body) -> None:
        """Another daemon counts from one again, and may be able to do other things."""
        self._forget()

    def _forget(self) -> None:
        self._capabilities = None
        for key in list(self._numbers):
            del self._numbers[key]
            self._send(NotificationResult(key, _CLOSED))

    def _complain(self, error: CallError) -> None:
        if self._complained:
            return
        self._complained = True
        from loguru import logger

        logger.warning("Notices cannot be shown. {} Is a notification daemon running?", error)
