"""What a click wants done on this machine, beside the gauge: each in a thread of its own, with a notice if it fails.

This module must not know how a menu or a notice is shown.
"""

from __future__ import annotations

from brim.commands import Copy, Errand, OpenLogs, OpenPage, Page, StartAtLogin
from brim.errors import BrimError
from brim.model import Alert, Urgency
from brim.tray.choices import Machine
from brim.tray.desktop import autostart, clipboard, opener
from brim.words import menu

PAGES = {Page.USAGE: "https://claude.ai/settings/usage", Page.STATUS: "https://status.claude.com"}


def run(errand: Errand) -> Alert | None:
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
                autostart.choose(on=on)
    except BrimError as error:
        return Alert("errand", error.title, error.message)
    return None


def machine() -> Machine:
    """What the menu tells of this machine now."""
    try:
        return Machine(autostart.look().on)
    except BrimError:
        return Machine()


def _open_logs() -> None:
    from brim.backend.settings import get_settings

    opener.show(get_settings().state_dir / "logs")
