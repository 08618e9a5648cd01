"""`brim autostart`: whether the tray starts at login, told or changed.

This module must not know how a desktop keeps it.
"""

from __future__ import annotations

from brim.tray.desktop import autostart
from brim.words import autostart as wordsautostart


def run(wish: str | None) -> int:
    """Tell what holds, after changing it when `wish` is `on` or `off`; returns 0. Raises AutostartError."""
    state = autostart.autostart_state() if wish is None else autostart.set_autostart(enabled=wish == "on")
    print(wordsautostart.status_line(state.location, on=state.enabled))
    return 0
