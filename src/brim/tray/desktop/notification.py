"""Helpers for desktop notifications: shorten a text, and show one so that a failure never ends the tray.

This module must not know how a notification is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN = "shown"
FAILED = "failed"


def shorten(text: str, length: int) -> str:
    """The text in at most `length` letters, cut between two words where possible."""
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rsplit(maxsplit=1)[0]}…"


def show_safely(key: str, show: Callable[[], None]) -> str:
    """Call `show`; returns SHOWN, or FAILED after an exception, which is logged as a warning."""
    try:
        show()
    except Exception as error:  # noqa: BLE001 - foreign desktops raise what they like
        from loguru import logger

        logger.opt(exception=error).warning("The notification {} could not be shown", key)
        return FAILED
    return SHOWN
