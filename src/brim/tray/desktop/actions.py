"""What a click wants done on this machine, beside the gauge: each in a thread of its own, with a notice if it fails.

This module must not know how a menu or a notice is shown.
"""

from __future__ import annotations

from brim.errors import BrimError
from brim.model.alert import Alert, Urgency
from brim.model.command import Copy, DesktopAction, OpenLogs, OpenPage, Page, StartAtLogin
from brim.tray.desktop import autostart, clipboard, opener
from brim.tray.menu.settings import MachineState
from brim.words import menu

PAGES = {Page.USAGE: "https://claude.ai/settings/usage", Page.STATUS: "https://status.claude.com"}


def run_action(errand: DesktopAction) -> Alert | None:
    """Do it; the notice that tells how it went, if there is something to tell."""
    try:
        match errand:
            case OpenPage(page):
                opener.browse(PAGES[page])
            case OpenLogs():
                _open_logs()
            case Copy(text):
                clipboard.copy(text)
                return Alert("errand", *menu.copied(), Urgency.LOW, transient=True)
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


def _open_logs() -> None:
    from brim.backend.settings.load import get_settings

    opener.show(get_settings().state_dir / "logs")
