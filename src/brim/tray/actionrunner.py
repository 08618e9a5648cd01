"""Runs desktop actions in threads, one for each kind of action, and counts a burst of the same click as one click.

A panel may pass on any number of clicks, and so may any program on the session bus; a browser takes seconds to open.
This module must not know how an action is carried out, nor who clicked.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.model.command import OpenPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import DesktopAction

JOIN_SECONDS = 1.0
"""The same click after less than this long is the same wish: it is longer than a double click takes."""


@dataclass(slots=True)
class _Clicks:
    """What was clicked of one kind. Times are monotonic seconds."""

    newest: DesktopAction
    clicked_at: float
    running: bool = True
    waiting: DesktopAction | None = None
    """Runs after the action that runs now; a newer one takes its place."""

    def joins(self, action: DesktopAction, at: float) -> bool:
        """Whether a click belongs to the newest one: the same action, which still runs or was clicked just now."""
        return action == self.newest and (self.running or at - self.clicked_at < JOIN_SECONDS)


class ActionRunner:
    """Owner of the threads of actions. `start` may be called from any thread and returns at once."""

    def __init__(self, run: Callable[[DesktopAction], None], monotonic: Callable[[], float] = time.monotonic) -> None:
        """`run` carries out one action and may block for seconds."""
        self._run = run
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._clicks: dict[object, _Clicks] = {}

    def start(self, action: DesktopAction) -> None:
        """Carry out an action, unless it joins the click before it; a newer one of a kind waits for the one before."""
        kind, at = (action, action.url) if isinstance(action, OpenPage) else type(action), self._monotonic()
        with self._lock:
            clicks = self._clicks.get(kind)
            if clicks is not None and clicks.joins(action, at):
                clicks.clicked_at = at
                return
            if clicks is not None and clicks.running:
                clicks.newest, clicks.clicked_at, clicks.waiting = action, at, action
                return
            clicks = self._clicks[kind] = _Clicks(action, at)
        threading.Thread(target=self._run_all, args=(clicks, action), name="brim-action", daemon=True).start()

    def _run_all(self, clicks: _Clicks, action: DesktopAction | None) -> None:
        try:
            while action is not None:
                self._run(action)
                with self._lock:
                    action, clicks.waiting = clicks.waiting, None
                    clicks.running = action is not None
        finally:
            with self._lock:
                clicks.running = False
