"""The interface that the tray of every desktop implements, and the errors that prevent a tray from starting.

This module must not know how a tray is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from brim.errors import BrimError
from brim.words import desktop as words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.model.alert import Alert
    from brim.tray.icon.iconspec import IconSpec
    from brim.tray.menu.row import MenuRow
    from brim.tray.menu.trayview import TrayView


class AlreadyRunningError(BrimError):
    """Another tray of this user runs on this desktop."""

    def __init__(self) -> None:
        """The message says where to find the running tray."""
        super().__init__(*words.already_running())


class NoBusError(BrimError):
    """No session bus answers, so nothing can be shown in a tray."""


class Display(Protocol):
    """A place in the tray. Every method returns at once and may be called from any thread."""

    def show(self, view: TrayView, rows_at: Callable[[datetime], tuple[MenuRow, ...]]) -> None:
        """Show a view.

        `rows_at` makes the same menu rows with the durations that hold at a given moment. A display that builds its
        menu when it opens calls it.
        """

    def notify(self, alert: Alert, icon: IconSpec | None = None) -> None:
        """Show a desktop notification, which replaces one with the same key; without `icon` with that of the tray."""

    def stop(self) -> None:
        """Remove the icon and let `run` return."""


class Tray(Display, Protocol):
    """A display that owns the main thread while it is shown."""

    def run(self, ready: Callable[[], None]) -> None:
        """Block until `stop`. `ready` runs in a thread of its own once the icon is there."""
