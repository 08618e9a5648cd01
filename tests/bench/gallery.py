"""A tray that shows whatever icon it is told to, for looking at it in a real panel.

A line of its input is a percentage, then a state or `-`, a style and a scheme: `41 - digits auto`.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace

from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.states import IconState, sample_spec
from brim.tray.linux.tray import LinuxTray
from brim.tray.menu.view import STARTING


def main() -> None:
    """Show until the input ends."""
    tray = LinuxTray(STARTING, lambda _command: None, name=None)

    def listen() -> None:
        for line in sys.stdin:
            percent, state, style, scheme = line.split()
            named = None if state == "-" else IconState(state)
            look = sample_spec(named, int(percent), style=IconStyle(style), scheme=IconScheme(scheme))
            tray.show(replace(STARTING, icon=look), lambda _now: STARTING.rows)
        tray.stop()

    def ready() -> None:
        threading.Thread(target=listen, daemon=True).start()

    tray.run(ready)


if __name__ == "__main__":
    main()
