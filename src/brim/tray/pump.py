"""Takes snapshots from the bridge and shows them on the display: at most one redraw for each snapshot.

Runs in the thread that the tray starts once its icon is there. This module must not know which desktop it runs on.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from brim.localzone import renew
from brim.tray.icon.fromsnapshot import icon_changes_after
from brim.tray.menu.machinestate import UNKNOWN_MACHINE_STATE
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.trayview import notification, notification_icon, tray_view
from brim.tray.peek import LimitPeeker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.bridge import Bridge
    from brim.model.snapshot import Snapshot
    from brim.tray.desktop.display import Display
    from brim.tray.menu.machinestate import MachineState
    from brim.tray.menu.row import MenuRow
    from brim.tray.menu.trayview import TrayView


def run(
    bridge: Bridge,
    display: Display,
    now: Callable[[], datetime],
    machine_state: Callable[[], MachineState] = lambda: UNKNOWN_MACHINE_STATE,
    peeker: LimitPeeker | None = None,
) -> None:
    """Show each snapshot until the bridge closes or a closing snapshot was shown. An unchanged view is not shown again.

    `machine_state` is called each time that menu rows are built. After a step of `peeker` the bridge has to repeat the
    last snapshot.
    """
    peeker = peeker or LimitPeeker()
    shown: TrayView | None = None
    snapshot: Snapshot | None = None
    wait_seconds: float | None = None
    while (snapshot := _next_snapshot(bridge, snapshot, wait_seconds)) is not None:
        renew()
        peeking = peeker.applied(snapshot)
        wait_seconds = _soonest(icon_changes_after(peeking, now()), peeker.seconds_left())
        view = tray_view(snapshot, now(), machine_state(), peeking=peeking)
        if view != shown:
            display.show(view, partial(_rows_at, snapshot, machine_state))
            shown = view
        for alert in snapshot.alerts:
            display.notify(notification(alert, snapshot), notification_icon(alert, snapshot, now()))
        if snapshot.closing:
            return


def _next_snapshot(bridge: Bridge, last: Snapshot | None, wait_seconds: float | None) -> Snapshot | None:
    """The next snapshot, or the last one again, without its alerts, after so many seconds; None at the end."""
    taken = bridge.take(wait_seconds)
    return replace(last, alerts=()) if taken is None and last is not None and not bridge.closed else taken


def _soonest(*waits: float | None) -> float | None:
    return min((seconds for seconds in waits if seconds is not None), default=None)


def _rows_at(snapshot: Snapshot, machine_state: Callable[[], MachineState], now: datetime) -> tuple[MenuRow, ...]:
    renew()
    return menu_rows(snapshot, now, durations=True, machine_state=machine_state())
