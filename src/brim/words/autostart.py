"""Text about starting Brim at login. This module must not know how that is set up."""

from __future__ import annotations

from brim.words.translation import _


def start_at_login_label() -> str:
    """The label of a menu row."""
    return _("Start at login")


def entry_comment() -> str:
    """The description in the desktop's own list of autostart programs."""
    return _("Shows usage of your AI coding plans in the system tray")


def status_line(location: str, *, enabled: bool) -> str:
    """The output of `brim autostart`; `location` is the entry that starts Brim."""
    if enabled:
        return _("Brim starts at login: {location}", location=location)
    return _("Brim does not start at login. Run `brim autostart on` to change that.")
