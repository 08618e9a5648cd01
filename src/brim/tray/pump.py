"""Drains the bridge, decides what to show and hands it to the display: one snapshot in, at most one redraw out.

Runs in pystray's set-up thread. This module must not know which desktop it runs on.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from brim.tray import view

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from brim.bridge import Bridge
    from brim.model import Alert
    from brim.tray.view import Face, Row


class Display(Protocol):
    """A place in the tray. Every method returns at once and may be called from any thread."""

    def show(self, face: Face, menu: Callable[[datetime], tuple[Row, ...]]) -> None:
        """Show a face. `menu` makes the same rows with the durations of a given moment, for menus made when opened."""

    def notify(self, alert: Alert) -> None:
        """Show a desktop notice, replacing one with the same key."""

    def stop(self) -> None:
        """Take the icon away and let `run` return."""


def run(bridge: Bridge, display: Display, now: Callable[[], datetime]) -> None:
    """Show what comes over the bridge until it closes or nothing follows; a face like the last is not shown again."""
    shown: Face | None = None
    while (snapshot := bridge.take()) is not None:
        face = view.face(snapshot, now())
        if face != shown:
            display.show(face, partial(view.rows, snapshot, durations=True))
            shown = face
        for alert in snapshot.alerts:
            display.notify(view.notice(alert, snapshot))
        if snapshot.closing:
            return
