"""What the login manager says: the machine sleeps and wakes, the session is locked or idle (org.freedesktop.login1).

This module must not know what follows from it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from brim.tray.linux.dbus.connection import CallError, Peer
from brim.tray.linux.dbus.follower import Follower, flag
from brim.tray.linux.monitors.state import DesktopState
from brim.words import desktop as words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from brim.tray.linux.dbus.connection import Body, Connection
    from brim.tray.linux.dbus.follower import Values
    from brim.tray.linux.monitors.state import DesktopStateTracker

_LOGIN = Peer("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SESSION = "org.freedesktop.login1.Session"
_USER = "org.freedesktop.login1.User"
_HINTS = "session"
_REQUEST = "lock request"
_NOWHERE = "/"
_TEXT_CONSOLE = "tty"


class SessionMonitor:
    """The session that Brim runs in."""

    def __init__(self, connection: Connection, presence: DesktopStateTracker, patience: float = 5.0) -> None:
        """`patience`: seconds after which a request to lock counts no longer if nobody says that it was carried out."""
        self._presence = presence
        self._patience = patience
        self._login = Follower(connection, _LOGIN, self._read, self.gone)
        self._path = ""
        self._ends: list[Callable[[], None]] = []
        self._idle_counts = True
        self._doubt: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Listen, and read how things stand."""
        self._login.listen("PrepareForSleep", "b", lambda body: self._presence.sleep(begins=body[0]))
        self._login.listen("SessionNew", "so", lambda _body: self._login.read_again())
        await self._login.start()

    async def _read(self) -> None:
        async for path in self._candidates():
            if path != self._path:
                self._listen(path)
            try:
                values = await self._login.fresh(partial(self._login.properties, path, _SESSION))
            except CallError:
                continue
            self._idle_counts = values.get("Type") != _TEXT_CONSOLE  # its keyboard's terminal is idle while X is used
            return self._hear(values)
        raise CallError("GetSession", "", words.NO_USER_SESSION)

    def _listen(self, path: str) -> None:
        for end in self._ends:
            end()
        self._path = path
        self._ends = [
            self._login.listen("Lock", "", self._lock, path, _SESSION),
            self._login.listen("Unlock", "", self._unlock, path, _SESSION),
            self._login.listen_to_properties(self._hear, path, _SESSION),
        ]

    async def _candidates(self) -> AsyncIterator[str]:
        """Where our session may lie, the surest place first."""
        for ask in (self._by_name, self._by_process, self._by_screen, self._by_seat):
            try:
                path = await ask()
            except CallError:
                continue
            if path not in {"", _NOWHERE}:
                yield path

    async def _by_name(self) -> str:
        name = os.environ.get("XDG_SESSION_ID")
        return str((await self._login.call("GetSession", "s", name, answer="o"))[0]) if name else ""

    async def _by_process(self) -> str:
        return str((await self._login.call("GetSessionByPID", "u", os.getpid(), answer="o"))[0])

    async def _by_screen(self) -> str:
        """The user's graphical session: programs that systemd starts for a user belong to no session themselves."""
        user = str((await self._login.call("GetUser", "u", _user(), answer="o"))[0])
        screen = (await self._login.properties(user, _USER)).get("Display")
        return str(screen[1]) if isinstance(screen, list | tuple) and len(screen) > 1 else ""

    async def _by_seat(self) -> str:
        sessions = (await self._login.call("ListSessions", answer="a(susso)"))[0]
        return next((str(path) for _, user, _, seat, path in sessions if user == _user() and seat), "")

    def _hear(self, values: Values) -> None:
        locked, idle = flag(values, "LockedHint"), flag(values, "IdleHint")
        if locked is not None:
            self._presence.claim(DesktopState.LOCKED, _HINTS, holds=locked)
        if idle is not None and self._idle_counts:
            self._presence.claim(DesktopState.IDLE, _HINTS, holds=idle)
        if locked is False or idle is False:
            self._forget_request()

    def _lock(self, _body: Body) -> None:
        """Somebody asks the desktop to lock; whether it does, the hint says, on desktops that set it."""
        self._presence.claim(DesktopState.LOCKED, _REQUEST, holds=True)
        self._forget_doubt()
        self._doubt = asyncio.get_running_loop().call_later(self._patience, self._forget_request)

    def _unlock(self, _body: Body) -> None:
        self._forget_request()
        self._presence.claim(DesktopState.LOCKED, _HINTS, holds=False)

    def _forget_request(self) -> None:
        self._forget_doubt()
        self._presence.claim(DesktopState.LOCKED, _REQUEST, holds=False)

    def _forget_doubt(self) -> None:
        if self._doubt is not None:
            self._doubt.cancel()
            self._doubt = None

    def gone(self) -> None:
        """The login manager has left, or the bus: what it said holds no longer."""
        self._forget_request()
        self._presence.withdraw(_HINTS)
        self._presence.wake_if_asleep()


def _user() -> int:
    if sys.platform == "win32":
        return 0
    else:  # noqa: RET505 - mypy knows platforms by branches
        return os.getuid()
