"""The exchange between the threads: its order, and how snapshots are merged."""

from __future__ import annotations

import asyncio
import threading

from hypothesis import given
from hypothesis import strategies as st

from brim.bridge import Bridge
from brim.model.alert import Alert
from brim.model.command import Command, Quit, Refresh
from brim.model.snapshot import Snapshot
from tests.support.samples import NOW


def _snapshot(number: int, *alerts: str, closing: bool = False) -> Snapshot:
    return Snapshot(NOW, alerts=tuple(Alert(name, f"{number}", "") for name in alerts), closing=closing)


def test_a_snapshot_arrives() -> None:
    """The tray takes what the backend publishes."""
    bridge = Bridge()
    bridge.publish(_snapshot(1, "a"))

    assert _snapshot(1, "a") == bridge.take()


@given(st.lists(st.tuples(st.lists(st.text(max_size=2), max_size=3), st.booleans()), min_size=1, max_size=6))
def test_merging_preserves_alerts_and_closing(snapshots: list[tuple[list[str], bool]]) -> None:
    """Several waiting snapshots become one: the newest, with the alerts of all in order, closing if any of them is."""
    bridge = Bridge()
    for number, (alerts, closing) in enumerate(snapshots):
        bridge.publish(_snapshot(number, *alerts, closing=closing))

    taken = bridge.take()

    assert taken is not None
    assert [name for alerts, _ in snapshots for name in alerts] == [alert.key for alert in taken.alerts]
    assert any(closing for _, closing in snapshots) == taken.closing
    assert bridge.take(timeout=0) is None


def test_taking_waits_for_a_snapshot_of_another_thread() -> None:
    """The tray waits until the backend publishes a snapshot."""
    bridge = Bridge()
    thread = threading.Thread(target=lambda: bridge.publish(_snapshot(1)))
    thread.start()

    taken = bridge.take(timeout=5)
    thread.join()

    assert _snapshot(1) == taken


def test_closing_ends_a_wait() -> None:
    """A closed bridge returns None instead of waiting forever."""
    bridge = Bridge()
    thread = threading.Thread(target=bridge.close)
    thread.start()

    taken = bridge.take(timeout=5)
    thread.join()

    assert taken is None
    assert bridge.closed


def test_waiting_snapshot_is_delivered_after_closing() -> None:
    """The last snapshot is not lost when the bridge is closed after it."""
    bridge = Bridge()
    bridge.publish(_snapshot(1, closing=True))
    bridge.close()

    assert _snapshot(1, closing=True) == bridge.take()
    assert bridge.take() is None


def test_commands_before_the_backend_starts_are_delivered_in_order() -> None:
    """A click during the start is not lost."""
    bridge = Bridge()
    bridge.send(Refresh())
    bridge.send(Quit())
    received: list[Command] = []

    async def backend() -> None:
        bridge.attach(asyncio.get_running_loop(), received.append)
        bridge.send(Refresh())
        await asyncio.sleep(0)

    asyncio.run(backend())

    assert [Refresh(), Quit(), Refresh()] == received


def test_commands_after_closing_are_dropped() -> None:
    """A click on a menu during the shutdown has no effect."""
    bridge = Bridge()
    received: list[Command] = []

    async def backend() -> None:
        bridge.attach(asyncio.get_running_loop(), received.append)
        bridge.detach()
        bridge.close()
        bridge.send(Refresh())
        await asyncio.sleep(0)

    asyncio.run(backend())

    assert received == []
