"""What reaches the display of what crosses the bridge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.bridge import Bridge
from brim.model.alert import Alert
from brim.tray import pump
from brim.tray.menu import view
from tests.support.samples import NOW, account_view, snapshot, window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.model.snapshot import Snapshot
    from brim.tray.menu.row import Row
    from brim.tray.menu.view import TrayView


class Wall:
    """A display that remembers what it was given."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.faces: list[TrayView] = []
        self.menus: list[Callable[[datetime], tuple[Row, ...]]] = []
        self.alerts: list[Alert] = []

    def show(self, face: TrayView, menu: Callable[[datetime], tuple[Row, ...]]) -> None:
        """Remember."""
        self.faces.append(face)
        self.menus.append(menu)

    def notify(self, alert: Alert) -> None:
        """Remember."""
        self.alerts.append(alert)

    def stop(self) -> None:
        """Nothing to stop."""


class Script(Bridge):
    """A bridge over which the given snapshots come one by one, and which is closed after them."""

    def __init__(self, *snapshots: Snapshot) -> None:
        """Hold what is to come."""
        super().__init__()
        self.coming = list(snapshots)

    def take(self, timeout: float | None = None) -> Snapshot | None:
        """The next one."""
        if self.coming:
            self.publish(self.coming.pop(0))
        else:
            self.close()
        return super().take(timeout)


def _shown(*snapshots: Snapshot) -> Wall:
    wall = Wall()
    pump.run(Script(*snapshots), wall, lambda: NOW)
    return wall


def test_each_change_is_shown_once() -> None:
    """A snapshot that shows nothing new redraws nothing."""
    first, second = snapshot(account_view(window(41.0))), snapshot(account_view(window(42.0)))

    wall = _shown(first, first, replace(first, made_at=NOW + timedelta(minutes=1)), second, second)

    assert [view.tray_view(first, NOW), view.tray_view(second, NOW)] == wall.faces


def test_every_alert_is_shown_even_when_nothing_else_changed() -> None:
    """A notice does not depend on a redraw."""
    quiet = snapshot(account_view(window()))
    alerts = (Alert("a", "One", ""), Alert("b", "Two", ""))

    wall = _shown(quiet, replace(quiet, alerts=alerts))

    assert list(alerts) == wall.alerts
    assert len(wall.faces) == 1


def test_a_notice_of_the_demo_says_so() -> None:
    """What is simulated is never taken for real, also where only the notice is seen."""
    shown = snapshot(account_view(window()), demo=True)

    wall = _shown(replace(shown, alerts=(Alert("a", "5-hour session at 90%", "Nearly full."),)))

    assert [Alert("a", "Demo: 5-hour session at 90%", "Nearly full.")] == wall.alerts


def test_a_menu_that_opens_later_counts_from_then() -> None:
    """The display can ask for rows of any moment."""
    wall = _shown(snapshot(account_view(window())))
    labels = [row.label for row in wall.menus[0](NOW + timedelta(hours=1))]

    assert any("in 1 h 58 min" in label for label in labels)


def test_nothing_is_shown_after_the_closing_snapshot() -> None:
    """The closing snapshot is the last one."""
    last, late = snapshot(account_view(window(1.0)), closing=True), snapshot(account_view(window(2.0)))

    assert [view.tray_view(last, NOW)] == _shown(last, late).faces
