"""What `brim` says on a terminal once its icon is there. This module must not know which desktop shows the icon."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from brim.words import joining
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Sequence


class Place(StrEnum):
    """Where a system shows icons."""

    TRAY = "tray"
    MENU_BAR = "menu bar"
    TASKBAR = "taskbar"


def where_and_how_to_end(place: Place) -> str:
    """Where to look, and how to end Brim."""
    if place is Place.MENU_BAR:
        return _(
            "Brim is running: look for its icon in the menu bar. "
            "Press Ctrl+C here or choose “Quit Brim” in its menu to end it."
        )
    if place is Place.TASKBAR:
        return _(
            "Brim is running: look for its icon at the right end of the taskbar, perhaps behind the ^. "
            "Choose “Quit Brim” in its menu to end it."
        )
    return _(
        "Brim is running: look for its icon in the tray of your panel. "
        "Press Ctrl+C here or choose “Quit Brim” in its menu to end it."
    )


def demo_without_login(products: Sequence[str]) -> str:
    """What is shown where nobody is signed in, for who wanted a demo then; `products` are those that are read."""
    return _(
        "No login was found, so it shows a sped-up demo. To see your own usage, sign in to {products}, and start Brim "
        "again.",
        products=joining.one_of(products),
    )


def demo_story() -> str:
    """What the demo will show."""
    return _(
        "This demo is sped up: a session takes a minute. You will see it fill and reset, "
        "then the connection lost, a rate limit, an unconfirmed percentage and a sign-out."
    )
