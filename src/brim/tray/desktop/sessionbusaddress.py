"""Whether a desktop session is there, and the addresses of its D-Bus buses.

This is one of the few places that read the environment: the desktop's own variables are needed before the settings are
imported. This module must not know how a tray is drawn.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from urllib.parse import quote, unquote

from brim.privatefiles import is_there

_CONNECT_TIMEOUT_SECONDS = 1.0


def desktop_available() -> bool:
    """Whether a tray can be tried here: on Linux a session bus answers and there is a screen; elsewhere always."""
    return sys.platform != "linux" or _linux_session_available()


def _linux_session_available() -> bool:
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    addresses = session_bus_address()
    return addresses is not None and any(_answers(address) for address in addresses.split(";") if address)


def session_bus_address() -> str | None:
    """The address of the session bus; None when there is none.

    The variable comes first, then the socket that systemd's user session makes (dbus-daemon(1), pam_systemd(8)).
    """
    if address := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    folder = os.environ.get("XDG_RUNTIME_DIR")
    if folder and is_there(path := Path(folder, "bus")):
        return f"unix:path={quote(str(path))}"
    return None


def system_bus_address() -> str:
    """The address of the system bus, whether or not a bus listens there (D-Bus specification, well-known buses)."""
    return os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or "unix:path=/run/dbus/system_bus_socket"


def _answers(address: str) -> bool:
    """Whether a server listens at one address. An address that is not a unix socket counts as answering."""
    transport, _, rest = address.partition(":")
    options = dict(option.partition("=")[::2] for option in rest.split(",") if option)
    family = getattr(socket, "AF_UNIX", None)
    if transport != "unix" or family is None:
        return True
    path = unquote(options["path"]) if "path" in options else "\0" + unquote(options.get("abstract", ""))
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_CONNECT_TIMEOUT_SECONDS)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True
