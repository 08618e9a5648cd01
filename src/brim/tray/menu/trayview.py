"""The view: all that the tray shows of a snapshot, decided once for every desktop.

Pure functions of a snapshot and the time. This module must not know pixels, D-Bus or pystray.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.tray.icon import fromsnapshot
from brim.tray.menu.machinestate import UNKNOWN_MACHINE_STATE
from brim.tray.menu.rows import menu_rows, starting_rows
from brim.tray.menu.tooltip import title, tooltip
from brim.words import menu, notificationtitles
from brim.words.menu import Label, label_text

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.alert import Alert
    from brim.model.snapshot import Snapshot
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.menu.machinestate import MachineState
    from brim.tray.menu.row import MenuRow


@dataclass(frozen=True, slots=True)
class TrayView:
    """All that the tray shows at one moment."""

    icon: IconSpec
    title: str
    """One line: the name of the item, and its tooltip where only one line is shown."""
    tooltip: str
    """Some lines, separated by newlines; plain text."""
    rows: tuple[MenuRow, ...]
    """The menu."""
    animated: bool = False
    """Figures are being read, and the user wants the icon to show it."""
    label: str = ""
    """The figure as text beside the icon, where the desktop supports that; empty when the user does not want it."""
    name: str | None = None
    """The name of the item, which stands above the tooltip where a desktop shows both; None where that is the title."""

    @property
    def heading(self) -> str:
        """What stands above the tooltip: it repeats nothing of it."""
        return self.title if self.name is None else self.name


def starting_view() -> TrayView:
    """The view before anything is known."""
    return TrayView(
        fromsnapshot.STARTING,
        menu.starting_title(),
        label_text(Label.STARTING),
        starting_rows(),
        name=menu.item_name(demo=False),
    )


def tray_view(
    snapshot: Snapshot,
    now: datetime,
    machine_state: MachineState = UNKNOWN_MACHINE_STATE,
    *,
    peeking: Snapshot | None = None,
) -> TrayView:
    """The view of a snapshot. Only the icon's time until a reset changes without a new snapshot.

    `peeking` is what all but the menu shows, while the user peeks at another limit.
    """
    shown = peeking or snapshot
    return TrayView(
        fromsnapshot.icon_spec(shown, now),
        title(shown, now),
        tooltip(shown, now),
        menu_rows(snapshot, now, durations=False, machine_state=machine_state),
        fromsnapshot.animated(shown),
        fromsnapshot.label(shown),
        menu.item_name(demo=snapshot.demo),
    )


def notification_icon(alert: Alert, snapshot: Snapshot, now: datetime) -> IconSpec:
    """The icon of a notification: the limit that it is about, whatever limit the tray shows; else the usual one."""
    about = tuple(
        replace(view, peeked=alert.rule if any(window.id == alert.rule for window in view.windows) else None)
        for view in snapshot.accounts
        if view.account.id == alert.account
    )
    return fromsnapshot.icon_spec(replace(snapshot, accounts=about) if about else snapshot, now)


def notification(alert: Alert, snapshot: Snapshot) -> Alert:
    """The alert as it is shown: no title is too long, and that of a simulated account says so.

    Those of the demo replace each other: GNOME shows no other one before the last one has been seen.
    """
    key, title, body = alert.key, alert.title, alert.body
    if snapshot.demo:
        key, (title, body) = "demo", notificationtitles.of_demo(title, body)
    title, body = notificationtitles.fitted(title, body)
    return replace(alert, key=key, title=title, body=body)
