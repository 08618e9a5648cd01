"""`brim autostart`: shows or changes whether the tray starts at login.

This module must not know how a desktop stores it.
"""

from __future__ import annotations

from brim.printing import show
from brim.tray.desktop import autostart
from brim.words import autostart as words


def run(switch: str | None) -> int:
    """Print the state, after changing it when `switch` is `on` or `off`; returns 0. Raises AutostartError."""
    state = autostart.autostart_state() if switch is None else autostart.set_autostart(enabled=switch == "on")
    show(words.status_line(state.location, enabled=state.enabled))
    return 0
