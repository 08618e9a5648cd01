"""Where threads meet: snapshots go one way, commands the other.

Backend to tray: a queue that folds. Tray to backend: `call_soon_threadsafe` into the backend's loop; commands that
come before there is a loop are held. This module must not know what a snapshot means, nor who reads or answers.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from brim.model.command import Command
    from brim.model.snapshot import Snapshot


class Bridge:
    """Thread-safe meeting place of one backend and one tray."""

    def __init__(self) -> None:
        """Begin open, with nobody on the other side."""
        self._changed = threading.Condition()
        self._waiting: Snapshot | None = None
        self._taken: Snapshot | None = None
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._handle: Callable[[Command], None] | None = None
        self._held: list[Command] = []

    def publish(self, snapshot: Snapshot) -> None:
        """Hand a snapshot to the tray; one that still waits is folded into it."""
        with self._changed:
            self._waiting = fold(self._waiting, snapshot)
            self._changed.notify_all()

    def take(self, timeout: float | None = None) -> Snapshot | None:
        """Wait for the next snapshot; None when the bridge is closed or `timeout` seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting is not None, timeout)
            snapshot, self._waiting = self._waiting, None
            self._taken = snapshot or self._taken
            return snapshot

    def again(self) -> None:
        """Hand the last snapshot to the tray once more, without its alerts: what else it shows has changed."""
        with self._changed:
            if self._waiting is None and self._taken is not None and not self._closed:
                self._waiting = replace(self._taken, alerts=())
                self._changed.notify_all()

    def attach(self, loop: asyncio.AbstractEventLoop, handle: Callable[[Command], None]) -> None:
        """Name the backend's loop and who handles commands in it; those held are delivered, in order."""
        with self._changed:
            self._loop, self._handle = loop, handle
            held, self._held = self._held, []
        for command in held:
            self.send(command)

    def detach(self) -> None:
        """Forget the backend: it is about to end its loop."""
        with self._changed:
            self._loop = self._handle = None

    def send(self, command: Command) -> None:
        """Hand a command to the backend and return at once, from any thread."""
        with self._changed:
            if self._closed:
                return
            if self._loop is None or self._handle is None:
                self._held.append(command)
                return
            self._loop.call_soon_threadsafe(self._handle, command)

    def close(self) -> None:
        """Wake whoever waits; nothing passes from now on, except what waits already."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether the bridge has been closed."""
        with self._changed:
            return self._closed


def fold(older: Snapshot | None, newer: Snapshot) -> Snapshot:
    """The newer snapshot, with the alerts of both and the closing mark of either."""
    if older is None:
        return newer
    return replace(newer, alerts=older.alerts + newer.alerts, closing=older.closing or newer.closing)
