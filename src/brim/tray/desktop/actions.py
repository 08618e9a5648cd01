"""Runs the menu's actions on this machine: open a page, the logs or the settings, copy a text, start at login.

This module must not know how a menu or a notification is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.model.alert import Alert, Urgency
from brim.model.command import (
    CopyText,
    DesktopAction,
    OpenDetails,
    OpenLogs,
    OpenPage,
    OpenSettings,
    StartAtLogin,
)
from brim.tray.desktop import autostart, clipboard, opener
from brim.tray.desktop.detailsprocess import DetailsProcess
from brim.tray.menu.machinestate import MachineState
from brim.words import details as detailswords
from brim.words import menu

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_ALERT_KEY = "action"
"""Notifications about actions replace each other."""


def run_action(
    action: DesktopAction,
    state_dir: Callable[[], Path],
    settings_file: Callable[[], Path],
    details: DetailsProcess | None = None,
) -> Alert | None:
    """Run one action; returns the notification about its outcome, if there is one. It may block for seconds.

    `state_dir` and `settings_file` may raise a BrimError, which becomes a notification too.
    """
    try:
        match action:
            case OpenPage(url=url):
                if not url:
                    return Alert(_ALERT_KEY, *menu.no_page(), Urgency.LOW, transient=True)
                opener.open_page(url)
            case OpenDetails(demo):
                if demo:
                    return Alert(_ALERT_KEY, *detailswords.none_in_demo(), Urgency.LOW, transient=True)
                (details or DetailsProcess()).open()
            case OpenLogs():
                opener.open_folder(state_dir() / "logs")
            case OpenSettings():
                opener.open_text_file(settings_file())
            case CopyText(text):
                clipboard.copy(text)
                return Alert(_ALERT_KEY, *menu.details_copied(), Urgency.LOW, transient=True)
            case StartAtLogin(enabled):
                autostart.set_autostart(enabled=enabled)
    except BrimError as error:
        return Alert(_ALERT_KEY, error.title, error.message)
    return None


def read_machine_state() -> MachineState:
    """What the menu shows about this machine now; unknown where it cannot be read."""
    try:
        return MachineState(autostart.autostart_state().enabled)
    except BrimError:
        return MachineState()
