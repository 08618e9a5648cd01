"""A tray that shows the icons named on its standard input, for checks in a real panel.

A line of the input is a percentage, then a state or `-`, a style and a scheme: `41 - digits auto`.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace

from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.states import IconState, sample_spec
from brim.tray.linux.tray import LinuxTray
from brim.tray.menu.trayview import starting_view


def main() -> None:
    """Show icons until the input ends."""
    tray = LinuxTray(starting_view(), lambda _command: None, name=None)

    def read_lines() -> None:
        for line in sys.stdin:
            percent, state, style, scheme = line.split()
            named = None if state == "-" else IconState(state)
            spec = sample_spec(named, int(percent), style=IconStyle(style), scheme=IconScheme(scheme))
            tray.show(replace(starting_view(), icon=spec), lambda _now: starting_view().rows)
        tray.stop()

    def ready() -> None:
        threading.Thread(target=read_lines, daemon=True).start()

    tray.run(ready)


if __name__ == "__main__":
    main()
