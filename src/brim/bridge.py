"""Where the threads meet: snapshots go one way, commands the other.

Backend to tray: a thread-safe queue, folded into one snapshot when it is drained. Tray to backend:
`call_soon_threadsafe` into the backend's loop; commands sent before that loop exists are held. This module must not
know what a snapshot means, nor who reads or answers.
"""

from __future__ import annotations

import queue
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

    from brim.model.command import Command
    from brim.model.snapshot import Snapshot


class _Signal(StrEnum):
    """Messages in the queue besides snapshots."""

    REPEAT = "repeat"
    """Take the last snapshot once more, without its alerts."""
    CLOSE = "close"
    """No message follows."""


class Bridge:
    """Thread-safe connection of one backend and one tray. Any thread may publish and send; one thread takes."""

    def __init__(self) -> None:
        """Start open, without a backend."""
        self._queue: queue.SimpleQueue[Snapshot | _Signal] = queue.SimpleQueue()
        self._taken: Snapshot | None = None
        self._closed = threading.Event()
        self._commands = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._handle: Callable[[Command], None] | None = None
        self._held: list[Command] = []

    def publish(self, snapshot: Snapshot) -> None:
        """Queue a snapshot for the tray."""
        self._queue.put(snapshot)

    def repeat(self) -> None:
        """Let the tray take its last snapshot once more, without the alerts: something else that it shows changed."""
        self._queue.put(_Signal.REPEAT)

    def take(self, timeout: float | None = None) -> Snapshot | None:
        """Wait for snapshots and fold all that are queued into one.

        Returns None when the bridge is closed or nothing came within `timeout` seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                message = self._queue.get(timeout=None if deadline is None else max(deadline - time.monotonic(), 0))
            except queue.Empty:
                return None
            snapshot, closed = self._drain(message)
            if snapshot is not None:
                self._taken = snapshot
            if snapshot is not None or closed:
                return snapshot

    def _drain(self, message: Snapshot | _Signal) -> tuple[Snapshot | None, bool]:
        """Fold a message with all that are queued behind it; whether the queue is closed."""
        snapshot: Snapshot | None = None
        while True:
            if message is _Signal.CLOSE:
                self._queue.put(message)  # for the next call
                return snapshot, True
            if not isinstance(message, _Signal):
                snapshot = fold(snapshot, message)
            elif snapshot is None and self._taken is not None:
                snapshot = replace(self._taken, alerts=())
            try:
                message = self._queue.get_nowait()
            except queue.Empty:
                return snapshot, False

    @contextmanager
    def attached(self, loop: asyncio.AbstractEventLoop, handle: Callable[[Command], None]) -> Iterator[None]:
        """The same as `attach` for the time of the block."""
        self.attach(loop, handle)
        try:
            yield
        finally:
            self.detach()

    def attach(self, loop: asyncio.AbstractEventLoop, handle: Callable[[Command], None]) -> None:
        """Let `handle` take commands in `loop`; held commands are delivered first, in order."""
        with self._commands:
            self._loop, self._handle = loop, handle
            held, self._held = self._held, []
        for command in held:
            self.send(command)

    def detach(self) -> None:
        """Forget the backend: its loop is about to end."""
        with self._commands:
            self._loop = self._handle = None

    def send(self, command: Command) -> None:
        """Pass a command to the backend and return at once."""
        with self._commands:
            if self.closed:
                return
            if self._loop is None or self._handle is None:
                self._held.append(command)
                return
            self._loop.call_soon_threadsafe(self._handle, command)

    def close(self) -> None:
        """Wake the thread that takes; queued snapshots are still taken, commands are dropped from now on."""
        with self._commands:
            if not self.closed:
                self._closed.set()
                self._queue.put(_Signal.CLOSE)

    @property
    def closed(self) -> bool:
        """Whether the bridge has been closed."""
        return self._closed.is_set()


def fold(older: Snapshot | None, newer: Snapshot) -> Snapshot:
    """The newer snapshot, with the alerts of both and the closing mark of either."""
    if older is None:
        return newer
    return replace(newer, alerts=older.alerts + newer.alerts, closing=older.closing or newer.closing)
