"""Drains the bridge, decides what to show and hands it to the display: one snapshot in, at most one redraw out.

Runs in pystray's set-up thread. This module must not know which desktop it runs on.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from brim.tray.menu import view
from brim.tray.menu.settings import UNKNOWN_MACHINE_STATE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.bridge import Bridge
    from brim.model.snapshot import Snapshot
    from brim.tray.desktop.display import Display
    from brim.tray.menu.row import Row
    from brim.tray.menu.settings import MachineState
    from brim.tray.menu.view import TrayView


def run(
    bridge: Bridge,
    display: Display,
    now: Callable[[], datetime],
    machine: Callable[[], MachineState] = lambda: UNKNOWN_MACHINE_STATE,
) -> None:
    """Show what comes over the bridge until it closes or nothing follows; a face like the last is not shown again.

    `machine` tells what the menu says of this machine, each time that rows are made.
    """
    shown: TrayView | None = None
    while (snapshot := bridge.take()) is not None:
        face = view.tray_view(snapshot, now(), machine())
        if face != shown:
            display.show(face, partial(_rows, snapshot, machine))
            shown = face
        for alert in snapshot.alerts:
            display.notify(view.notification(alert, snapshot))
        if snapshot.closing:
            return


def _rows(snapshot: Snapshot, machine: Callable[[], MachineState], now: datetime) -> tuple[Row, ...]:
    return view.rows(snapshot, now, durations=True, machine=machine())
