"""Showing a desktop notice may fail for many reasons, and none of them may end the tray: the one place that says so.

This module must not know how a notice is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN = "shown"
FAILED = "failed"


def shortened(text: str, length: int) -> str:
    """The text in at most `length` letters, cut between two words."""
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rsplit(maxsplit=1)[0]}…"


def show_safely(key: str, show: Callable[[], None]) -> str:
    """Run `show`; a failure is a warning in the log, never a crash. Returns the outcome: shown or failed."""
    try:
        show()
    except Exception as error:  # noqa: BLE001 - foreign desktops raise what they like
        from loguru import logger

        logger.opt(exception=error).warning("The notice {} could not be shown", key)
        return FAILED
    return SHOWN
