"""A connection to a real bus that goes away at the worst moment."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from brim.tray.linux.dbus.connection import DAEMON, CallError, Connection
from brim.tray.linux.trayitem import ITEM_PATH, StatusNotifierItem
from tests.desktop.driver import FACES

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop


async def _speak_too_late(desktop: Desktop) -> list[object]:
    """Say everything that can be said between the end of the bus and the word of it; what the loop complains of."""
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))
    connection = await Connection.open()
    item = StatusNotifierItem(FACES["calm"], lambda _command: None, lambda _by: None)
    connection.export(ITEM_PATH, item)
    desktop.stop_program("dbus")

    for name in ("exhausted", "calm"):
        item.show(replace(FACES[name], label=name))
    end = connection.listen(DAEMON, "NameAcquired", "s", lambda _body: None)
    end()
    with pytest.raises(CallError):
        await connection.call(DAEMON, "GetId", answer="s")

    await connection.lost()
    await connection.close()
    del connection, item
    gc.collect()
    return complaints


def test_what_is_said_amid_the_loss(start_desktop: StartDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who speaks after the end of the bus, and before anybody has heard of it, meets no error; who asks gets ours."""
    desktop = start_desktop()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])

    assert [] == asyncio.run(_speak_too_late(desktop))
