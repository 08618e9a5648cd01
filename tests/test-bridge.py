"""What passes between the threads, in which order, and what is folded on the way."""

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
    """What the backend publishes, the tray takes."""
    bridge = Bridge()
    bridge.publish(_snapshot(1, "a"))

    assert _snapshot(1, "a") == bridge.take()


@given(st.lists(st.tuples(st.lists(st.text(max_size=2), max_size=3), st.booleans()), min_size=1, max_size=6))
def test_folding_keeps_every_alert_and_the_closing_mark(burst: list[tuple[list[str], bool]]) -> None:
    """A burst becomes one snapshot: the newest, with the alerts of all in order, closing if any was."""
    bridge = Bridge()
    for number, (alerts, closing) in enumerate(burst):
        bridge.publish(_snapshot(number, *alerts, closing=closing))

    taken = bridge.take()

    assert taken is not None
    assert [name for alerts, _ in burst for name in alerts] == [alert.key for alert in taken.alerts]
    assert any(closing for _, closing in burst) == taken.closing
    assert bridge.take(timeout=0) is None


def test_taking_waits_for_a_snapshot_of_another_thread() -> None:
    """The tray sleeps until the backend has something."""
    bridge = Bridge()
    thread = threading.Thread(target=lambda: bridge.publish(_snapshot(1)))
    thread.start()

    taken = bridge.take(timeout=5)
    thread.join()

    assert _snapshot(1) == taken


def test_closing_wakes_whoever_waits() -> None:
    """A closed bridge gives None instead of waiting for ever."""
    bridge = Bridge()
    thread = threading.Thread(target=bridge.close)
    thread.start()

    taken = bridge.take(timeout=5)
    thread.join()

    assert taken is None
    assert bridge.closed


def test_what_waits_is_delivered_even_after_closing() -> None:
    """The last snapshot is not lost when the bridge closes behind it."""
    bridge = Bridge()
    bridge.publish(_snapshot(1, closing=True))
    bridge.close()

    assert _snapshot(1, closing=True) == bridge.take()
    assert bridge.take() is None


def test_commands_sent_before_there_is_a_backend_are_delivered_in_order() -> None:
    """A click during the start is not lost."""
    bridge = Bridge()
    bridge.send(Refresh())
    bridge.send(Quit())
    got: list[Command] = []

    async def backend() -> None:
        bridge.attach(asyncio.get_running_loop(), got.append)
        bridge.send(Refresh())
        await asyncio.sleep(0)

    asyncio.run(backend())

    assert [Refresh(), Quit(), Refresh()] == got


def test_commands_after_the_end_are_dropped() -> None:
    """A click on a menu that is about to go harms nobody."""
    bridge = Bridge()
    got: list[Command] = []

    async def backend() -> None:
        bridge.attach(asyncio.get_running_loop(), got.append)
        bridge.detach()
        bridge.close()
        bridge.send(Refresh())
        await asyncio.sleep(0)

    asyncio.run(backend())

    assert got == []
