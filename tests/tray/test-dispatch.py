"""Where each command of the tray runs."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING

import pytest

from brim.bridge import Bridge
from brim.errors import BrimError
from brim.model.command import MenuOpened, OpenLogs, OpenSettings, PeekLimit, Quit, Refresh
from brim.tray.dispatch import CommandDispatcher
from tests.support.samples import account_view, snapshot, week, window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from brim.model.alert import Alert
    from brim.model.command import Command
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.menu.row import MenuRow
    from brim.tray.menu.trayview import TrayView


class RecordingBridge(Bridge):
    """A bridge that records the commands that cross it."""

    def __init__(self) -> None:
        """No command was sent yet."""
        super().__init__()
        self.commands: list[Command] = []

    def send(self, command: Command) -> None:
        """Record the command."""
        self.commands.append(command)


class RecordingDisplay:
    """A display that records notifications and its end."""

    def __init__(self) -> None:
        """Nothing was shown yet."""
        self.alerts: queue.SimpleQueue[Alert] = queue.SimpleQueue()
        self.stopped = False

    def show(self, view: TrayView, rows_at: Callable[[datetime], tuple[MenuRow, ...]]) -> None:
        """No command shows a view."""
        raise AssertionError(view, rows_at)

    def notify(self, alert: Alert, icon: IconSpec | None = None) -> None:
        """Record the notification, which has the icon of the tray."""
        assert icon is None
        self.alerts.put(alert)

    def stop(self) -> None:
        """Record the end."""
        self.stopped = True


def _no_state_dir() -> Path:
    raise BrimError("No folder", "There is none.")


def _dispatcher() -> tuple[CommandDispatcher, RecordingBridge, RecordingDisplay]:
    bridge, display = RecordingBridge(), RecordingDisplay()
    dispatcher = CommandDispatcher(bridge, _no_state_dir, _no_state_dir)
    dispatcher.display = display
    return dispatcher, bridge, display


def test_quit_closes_the_bridge_and_stops_the_display() -> None:
    """Quit ends the tray and never reaches the backend."""
    dispatcher, bridge, display = _dispatcher()
    dispatcher.send(Quit())

    assert (bridge.closed, display.stopped, bridge.commands) == (True, True, [])


def test_quit_before_the_display_exists_closes_the_bridge() -> None:
    """A command may arrive while the tray is being created."""
    bridge = RecordingBridge()
    CommandDispatcher(bridge, _no_state_dir, _no_state_dir).send(Quit())

    assert bridge.closed


@pytest.mark.parametrize("command", [Refresh(), MenuOpened()])
def test_other_commands_cross_the_bridge(command: Command) -> None:
    """The backend handles every command that is not for this machine."""
    dispatcher, bridge, _ = _dispatcher()
    dispatcher.send(command)

    assert [command] == bridge.commands


def test_an_action_runs_here_and_its_failure_is_shown() -> None:
    """A desktop action never reaches the backend; its outcome is a notification, and the view is built again."""
    dispatcher, bridge, display = _dispatcher()
    bridge.publish(snapshot())
    assert bridge.take(10) == snapshot()

    dispatcher.send(OpenLogs())

    assert "No folder" == display.alerts.get(timeout=10).title
    assert bridge.take(10) == snapshot()
    assert bridge.commands == []


def test_an_action_whose_module_is_gone_says_what_to_do() -> None:
    """After an upgrade or a removal a click is answered by a notification, not by a trace that nobody sees."""

    def gone() -> Path:
        raise ModuleNotFoundError("No module named 'brim.backend.settings.settingsfile'")

    display = RecordingDisplay()
    dispatcher = CommandDispatcher(RecordingBridge(), gone, gone)
    dispatcher.display = display
    dispatcher.send(OpenSettings())
    alert = display.alerts.get(timeout=10)

    assert "Brim was updated or removed" == alert.title
    assert alert.body.endswith("Quit Brim, then start it again.")


def test_a_turn_of_the_wheel_stays_in_the_tray() -> None:
    """A peek never reaches the backend: the last snapshot is taken again, and shows another limit."""
    dispatcher, bridge, _display = _dispatcher()
    bridge.publish(snapshot(account_view(window(), week())))
    bridge.take()

    dispatcher.send(PeekLimit(1))
    again = bridge.take()

    assert again is not None
    shown = dispatcher.peeker.applied(again).accounts[0].shown_window
    assert shown is not None
    assert (shown.id, bridge.commands) == ("weekly_all", [])
