"""A month of notifications on a real notification daemon."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from brim.model.command import NotificationResult
from brim.tray.desktop.notification import SHOWN
from brim.tray.linux import pixmaps
from brim.tray.linux.dbus.connection import BusConnection
from brim.tray.linux.notifications import NotificationSender
from brim.tray.menu.trayview import starting_view
from tests.simulation.accountmonth import account_month, run_notifier

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from brim.model.alert import Alert
    from brim.model.command import Command
    from tests.desktop.fixtures import StartDesktop


async def _show(alerts: list[Alert]) -> list[str]:
    """Show notifications one after the other; the outcome of each."""
    outcomes: list[str] = []

    def store_outcome(command: Command) -> None:
        if isinstance(command, NotificationResult):
            outcomes.append(command.outcome)

    connection = await BusConnection.open()
    try:
        notifications = NotificationSender(store_outcome, lambda _icon: pixmaps.image_data(starting_view().icon))
        notifications.attach(connection)
        for alert in alerts:
            await notifications.show(alert)
    finally:
        await connection.close()
    return outcomes


def test_a_month_is_shown(start_desktop: StartDesktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The daemon shows every notification of a month, and those with the same key replace each other."""
    desktop = start_desktop(notify="dunst")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    alerts = [alert for _, alert in asyncio.run(run_notifier(tmp_path, account_month(1)))]
    outcomes = asyncio.run(_show(alerts))
    on_screen = int(desktop.run("dunstctl", "count", "displayed"))
    desktop.run("dunstctl", "close-all")
    history = json.loads(desktop.run("dunstctl", "history"))["data"][0]
    texts = [entry["body"]["data"] for entry in history]

    assert [SHOWN] * len(alerts) == outcomes
    assert len({alert.key for alert in alerts}) == on_screen == len(texts)
    assert len(texts) == len(set(texts))
