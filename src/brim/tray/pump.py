"""Drains the bridge, decides what to show and hands it to the display: one snapshot in, at most one redraw out.

Runs in pystray's set-up thread. This module must not know which desktop it runs on.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from brim.tray.menu import view
from brim.tray.menu.settings import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.bridge import Bridge
    from brim.model.alert import Alert
    from brim.model.snapshot import Snapshot
    from brim.tray.menu.row import Row
    from brim.tray.menu.settings import MachineState
    from brim.tray.menu.view import TrayView


class Display(Protocol):
    """A place in the tray. Every method returns at once and may be called from any thread."""

    def show(self, face: TrayView, menu: Callable[[datetime], tuple[Row, ...]]) -> None:
        """Show a face. `menu` makes the same rows with the durations of a given moment, for menus made when opened."""

    def notify(self, alert: Alert) -> None:
        """Show a desktop notice, replacing one with the same key."""

    def stop(self) -> None:
        """Take the icon away and let `run` return."""


def run(
    bridge: Bridge, display: Display, now: Callable[[], datetime], machine: Callable[[], MachineState] = lambda: UNKNOWN
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
