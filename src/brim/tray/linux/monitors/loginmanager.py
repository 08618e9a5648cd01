"""The login manager: the machine sleeps and wakes, the session is locked or idle (org.freedesktop.login1).

This module must not know what these states change.
"""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.message import BusCallError, BusPeer
from brim.tray.linux.dbus.proxy import ServiceProxy
from brim.tray.linux.dbus.variants import bool_property
from brim.tray.linux.monitors.state import DesktopState
from brim.words import desktop as words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import Body
    from brim.tray.linux.dbus.variants import Properties
    from brim.tray.linux.monitors.state import DesktopStateTracker

_LOGIN = BusPeer("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SESSION = "org.freedesktop.login1.Session"
_USER = "org.freedesktop.login1.User"
_HINTS = "session"
_LOCK_REQUEST = "lock request"
_NO_OBJECT = "/"
_TEXT_CONSOLE = "tty"


class SessionMonitor:
    """The session that Brim runs in."""

    def __init__(
        self, connection: BusConnection, tracker: DesktopStateTracker, lock_request_seconds: float = 5.0
    ) -> None:
        """A request to lock counts for `lock_request_seconds` if no hint confirms it."""
        self._tracker = tracker
        self._lock_request_seconds = lock_request_seconds
        self._login = ServiceProxy(connection, _LOGIN, self._read, self.reset)
        self._path = ""
        self._unsubscribes: list[Callable[[], None]] = []
        self._idle_counts = True
        self._lock_request_timer: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Subscribe, and read the present state."""
        self._login.subscribe("PrepareForSleep", "b", lambda body: self._tracker.set_asleep(asleep=body[0]))
        self._login.subscribe("SessionNew", "so", lambda _body: self._login.read_again())
        await self._login.start()

    async def _read(self) -> None:
        async for path in self._candidates():
            if path != self._path:
                self._subscribe_to(path)
            try:
                values = await self._login.read_stable(partial(self._login.properties, path, _SESSION))
            except BusCallError:
                continue
            self._idle_counts = values.get("Type") != _TEXT_CONSOLE  # the console is idle while X is used
            return self._hints_changed(values)
        raise BusCallError("GetSession", "", words.no_user_session())

    def _subscribe_to(self, path: str) -> None:
        for unsubscribe in self._unsubscribes:
            unsubscribe()
        self._path = path
        self._unsubscribes = [
            self._login.subscribe("Lock", "", self._lock_requested, path, _SESSION),
            self._login.subscribe("Unlock", "", self._unlock_requested, path, _SESSION),
            self._login.subscribe_to_properties(self._hints_changed, path, _SESSION),
        ]

    async def _candidates(self) -> AsyncIterator[str]:
        """Object paths that may be our session, the most certain one first."""
        for query in (self._by_name, self._by_process, self._by_display, self._by_seat):
            try:
                path = await query()
            except BusCallError:
                continue
            if path not in {"", _NO_OBJECT}:
                yield path

    async def _by_name(self) -> str:
        name = os.environ.get("XDG_SESSION_ID")
        return str((await self._login.call("GetSession", "s", name, reply_signature="o"))[0]) if name else ""

    async def _by_process(self) -> str:
        return str((await self._login.call("GetSessionByPID", "u", os.getpid(), reply_signature="o"))[0])

    async def _by_display(self) -> str:
        """The user's graphical session: programs that systemd starts for a user belong to no session themselves."""
        user = str((await self._login.call("GetUser", "u", _user_id(), reply_signature="o"))[0])
        display = (await self._login.properties(user, _USER)).get("Display")
        return str(display[1]) if isinstance(display, list | tuple) and len(display) > 1 else ""

    async def _by_seat(self) -> str:
        sessions = (await self._login.call("ListSessions", reply_signature="a(susso)"))[0]
        return next((str(path) for _, user, _, seat, path in sessions if user == _user_id() and seat), "")

    def _hints_changed(self, values: Properties) -> None:
        locked, idle = bool_property(values, "LockedHint"), bool_property(values, "IdleHint")
        if locked is not None:
            self._tracker.set_state(DesktopState.LOCKED, _HINTS, active=locked)
        if idle is not None and self._idle_counts:
            self._tracker.set_state(DesktopState.IDLE, _HINTS, active=idle)
        if locked is False or idle is False:
            self._drop_lock_request()

    def _lock_requested(self, _body: Body) -> None:
        """A program asks the desktop to lock; on desktops that set the hint, the hint says whether it did."""
        self._tracker.set_state(DesktopState.LOCKED, _LOCK_REQUEST, active=True)
        self._cancel_timer()
        self._lock_request_timer = asyncio.get_running_loop().call_later(
            self._lock_request_seconds, self._drop_lock_request
        )

    def _unlock_requested(self, _body: Body) -> None:
        self._drop_lock_request()
        self._tracker.set_state(DesktopState.LOCKED, _HINTS, active=False)

    def _drop_lock_request(self) -> None:
        self._cancel_timer()
        self._tracker.set_state(DesktopState.LOCKED, _LOCK_REQUEST, active=False)

    def _cancel_timer(self) -> None:
        if self._lock_request_timer is not None:
            self._lock_request_timer.cancel()
            self._lock_request_timer = None

    def reset(self) -> None:
        """Forget what the login manager reported: it has left, or the bus has."""
        self._drop_lock_request()
        self._tracker.clear_source(_HINTS)
        self._tracker.end_sleep()


def _user_id() -> int:
    if sys.platform == "win32":
        return 0
    else:  # noqa: RET505 - mypy knows platforms by branches
        return os.getuid()
