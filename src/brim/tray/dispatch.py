"""Dispatches the tray's commands: quitting and desktop actions run here, all others go over the bridge.

This module must not know which desktop sends a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.alert import Alert
from brim.model.command import (
    Command,
    CopyText,
    OpenDetails,
    OpenLogs,
    OpenPage,
    OpenSettings,
    PeekLimit,
    Quit,
    StartAtLogin,
)
from brim.tray.actionrunner import ActionRunner
from brim.tray.desktop.detailsprocess import DetailsProcess
from brim.tray.peek import LimitPeeker
from brim.words import ownfiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brim.bridge import Bridge
    from brim.model.command import DesktopAction
    from brim.tray.desktop.display import Display


class CommandDispatcher:
    """Receives the commands of one tray. `send` may be called from any thread and returns at once."""

    def __init__(self, bridge: Bridge, state_dir: Callable[[], Path], settings_file: Callable[[], Path]) -> None:
        """`state_dir` returns the data folder, and `settings_file` makes that file if it is missing.

        Both may raise a BrimError.
        """
        self._bridge = bridge
        self._state_dir = state_dir
        self._settings_file = settings_file
        self.peeker = LimitPeeker()
        """Takes the steps of the wheel; the thread that shows snapshots asks it what to show."""
        self.display: Display | None = None
        """Shows the outcome of an action, and is stopped by Quit; set once the tray exists."""
        self._details = DetailsProcess()
        self._actions = ActionRunner(self._run_action)

    def send(self, command: Command) -> None:
        """Run a command; a desktop action runs in a thread, because it may block."""
        match command:
            case Quit():
                self._bridge.close()
                if self.display is not None:
                    self.display.stop()
            case OpenPage() | OpenDetails() | OpenLogs() | OpenSettings() | CopyText() | StartAtLogin():
                self._actions.start(command)
            case PeekLimit(steps):
                self.peeker.turn(steps)
                self._bridge.repeat()
            case _:
                self._bridge.send(command)

    def close(self) -> None:
        """End what the actions have started and the tray has to end."""
        self._details.close()

    def _run_action(self, action: DesktopAction) -> None:
        try:
            from brim.tray.desktop import actions

            alert = actions.run_action(action, self._state_dir, self._settings_file, self._details)
        except ImportError:  # an upgrade or a removal took the module away
            alert = Alert("own-files", *ownfiles.changed())
        if alert is not None and self.display is not None:
            self.display.notify(alert)
        self._bridge.repeat()
