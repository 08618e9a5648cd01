"""The tray of Windows, run by a Windows Python under Wine: shows a view, and records every command in a file.

`driver.py RECORD`: after a click on Refresh it shows another view and a notification; while the menu is open for the
third time its rows change; Quit ends it.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from brim.model.alert import Alert
from brim.model.command import Command, MenuOpened, NotificationResult, Quit, Refresh
from brim.model.level import Level
from brim.tray.desktop import autostart, instance
from brim.tray.desktop.display import AlreadyRunningError
from brim.tray.icon.iconspec import IconSpec
from brim.tray.menu.row import MenuRow, RowKind
from brim.tray.menu.trayview import TrayView
from brim.tray.pystraytray import PystrayTray
from brim.tray.windows import taskbar

RECORD = Path(sys.argv[1])
ROWS = (
    MenuRow("window", "Session 41% used", percent=41.0),
    MenuRow("line", kind=RowKind.SEPARATOR),
    MenuRow("refresh", "Refresh", command=Refresh()),
    MenuRow("quit", "Quit Brim", command=Quit()),
)
CALM = TrayView(IconSpec(41, Level.CALM), "Brim: Session 41% used", "Session 41% used", ROWS)
RELABELLED_ROWS = (MenuRow("window", "Session 100% used", percent=100.0), *ROWS[1:])
FULL = TrayView(IconSpec(100, Level.EXHAUSTED), "Brim: Session 100% used", "Session 100% used", ROWS)


def record(*words: object) -> None:
    """Add one line to the record."""
    with RECORD.open("a", encoding="utf-8") as file:
        file.write(" ".join(map(str, words)) + "\n")


def main() -> None:
    """Run until Quit."""
    ended = threading.Event()
    opened = 0

    def relabel() -> None:
        tray.show(TrayView(FULL.icon, FULL.title, FULL.tooltip, RELABELLED_ROWS), lambda _now: RELABELLED_ROWS)
        record("relabelled")

    def send(command: Command) -> None:
        nonlocal opened
        record(type(command).__name__, command.outcome if isinstance(command, NotificationResult) else "")
        if isinstance(command, Refresh):
            tray.show(FULL, lambda _now: ROWS)
            tray.notify(Alert("test", "Limit reached", "Session 100% used"))
        if isinstance(command, MenuOpened):
            opened += 1
            if opened == 3:
                threading.Timer(1.0, relabel).start()
        if isinstance(command, Quit):
            ended.set()
            tray.stop()

    tray = PystrayTray(CALM, send)
    record("small", taskbar.small_icon_pixels())
    record("appearance", taskbar.appearance().scheme)
    record("autostart", *[autostart.set_autostart(enabled=enabled).enabled for enabled in (True, False)])
    with instance.single_instance(RECORD.parent):
        try:
            with instance.single_instance(RECORD.parent):
                record("two")
        except AlreadyRunningError:
            record("one")
    record("ready")
    tray.run(ended.wait)  # type: ignore[arg-type] # its result is not used
    record("ended")


if __name__ == "__main__":
    main()
