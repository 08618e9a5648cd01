"""Where a command of the desktop is carried out: quitting and desktop actions here, all others over the bridge.

This module must not know which desktop sends a command.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from brim.model.command import Command, CopyText, OpenLogs, OpenPage, Quit, StartAtLogin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brim.bridge import Bridge
    from brim.model.command import DesktopAction
    from brim.tray.desktop.display import Display


class Dispatcher:
    """Takes the commands of one tray. `send` may be called from any thread and returns at once."""

    def __init__(self, bridge: Bridge, state_dir: Callable[[], Path]) -> None:
        """`state_dir` returns the state folder, or raises a BrimError."""
        self._bridge = bridge
        self._state_dir = state_dir
        self.display: Display | None = None
        """What shows the outcome of an action."""

    def send(self, command: Command) -> None:
        """Carry out a command, in a thread of its own where it may take time."""
        match command:
            case Quit():
                self._bridge.close()
                if self.display is not None:
                    self.display.stop()
            case OpenPage() | OpenLogs() | CopyText() | StartAtLogin():
                threading.Thread(target=self._act, args=(command,), name="brim-action", daemon=True).start()
            case _:
                self._bridge.send(command)

    def _act(self, action: DesktopAction) -> None:
        from brim.tray.desktop import actions

        outcome = actions.run_action(action, self._state_dir)
        if outcome is not None and self.display is not None:
            self.display.notify(outcome)
        self._bridge.repeat()
