"""Says that the stored limits changed: to the tray, and to the bars that follow.

Standard library only, and no waiting. This module must not know what changed.
"""

from __future__ import annotations

import os
from contextlib import suppress

from brim.cli.statusline.inputjson import parse_object
from brim.privatefiles import read_plain

_MAX_BYTES = 1 << 16


def wake_readers(state_folder: str) -> None:
    """Send a datagram to everyone who reads the limits. Never fails."""
    _wake_tray(state_folder)
    if os.path.isdir(os.path.join(state_folder, "followers")):
        from brim.backend.system.followers import wake_followers  # takes some milliseconds

        wake_followers(state_folder)


def _wake_tray(state_folder: str) -> None:
    """Send one datagram to the port of the running tray, if there is one (see `brim.backend.system.wakeup`)."""
    import socket

    with suppress(OSError):
        port = (parse_object(read_plain(os.path.join(state_folder, "tray.json"), _MAX_BYTES)) or {}).get("port")
        if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 1 << 16:
            return
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wakeup:
            wakeup.setblocking(False)  # noqa: FBT003 - the method has no keyword
            wakeup.sendto(b"", ("127.0.0.1", port))
