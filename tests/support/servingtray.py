"""The reading side of a tray in a thread, and the snapshots that it publishes."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, override

import pytest

from brim.backend import service
from brim.backend.settings.load import reload_settings
from brim.bridge import Bridge
from brim.errors import ConfigError
from brim.model.command import NotificationResult, Quit
from brim.model.options import DemoMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.model.snapshot import Snapshot


class DesktopBridge(Bridge):
    """A bridge whose other side shows every notification at once."""

    @override
    def publish(self, snapshot: Snapshot) -> None:
        super().publish(snapshot)
        for alert in snapshot.alerts:
            self.send(NotificationResult(alert.key, "shown"))


@contextmanager
def serving(demo: DemoMode = DemoMode.NEVER, bridge: Bridge | None = None) -> Iterator[Bridge]:
    """A reading side in a thread of its own, ended by Quit at the end of the block.

    `bridge` is one whose notifications a test shows by itself, or not.
    """
    with suppress(ConfigError):
        reload_settings()  # those that an earlier test left in this process are not of this machine
    bridge = bridge or DesktopBridge()
    thread = threading.Thread(target=lambda: asyncio.run(service.serve(bridge, demo)))
    thread.start()
    try:
        yield bridge
    finally:
        bridge.send(Quit())
        thread.join(10)
        assert not thread.is_alive()


def take(bridge: Bridge, wanted: Callable[[Snapshot], bool]) -> Snapshot:
    """The first snapshot that is wanted."""
    while (snapshot := bridge.take(timeout=10)) is not None:
        if wanted(snapshot):
            return snapshot
    pytest.fail("no such snapshot came")


def is_read(snapshot: Snapshot) -> bool:
    """Whether there is a number."""
    return any(view.fetched_at is not None for view in snapshot.accounts)
