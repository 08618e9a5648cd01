"""What the display is given of the snapshots that cross the bridge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.bridge import Bridge
from brim.model.alert import Alert
from brim.tray import pump
from brim.tray.menu.trayview import tray_view
from brim.tray.peek import PEEK_SECONDS, LimitPeeker
from tests.support.samples import NOW, account_view, snapshot, week, window, with_label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.model.snapshot import Snapshot
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.menu.row import MenuRow
    from brim.tray.menu.trayview import TrayView


class RecordingDisplay:
    """A display that records what it is given."""

    def __init__(self) -> None:
        """Nothing was shown yet."""
        self.views: list[TrayView] = []
        self.menus: list[Callable[[datetime], tuple[MenuRow, ...]]] = []
        self.alerts: list[Alert] = []
        self.icons: list[IconSpec | None] = []

    def show(self, view: TrayView, rows_at: Callable[[datetime], tuple[MenuRow, ...]]) -> None:
        """Record the view and its menu."""
        self.views.append(view)
        self.menus.append(rows_at)

    def notify(self, alert: Alert, icon: IconSpec | None = None) -> None:
        """Record the alert and its icon."""
        self.alerts.append(alert)
        self.icons.append(icon)

    def stop(self) -> None:
        """Nothing to stop."""


class ScriptedBridge(Bridge):
    """A bridge that delivers the given snapshots one by one and then closes."""

    def __init__(self, *snapshots: Snapshot) -> None:
        """Hold the snapshots to deliver."""
        super().__init__()
        self.coming = list(snapshots)

    def take(self, timeout: float | None = None) -> Snapshot | None:
        """The next snapshot."""
        if self.coming:
            self.publish(self.coming.pop(0))
        else:
            self.close()
        return super().take(timeout)


def _display_after(*snapshots: Snapshot) -> RecordingDisplay:
    display = RecordingDisplay()
    pump.run(ScriptedBridge(*snapshots), display, lambda: NOW)
    return display


def test_each_change_is_shown_once() -> None:
    """A snapshot that shows nothing new redraws nothing."""
    first, second = snapshot(account_view(window(41.0))), snapshot(account_view(window(42.0)))

    display = _display_after(first, first, replace(first, made_at=NOW + timedelta(minutes=1)), second, second)

    assert [tray_view(first, NOW), tray_view(second, NOW)] == display.views


def test_every_alert_is_shown_even_when_nothing_else_changed() -> None:
    """A notification does not depend on a redraw."""
    without_alerts = snapshot(account_view(window()))
    alerts = (Alert("a", "One", ""), Alert("b", "Two", ""))

    display = _display_after(without_alerts, replace(without_alerts, alerts=alerts))

    assert list(alerts) == display.alerts
    assert len(display.views) == 1


def test_a_notification_of_the_demo_is_labelled() -> None:
    """Simulated figures are never taken for real ones, also where only the notification is seen."""
    demo = snapshot(account_view(window()), demo=True)

    display = _display_after(replace(demo, alerts=(Alert("a", "Session at 90%", "Nearly full."),)))

    assert [Alert("demo", "Demo · Session at 90%", "Nearly full.")] == display.alerts


def test_a_notification_shows_the_limit_that_it_is_about() -> None:
    """Its icon has that limit's number, whatever limit is pinned or most urgent; else the number of the tray."""
    view = account_view(window(91.0), week(18.0))
    home = replace(with_label("home", view), pinned="weekly_all")
    alerts = (
        Alert("a", "Session: 91% used", "", rule="session", account=home.account.id),
        Alert("b", "Week: 18% used", "", rule="weekly_all", account=home.account.id),
        Alert("c", "Connection restored", ""),
    )

    display = _display_after(replace(snapshot(home), alerts=alerts))

    assert [icon and icon.percent for icon in display.icons] == [91, 18, display.views[0].icon.percent]


def test_a_menu_that_opens_later_counts_from_then() -> None:
    """The display can ask for the rows of any moment."""
    display = _display_after(snapshot(account_view(window())))
    labels = [row.label for row in display.menus[0](NOW + timedelta(hours=1))]

    assert any("in 1 h 58 min" in label for label in labels)


def test_nothing_is_shown_after_the_closing_snapshot() -> None:
    """The closing snapshot is the last one."""
    last, late = snapshot(account_view(window(1.0)), closing=True), snapshot(account_view(window(2.0)))

    assert [tray_view(last, NOW)] == _display_after(last, late).views


class PeekBridge(Bridge):
    """A bridge whose user turns the wheel once; each wait that has an end takes exactly as long."""

    def __init__(self, shown: Snapshot) -> None:
        """Hold the one snapshot that the backend publishes."""
        super().__init__()
        self.seconds = 1000.0
        self.waits: list[float | None] = []
        self.peeker = LimitPeeker(lambda: self.seconds)
        self._steps = [lambda: self.publish(shown), self._turn_wheel]

    def take(self, timeout: float | None = None) -> Snapshot | None:
        """What the user and the backend do next, or nothing for as long as the wait lasts."""
        self.waits.append(timeout)
        if timeout is not None:
            self.seconds += timeout
            return None
        if self._steps:
            self._steps.pop(0)()
        else:
            self.close()
        return super().take(timeout)

    def _turn_wheel(self) -> None:
        self.peeker.turn(1)
        self.repeat()


def test_a_peek_is_drawn_twice_and_waits_once() -> None:
    """A turn of the wheel shows another limit, five seconds later the usual one; only between them is there a wait."""
    usual = snapshot(account_view(window(41.0), week(18.0)))
    display, bridge = RecordingDisplay(), PeekBridge(usual)

    pump.run(bridge, display, lambda: NOW, peeker=bridge.peeker)

    assert [41, 18, 41] == [view.icon.percent for view in display.views]
    assert [None, None, PEEK_SECONDS, None] == bridge.waits
    assert all(view.rows == display.views[0].rows for view in display.views)
