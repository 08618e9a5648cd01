"""What `brim` says on a terminal once its icon is there. This module must not know which desktop shows the icon."""

from __future__ import annotations

TRAY, MENU_BAR, TASKBAR = "tray", "menu bar", "taskbar"


def where_and_how_to_end(place: str) -> str:
    """Where to look, and how to end Brim."""
    if place == MENU_BAR:
        return (
            "Brim is running: its icon is in the menu bar. "
            "Press Ctrl+C here or choose “Quit Brim” in its menu to end it."
        )
    if place == TASKBAR:
        return (
            "Brim is running: its icon is at the right end of the taskbar, perhaps behind the ^. "
            "Choose “Quit Brim” in its menu to end it."
        )
    return (
        "Brim is running: its icon is in the tray of your panel. "
        "Press Ctrl+C here or choose “Quit Brim” in its menu to end it."
    )


DEMO_STORY = (
    "This demo is sped up: a session takes a minute. You will see it fill and reset, "
    "then the connection lost, a rate limit, an unconfirmed percentage and a sign-out."
)
