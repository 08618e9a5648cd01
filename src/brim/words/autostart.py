"""Words about starting at login. This module must not know how that is brought about."""

from __future__ import annotations

START_AT_LOGIN = "Start at login"
"""A row of the menu."""
ENTRY_COMMENT = "A fuel gauge for Claude plans"
"""What a desktop's own list of such programs says of Brim."""


def status_line(place: str, *, on: bool) -> str:
    """What `brim autostart` tells."""
    return f"Brim starts at login: {place}" if on else "Brim does not start at login. `brim autostart on` changes that."
