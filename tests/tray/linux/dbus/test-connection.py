"""A connection to a real bus that ends at the worst moment."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from brim.tray.linux.dbus.connection import BusConnection
from brim.tray.linux.dbus.message import BUS_DAEMON, BusCallError
from brim.tray.linux.quirks import ITEM_PATH
from brim.tray.linux.statusnotifieritem import StatusNotifierItem
from tests.desktop.driver import VIEWS

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop


async def _use_after_end(desktop: Desktop) -> list[object]:
    """Do everything that can be done after the end of the bus and before it is noticed; the errors that asyncio saw."""
    errors: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: errors.append(context))
    connection = await BusConnection.open()
    item = StatusNotifierItem(
        VIEWS["calm"], lambda _command: None, lambda _steps: None, lambda _seconds, _work: lambda: None
    )
    connection.export(ITEM_PATH, item)
    desktop.stop_program("dbus")

    for name in ("exhausted", "calm"):
        item.show(replace(VIEWS[name], label=name))
    unsubscribe = connection.subscribe(BUS_DAEMON, "NameAcquired", "s", lambda _body: None)
    unsubscribe()
    with pytest.raises(BusCallError):
        await connection.call(BUS_DAEMON, "GetId", reply_signature="s")

    await connection.wait_for_disconnect()
    await connection.close()
    del connection, item
    gc.collect()
    return errors


def test_use_after_the_end_of_the_bus(start_desktop: StartDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signals sent after the end of the bus, before it is noticed, raise nothing; calls raise CallError."""
    desktop = start_desktop()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])

    assert [] == asyncio.run(_use_after_end(desktop))
