"""The time zone of the machine changes while the tray runs: every time follows without a restart."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dbus_fast import Variant

from tests.desktop.host import Host
from tests.desktop.mocks import MOCK
from tests.support.wait import wait_until
from tests.support.zonefile import write_zone

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.conftest import StartBrim
    from tests.desktop.fixtures import StartDesktop, StartMock
    from tests.support.sandbox import Sandbox

TIME = "org.freedesktop.timedate1"
TIME_PATH = "/org/freedesktop/timedate1"


def _resets_at(sandbox: Sandbox) -> datetime:
    """When the session resets, by the account's file."""
    reading = json.loads(sandbox.account_file("reading.json").read_text())
    session = next(window for window in reading["windows"] if window["id"] == "session")
    return datetime.fromisoformat(session["resets_at"]) + timedelta(seconds=30)


def test_the_tray_follows_the_time_zone(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, start_mock: StartMock, tmp_path: Path
) -> None:
    """From Berlin to Tokyo: the menu is in the new zone when it is next read, the tooltip once the system says so."""
    sandbox.state.mkdir()
    welcomed = {"schema": 1, "welcomed_at": datetime.now(UTC).isoformat()}
    (sandbox.state / "episodes.json").write_text(json.dumps(welcomed))
    file = tmp_path / "localtime"
    write_zone(file, 1)
    desktop = start_desktop()
    service = start_mock(desktop, TIME, TIME_PATH)
    service.call(MOCK, "AddProperty", "ssv", TIME, "Timezone", Variant("s", "Europe/Berlin"))
    brim = start_brim(desktop, before=("env", f"TZ=:{file}", "LC_ALL=C"))
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item")
    with Host(desktop, brim.pid) as host:
        wait_until(lambda: "%" in host.property("Title"), "the figures")

        def clock(hours: int) -> str:
            return f"{_resets_at(sandbox) + timedelta(hours=hours):%H:%M}"

        def menu_has(hours: int) -> bool:
            return f"resets {clock(hours)}" in re.sub(r"(?<=resets )\w{3} ", "", str(host.layout()))

        def tooltip_has(hours: int) -> bool:
            return clock(hours) in host.property("ToolTip")[3]

        assert menu_has(1)
        assert tooltip_has(1)

        write_zone(file, 9)
        wait_until(lambda: menu_has(9), "the menu in the new zone")  # a menu that was just read is kept for a second
        service.change(TIME, Timezone=Variant("s", "Asia/Tokyo"))
        wait_until(lambda: tooltip_has(9), "the tooltip in the new zone")

    assert len(sandbox.server.requests) == 1
