"""`brim autostart`: shows or changes whether the tray starts at login.

This module must not know how a desktop stores it.
"""

from __future__ import annotations

import json

from brim.printing import show
from brim.terminal import show_wrapped
from brim.tray.desktop import autostart
from brim.words import autostart as words


def run(switch: str | None, *, as_json: bool = False) -> int:
    """Print the state, after changing it when `switch` is `on` or `off`; returns 0. Raises AutostartError."""
    state = autostart.autostart_state() if switch is None else autostart.set_autostart(enabled=switch == "on")
    if as_json:
        content = {"schema": 1, "enabled": state.enabled, "location": state.location, "program": state.program or None}
        show(json.dumps(content, indent=2))
    elif state.enabled:
        show(words.status_line(state.location, enabled=True))
        if autostart.starts_other_copy(state):
            show(words.other_copy(state.program))
    elif autostart.starts_gone_program(state):
        show(words.program_gone(state.program))
    else:
        show_wrapped(words.status_line(state.location, enabled=False))
    return 0
