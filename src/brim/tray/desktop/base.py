"""What every desktop offers to the program, and the errors that keep a tray from starting.

This module must not know how a tray is drawn. It is one of the few places that read the environment: the desktop's own
variables are needed before the settings are imported.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, unquote

from brim.errors import BrimError
from brim.words import desktop as words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.model.alert import Alert
    from brim.tray.menu.row import Row
    from brim.tray.menu.view import TrayView

_ANSWER_SECONDS = 1.0


class AlreadyRunningError(BrimError):
    """Another tray of this user runs on this desktop."""

    def __init__(self) -> None:
        """Say where to find it."""
        super().__init__(*words.RUNS_ALREADY)


class NoBusError(BrimError):
    """No session bus answers, so nothing can be shown in a tray."""


class Display(Protocol):
    """A place in the tray. Every method returns at once and may be called from any thread."""

    def show(self, face: TrayView, menu: Callable[[datetime], tuple[Row, ...]]) -> None:
        """Show a face. `menu` makes the same rows with the durations of a given moment, for menus made when opened."""

    def notify(self, alert: Alert) -> None:
        """Show a desktop notice, replacing one with the same key."""

    def stop(self) -> None:
        """Take the icon away and let `run` return."""


class Tray(Display, Protocol):
    """A display that owns the main thread while it is shown."""

    def run(self, ready: Callable[[], None]) -> None:
        """Block until `stop`; `ready` runs in a thread of its own once the icon stands."""


def desktop_available() -> bool:
    """Whether a tray can be tried here: on Linux a session bus answers and there is a screen, elsewhere always."""
    return sys.platform != "linux" or _session_answers()


def _session_answers() -> bool:
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    address = session_address()
    return address is not None and any(_answers(one) for one in address.split(";") if one)


def session_address() -> str | None:
    """The address of the session bus; None when there is none.

    The variable comes first, then the socket that systemd's user session makes (dbus-daemon(1), pam_systemd(8)).
    """
    if address := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    folder = os.environ.get("XDG_RUNTIME_DIR")
    if folder and (path := Path(folder, "bus")).exists():
        return f"unix:path={quote(str(path))}"
    return None


def system_address() -> str:
    """The address of the system bus, whether or not somebody listens there (D-Bus specification, well-known buses)."""
    return os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or "unix:path=/run/dbus/system_bus_socket"


def _answers(address: str) -> bool:
    """Whether somebody listens at one address; one that is no unix socket is believed."""
    transport, _, rest = address.partition(":")
    options = dict(option.partition("=")[::2] for option in rest.split(",") if option)
    family = getattr(socket, "AF_UNIX", None)
    if transport != "unix" or family is None:
        return True
    place = unquote(options["path"]) if "path" in options else "\0" + unquote(options.get("abstract", ""))
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_ANSWER_SECONDS)
        try:
            probe.connect(place)
        except OSError:
            return False
    return True
