"""A month of notices on a real notification daemon."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from brim.commands import NoticeResult
from brim.tray.desktop import pixels
from brim.tray.desktop.bus import Connection
from brim.tray.desktop.notices import Notices
from brim.tray.notice import SHOWN
from brim.tray.view import STARTING
from tests.backend.life import life, live

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from brim.commands import Command
    from brim.model import Alert
    from tests.desktop.conftest import StartDesktop


async def _show(alerts: list[Alert]) -> list[str]:
    """Show notices one after the other; what became of each."""
    outcomes: list[str] = []

    def note(command: Command) -> None:
        if isinstance(command, NoticeResult):
            outcomes.append(command.outcome)

    connection = await Connection.open()
    try:
        notices = Notices(note, lambda: pixels.image_data(STARTING.look))
        notices.attach(connection)
        for alert in alerts:
            await notices.show(alert)
    finally:
        await connection.close()
    return outcomes


def test_a_month_is_shown(start_desktop: StartDesktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every notice of a month is taken by the daemon, and they replace each other instead of piling up."""
    desktop = start_desktop(notify="dunst")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    alerts = [alert for _, alert in asyncio.run(live(tmp_path, life(1)))]
    outcomes = asyncio.run(_show(alerts))
    on_screen = int(desktop.run("dunstctl", "count", "displayed"))
    desktop.run("dunstctl", "close-all")
    history = json.loads(desktop.run("dunstctl", "history"))["data"][0]
    texts = [entry["body"]["data"] for entry in history]

    assert [SHOWN] * len(alerts) == outcomes
    assert len({alert.key for alert in alerts}) == on_screen == len(texts)
    assert len(texts) == len(set(texts))
