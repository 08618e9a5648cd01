"""The view of a snapshot: title, tooltip, rows and icon together."""

from __future__ import annotations

from datetime import timedelta

from brim.model.level import Level
from brim.tray.icon import fromsnapshot
from brim.tray.icon.iconspec import StateMark
from brim.tray.menu.trayview import starting_view, tray_view
from tests.support.samples import NOW, RESET, account_view, snapshot, week, window


def test_before_anything_is_known_the_icon_is_neutral() -> None:
    """No number is shown while the first read is under way."""
    assert tray_view(snapshot(), NOW) == starting_view()


def test_an_unchanged_snapshot_has_an_unchanged_view_as_time_passes() -> None:
    """The view holds clock times, so nothing is redrawn while nothing changes."""
    unchanged = snapshot(account_view(window(), week()))

    assert tray_view(unchanged, NOW) == tray_view(unchanged, NOW + timedelta(minutes=40))


def test_a_blank_figure_is_not_marked() -> None:
    """After a reset that passed unread there is nothing to confirm, so neither icon nor tooltip says unconfirmed."""
    blank = snapshot(account_view(window(None, Level.UNKNOWN, confirmed=False)))

    assert StateMark.UNCONFIRMED is not fromsnapshot.icon_spec(blank, NOW).mark
    assert "unconfirmed" not in tray_view(blank, RESET + timedelta(minutes=1)).tooltip


def test_the_demo_is_labelled_everywhere() -> None:
    """Simulated figures are never taken for real ones."""
    view = tray_view(snapshot(account_view(window()), demo=True), NOW)

    assert "demo" in view.title
    assert "\nDemo: " in view.tooltip
    assert view.rows[0].label.startswith("Demo: ")
    assert view.icon.demo
