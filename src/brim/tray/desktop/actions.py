"""What a click wants done on this machine, beside the gauge: each in a thread of its own, with a notice if it fails.

This module must not know how a menu or a notice is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.model.alert import Alert, Urgency
from brim.model.command import CopyText, DesktopAction, OpenLogs, OpenPage, Page, StartAtLogin
from brim.tray.desktop import autostart, clipboard, opener
from brim.tray.menu.machinestate import MachineState
from brim.words import menu

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES = {Page.USAGE: "https://claude.ai/settings/usage", Page.STATUS: "https://status.claude.com"}


def run_action(action: DesktopAction, state_dir: Callable[[], Path]) -> Alert | None:
    """Do it; the notification about its outcome, if there is something to say. `state_dir` raises a BrimError."""
    try:
        match action:
            case OpenPage(page):
                opener.browse(PAGES[page])
            case OpenLogs():
                opener.show(state_dir() / "logs")
            case CopyText(text):
                clipboard.copy(text)
                return Alert("errand", *menu.details_copied(), Urgency.LOW, transient=True)
            case StartAtLogin(on):
                autostart.switch(on=on)
    except BrimError as error:
        return Alert("errand", error.title, error.message)
    return None


def machine_state() -> MachineState:
    """What the menu tells of this machine now."""
    try:
        return MachineState(autostart.current().on)
    except BrimError:
        return MachineState()
