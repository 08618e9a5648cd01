"""What this desktop offers to a tray: its session bus, who hosts icons, and who shows notices. Nothing is changed.

Only programs that run already are asked, each with a short time limit; none is started. This module must not know what
is made of the answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brim.tray.linux.dbus.connection import Connection
    from brim.tray.linux.dbus.message import Peer

PANELS = {
    "org.gnome.Shell": "GNOME Shell",
    "org.kde.plasmashell": "KDE Plasma",
    "org.xfce.Panel": "Xfce panel",
    "org.Cinnamon": "Cinnamon",
}
"""Panels that own a name on the session bus, as seen in their sources; others show as hosts alone."""

_SECONDS = 2.0
_HOST = re.compile(r"org\.kde\.StatusNotifierHost-.+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class NotificationDaemon:
    """The notification daemon, in its own words."""

    name: str
    version: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DesktopDiagnostics:
    """What was found."""

    system: str
    """As sys.platform: linux, darwin or win32. Only on linux there is more to tell."""
    desktop: str | None = None
    """What the session calls itself, for example `XFCE`."""
    session: str | None = None
    """wayland, x11, or None without a screen."""
    bus: bool = False
    """Whether the session bus answers."""
    watcher: str | None = None
    """The program that lists tray icons; None when there is none, empty when its name is not known."""
    host: bool = False
    """Whether somebody draws them."""
    hosts: int = 0
    """How many hosts gave themselves a name."""
    panels: tuple[str, ...] = ()
    """Panels whose names are known."""
    old_tray: bool = False
    """Whether there is a tray of the old kind (XEmbed); looked for only where nobody draws icons."""
    items: int = 0
    """How many icons are listed."""
    tray: bool = False
    """Whether the tray runs that was asked for."""
    daemon: NotificationDaemon | None = None
    """None when none runs, or when it does not answer."""
    daemon_starts: bool = False
    """Whether the bus starts a notification daemon when one is needed."""
    daemon_silent: bool = False
    """Whether one runs and does not answer."""


async def diagnose(tray: str) -> DesktopDiagnostics:
    """Look at the desktop; `tray` is the bus name of the tray that may run. Takes seconds at most, and never fails."""
    found = DesktopDiagnostics(sys.platform)
    if sys.platform == "linux":
        found = await _look(replace(found, desktop=_name(), session=_session()), tray)
    return found


async def _look(found: DesktopDiagnostics, tray: str) -> DesktopDiagnostics:
    from brim.tray.desktop.display import NoBusError
    from brim.tray.linux.dbus.connection import Connection
    from brim.tray.linux.dbus.message import CallError

    try:
        connection = await Connection.open()
    except NoBusError:
        return found
    try:
        found = await _ask(connection, replace(found, bus=True), tray)
    except CallError:  # the bus itself went silent
        return found
    finally:
        await connection.close()
    return found if found.host else replace(found, old_tray=await _old_tray())


async def _old_tray() -> bool:
    """Ask the X server in a thread that may be left behind: one that hangs holds nobody up."""
    loop, answer = asyncio.get_running_loop(), asyncio.Event()
    there: list[bool] = []

    def ask() -> None:
        from brim.tray.linux.xembed.tray import tray_available

        there.append(tray_available())
        with contextlib.suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(answer.set)

    if os.environ.get("DISPLAY"):
        threading.Thread(target=ask, name="brim-survey", daemon=True).start()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(answer.wait(), _SECONDS)
    return any(there)


def _name() -> str | None:
    return _short(os.environ.get("XDG_CURRENT_DESKTOP", "")) or None


def _session() -> str | None:
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "x11" if os.environ.get("DISPLAY") else None


async def _ask(connection: Connection, found: DesktopDiagnostics, tray: str) -> DesktopDiagnostics:
    from brim.tray.linux.dbus.message import BUS_DAEMON
    from brim.tray.linux.notifications import NOTIFICATIONS
    from brim.tray.linux.watcher import WATCHER

    bus = replace(BUS_DAEMON, timeout_seconds=_SECONDS)
    names = set((await connection.call(bus, "ListNames", reply_signature="as"))[0])
    if WATCHER.name in names:
        found = await _ask_watcher(connection, bus, found)
    if NOTIFICATIONS.name in names:
        found = await _ask_daemon(connection, found)
    else:
        startable = (await connection.call(bus, "ListActivatableNames", reply_signature="as"))[0]
        found = replace(found, daemon_starts=NOTIFICATIONS.name in startable)
    return replace(
        found,
        hosts=sum(1 for name in names if _HOST.fullmatch(name)),
        panels=tuple(panel for name, panel in PANELS.items() if name in names),
        tray=tray in names,
    )


async def _ask_watcher(connection: Connection, bus: Peer, found: DesktopDiagnostics) -> DesktopDiagnostics:
    from brim.tray.linux.dbus.message import CallError
    from brim.tray.linux.watcher import WATCHER

    properties = replace(WATCHER, interface="org.freedesktop.DBus.Properties", timeout_seconds=_SECONDS)
    found = replace(found, watcher="")
    try:
        number = (await connection.call(bus, "GetConnectionUnixProcessID", "s", [WATCHER.name], "u"))[0]
        found = replace(found, watcher=_program(number))
        told = (await connection.call(properties, "GetAll", "s", [WATCHER.interface], "a{sv}"))[0]
    except CallError:
        return found
    host, items = (told.get(name) for name in ("IsStatusNotifierHostRegistered", "RegisteredStatusNotifierItems"))
    listed = items.value if items is not None and isinstance(items.value, list) else []
    return replace(found, host=host is not None and host.value is True, items=len(listed))


async def _ask_daemon(connection: Connection, found: DesktopDiagnostics) -> DesktopDiagnostics:
    from brim.tray.linux.dbus.message import CallError
    from brim.tray.linux.notifications import NOTIFICATIONS

    peer = replace(NOTIFICATIONS, timeout_seconds=_SECONDS)
    try:
        name, _, version, _ = await connection.call(peer, "GetServerInformation", reply_signature="ssss")
        able = (await connection.call(peer, "GetCapabilities", reply_signature="as"))[0]
    except CallError:
        return replace(found, daemon_silent=True)
    capabilities = tuple(sorted(_short(one) for one in able))
    return replace(found, daemon=NotificationDaemon(_short(name), _short(version), capabilities))


def _program(number: int) -> str:
    """What the system calls a process: proc(5), `comm`."""
    try:
        return _short(Path(f"/proc/{number}/comm").read_text("utf-8", "replace"))
    except OSError:
        return ""


def _short(text: str) -> str:
    """Another program's words, without what could disturb a line."""
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST]
