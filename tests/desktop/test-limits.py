"""Unusual limits on a real desktop: an account without a 5-hour limit, and a limit that was reset early."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.system.wakeup import send_wake
from tests.desktop.host import Host
from tests.support import usageserver as servers
from tests.support.usageserver import Answer
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from tests.desktop.conftest import StartBrim
    from tests.desktop.fixtures import StartDesktop
    from tests.support.sandbox import Sandbox

ORANGE = (200, 80, 0)
"""The icon's fill from 90 percent on."""
BLUE = (32, 64, 96)
"""Dunst's background of a notification of normal urgency."""
POPUPS = "420x220+604+0"


def _labels(host: Host) -> list[str]:
    """The label of every row of the menu, also in submenus."""
    rows = [host.layout()[1]]
    for row in rows:
        rows += row["children"]
    return [row["properties"].get("label", "") for row in rows]


def _wait_for_title(host: Host, title: str) -> None:
    wait_until(lambda: host.property("Title").startswith(title), title)


def _skip_welcome(sandbox: Sandbox) -> None:
    sandbox.state.mkdir()
    (sandbox.state / "episodes.json").write_text(
        json.dumps({"schema": 1, "welcomed_at": datetime.now(UTC).isoformat()})
    )


@pytest.mark.parametrize("name", ["claude-usage-ultra-no-session", "claude-usage-ultra-null-session"])
def test_an_account_without_a_session_begins_with_its_week(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, name: str
) -> None:
    """Icon, title, tooltip, menu and notification of an account without a 5-hour limit speak of its weeks alone."""
    _skip_welcome(sandbox)
    answer = servers.future_usage_answer(name)
    sandbox.server.answers = [Answer(body=answer.body.replace(b"42", b"92"))]
    desktop = start_desktop("xfce", "dunst")
    brim = start_brim(desktop)

    desktop.wait_for_colour(ORANGE, desktop.panel_area, fuzz=20)
    desktop.wait_for_colour(BLUE, POPUPS)
    with Host(desktop, brim.pid) as host:
        labels, tooltip = _labels(host), host.property("ToolTip")[3]
        assert host.property("Title").startswith("Brim: Week 92% used, resets ")
    history = json.loads((sandbox.state / "alerts.jsonl").read_text().splitlines()[0])

    assert tooltip.startswith("Week 92% used")
    assert labels[1].startswith("Week 92% used")
    assert [] == [label for label in labels if "session" in label.casefold()]
    assert "session" not in tooltip.casefold()
    assert "weekly_all" == history["window"]


def test_an_early_reset_shows_in_menu_and_tooltip(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """The menu and the tooltip of a running tray say that a limit was reset early, when, and from which percentage."""
    _skip_welcome(sandbox)
    reset = (datetime.now(UTC) + timedelta(hours=70)).isoformat()
    bodies = [{"seven_day": {"utilization": percent, "resets_at": reset}} for percent in (96, 2, 3)]
    sandbox.server.answers = [Answer(body=json.dumps(body).encode()) for body in bodies]
    desktop = start_desktop("xfce", "dunst")
    brim = start_brim(desktop)
    desktop.wait_for_colour(ORANGE, desktop.panel_area, fuzz=20)
    with Host(desktop, brim.pid) as host:
        for title in ("Brim: Week 2% used (unconfirmed)", "Brim: Week 3% used"):
            sandbox.let_be_due()
            send_wake(sandbox.state)
            _wait_for_title(host, title)
        rows = [label for label in _labels(host) if "Reset early at " in label]
        tooltip = host.property("ToolTip")[3]
    desktop.wait_for_colour(BLUE, POPUPS)

    assert 1 == len(rows)
    assert rows[0].endswith(", from 96% used")
    assert rows[0].strip().lower() in tooltip.lower()
