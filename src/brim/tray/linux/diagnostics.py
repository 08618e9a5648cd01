"""What this desktop offers to a tray: its session bus, who hosts icons, who shows notifications. Nothing is changed.

Only programs that run already are asked, each with a short time limit; none is started. This module must not know how
the answers are used.
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
    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import BusPeer

PANELS = {
    "org.gnome.Shell": "GNOME Shell",
    "org.kde.plasmashell": "KDE Plasma",
    "org.xfce.Panel": "Xfce panel",
    "org.Cinnamon": "Cinnamon",
}
"""Panels that own a name on the session bus, as seen in their sources; others are visible only as hosts."""

_TIMEOUT_SECONDS = 2.0
_HOST_NAME = re.compile(r"org\.kde\.StatusNotifierHost-.+")
_LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class NotificationDaemon:
    """What the notification daemon says of itself."""

    name: str
    version: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DesktopDiagnostics:
    """What was detected."""

    system: str
    """As sys.platform: linux, darwin or win32. The other fields are filled only on linux."""
    desktop: str | None = None
    """What the session calls itself, for example `XFCE`."""
    session: str | None = None
    """wayland, x11, or None without a screen."""
    bus: bool = False
    """Whether the session bus answers."""
    watcher: str | None = None
    """The program that lists tray icons; None when there is none, empty when its name is not known."""
    host: bool = False
    """Whether a program draws them."""
    hosts: int = 0
    """How many hosts gave themselves a name."""
    panels: tuple[str, ...] = ()
    """Panels whose names are known."""
    old_tray: bool = False
    """Whether there is an XEmbed tray; checked only where no program draws icons."""
    items: int = 0
    """How many icons are listed."""
    tray: bool = False
    """Whether the tray runs that was asked for."""
    tray_listed: bool = False
    """Whether the watcher lists an icon of that tray."""
    tray_icon: str | None = None
    """Where that tray says that its icon is, an IconPlace; None when it does not say."""
    daemon: NotificationDaemon | None = None
    """None when none runs, or when it does not answer."""
    daemon_starts: bool = False
    """Whether the bus starts a notification daemon when one is needed."""
    daemon_silent: bool = False
    """Whether one runs and does not answer."""


async def diagnose(tray: str) -> DesktopDiagnostics:
    """Inspect the desktop; `tray` is the bus name of the tray that may run. Takes seconds at most, and never fails."""
    diagnostics = DesktopDiagnostics(sys.platform)
    if sys.platform == "linux":
        diagnostics = await _inspect(replace(diagnostics, desktop=_desktop_name(), session=_session_type()), tray)
    return diagnostics


async def _inspect(diagnostics: DesktopDiagnostics, tray: str) -> DesktopDiagnostics:
    from brim.tray.desktop.display import NoBusError
    from brim.tray.linux.dbus.connection import BusConnection
    from brim.tray.linux.dbus.message import BusCallError

    try:
        connection = await BusConnection.open()
    except NoBusError:
        return diagnostics
    try:
        diagnostics = await _inspect_bus(connection, replace(diagnostics, bus=True), tray)
    except BusCallError:  # the bus itself does not answer any more
        return diagnostics
    finally:
        await connection.close()
    return diagnostics if diagnostics.host else replace(diagnostics, old_tray=await _xembed_available())


async def _xembed_available() -> bool:
    """Ask the X server in a thread that may be left behind: a server that hangs blocks nothing else."""
    loop, answered = asyncio.get_running_loop(), asyncio.Event()
    answers: list[bool] = []

    def ask() -> None:
        from brim.tray.linux.xembed.tray import tray_available

        answers.append(tray_available())
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(answered.set)

    if os.environ.get("DISPLAY"):
        threading.Thread(target=ask, name="brim-diagnostics", daemon=True).start()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(answered.wait(), _TIMEOUT_SECONDS)
    return any(answers)


def _desktop_name() -> str | None:
    return _printable(os.environ.get("XDG_CURRENT_DESKTOP", "")) or None


def _session_type() -> str | None:
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "x11" if os.environ.get("DISPLAY") else None


async def _inspect_bus(connection: BusConnection, diagnostics: DesktopDiagnostics, tray: str) -> DesktopDiagnostics:
    from brim.tray.linux.dbus.message import BUS_DAEMON
    from brim.tray.linux.notifications import NOTIFICATIONS
    from brim.tray.linux.statusnotifierwatcher import WATCHER

    bus = replace(BUS_DAEMON, timeout_seconds=_TIMEOUT_SECONDS)
    names = set((await connection.call(bus, "ListNames", reply_signature="as"))[0])
    own_names = await _item_names(connection, bus, tray) if tray in names else ()
    if own_names:
        diagnostics = replace(diagnostics, tray=True, tray_icon=await _tray_icon(connection, tray))
    if WATCHER.name in names:
        diagnostics = await _inspect_watcher(connection, bus, diagnostics, own_names)
    if NOTIFICATIONS.name in names:
        diagnostics = await _inspect_daemon(connection, diagnostics)
    else:
        startable = (await connection.call(bus, "ListActivatableNames", reply_signature="as"))[0]
        diagnostics = replace(diagnostics, daemon_starts=NOTIFICATIONS.name in startable)
    return replace(
        diagnostics,
        hosts=sum(1 for name in names if _HOST_NAME.fullmatch(name)),
        panels=tuple(panel for name, panel in PANELS.items() if name in names),
    )


async def _item_names(connection: BusConnection, bus: BusPeer, tray: str) -> tuple[str, ...]:
    """The bus names under which a watcher may list the icon of the tray that owns this name."""
    from brim.tray.linux.dbus.message import BusCallError

    try:
        owner = (await connection.call(bus, "GetNameOwner", "s", [tray], "s"))[0]
        process_id = (await connection.call(bus, "GetConnectionUnixProcessID", "s", [tray], "u"))[0]
    except BusCallError:  # it has just ended
        return ()
    return owner, f"org.kde.StatusNotifierItem-{process_id}-1"


async def _tray_icon(connection: BusConnection, tray: str) -> str | None:
    """Where a tray says that its icon is; None when it does not say."""
    from brim.tray.linux.dbus.message import BusCallError, BusPeer
    from brim.tray.linux.traystate import ICON_PROPERTY, STATE_INTERFACE, STATE_PATH

    peer = BusPeer(tray, STATE_PATH, "org.freedesktop.DBus.Properties", _TIMEOUT_SECONDS, autostart=False)
    try:
        place = (await connection.call(peer, "Get", "ss", [STATE_INTERFACE, ICON_PROPERTY], "v"))[0].value
    except BusCallError:
        return None
    return _printable(place) if isinstance(place, str) else None


async def _inspect_watcher(
    connection: BusConnection, bus: BusPeer, diagnostics: DesktopDiagnostics, own_names: tuple[str, ...]
) -> DesktopDiagnostics:
    from brim.tray.linux.dbus.message import BusCallError
    from brim.tray.linux.statusnotifierwatcher import HOST_PROPERTY, ITEMS_PROPERTY, WATCHER, lists

    peer = replace(WATCHER, interface="org.freedesktop.DBus.Properties", timeout_seconds=_TIMEOUT_SECONDS)
    diagnostics = replace(diagnostics, watcher="")
    try:
        process_id = (await connection.call(bus, "GetConnectionUnixProcessID", "s", [WATCHER.name], "u"))[0]
        diagnostics = replace(diagnostics, watcher=_program_name(process_id))
        properties = (await connection.call(peer, "GetAll", "s", [WATCHER.interface], "a{sv}"))[0]
    except BusCallError:
        return diagnostics
    host, items = properties.get(HOST_PROPERTY), properties.get(ITEMS_PROPERTY)
    listed = items.value if items is not None and isinstance(items.value, list) else []
    drawn = host is not None and host.value is True
    return replace(diagnostics, host=drawn, items=len(listed), tray_listed=lists(listed, own_names))


async def _inspect_daemon(connection: BusConnection, diagnostics: DesktopDiagnostics) -> DesktopDiagnostics:
    from brim.tray.linux.dbus.message import BusCallError
    from brim.tray.linux.notifications import NOTIFICATIONS

    peer = replace(NOTIFICATIONS, timeout_seconds=_TIMEOUT_SECONDS)
    try:
        name, _, version, _ = await connection.call(peer, "GetServerInformation", reply_signature="ssss")
        capabilities = (await connection.call(peer, "GetCapabilities", reply_signature="as"))[0]
    except BusCallError:
        return replace(diagnostics, daemon_silent=True)
    printable = tuple(sorted(_printable(capability) for capability in capabilities))
    return replace(diagnostics, daemon=NotificationDaemon(_printable(name), _printable(version), printable))


def _program_name(process_id: int) -> str:
    """The system's name of a process: proc(5), `comm`."""
    try:
        return _printable(Path(f"/proc/{process_id}/comm").read_text("utf-8", "replace"))
    except OSError:
        return ""


def _printable(text: str) -> str:
    """At most 80 characters of another program's text, without control characters."""
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST_TEXT]
