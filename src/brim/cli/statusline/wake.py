"""Says that the stored limits changed: to the tray, and to the bars that follow.

Standard library only, and no waiting. This module must not know what changed.
"""

from __future__ import annotations

import os
from contextlib import suppress


def wake_readers(state_folder: str) -> None:
    """Send a datagram to everyone who reads the limits. Never fails."""
    tray, followers = (os.path.join(state_folder, name) for name in ("tray.json", "followers"))
    if not (os.path.lexists(tray) or os.path.isdir(followers)):
        return
    from brim.backend.system.followers import port_in, send_datagram, wake_followers  # takes some milliseconds

    with suppress(OSError):
        if (port := port_in(tray)) is not None:
            send_datagram(port)
    wake_followers(state_folder)
