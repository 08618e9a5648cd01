"""Text about starting Brim at login. This module must not know how that is set up."""

from __future__ import annotations

START_AT_LOGIN = "Start at login"
"""The label of a menu row."""
ENTRY_COMMENT = "A fuel gauge for Claude plans"
"""The description in the desktop's own list of autostart programs."""


def status_line(location: str, *, enabled: bool) -> str:
    """The output of `brim autostart`; `location` is the entry that starts Brim."""
    return (
        f"Brim starts at login: {location}"
        if enabled
        else "Brim does not start at login. `brim autostart on` changes that."
    )
