"""An implausible figure in a real panel: marked at once, notified only when a second reading confirms it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.system.wakeup import send_wake
from tests.desktop.host import Host
from tests.support import usageserver as servers
from tests.support.sandbox import Sandbox
from tests.support.usageserver import Answer
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop

RESET = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3)


@pytest.fixture
def sandbox(home: Path, tmp_path: Path) -> Iterator[Sandbox]:
    """A login and a usage server for it; the welcome notification was shown before."""
    with servers.running_server() as server:
        sandbox = Sandbox(home / ".claude", tmp_path / "state", tmp_path / "config", server)
        sandbox.write_login()
        sandbox.state.mkdir()
        welcomed = {"schema": 1, "welcomed_at": datetime.now(UTC).isoformat()}
        (sandbox.state / "episodes.json").write_text(json.dumps(welcomed))
        yield sandbox


@contextlib.contextmanager
def _brim(desktop: Desktop, sandbox: Sandbox) -> Iterator[Host]:
    """Brim as a person starts it; at the end of the block it is killed, as in a power cut."""
    variables = {
        "BRIM_CLAUDE__API_URL": sandbox.server.url,
        "BRIM_CLAUDE__STATUS_URL": "off",
        "BRIM_STATE_DIR": str(sandbox.state),
        "BRIM_CONFIG_DIR": str(sandbox.config),
        "TZ": "UTC",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "brim"], env=desktop.env | variables, stdin=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{process.pid}-1"), "the item")
            with Host(desktop, process.pid) as host:
                yield host
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def _set_percent(sandbox: Sandbox, percent: float) -> None:
    """Set the server's figure, and make the last request an hour old, so that the tray reads again at once."""
    body = {"five_hour": {"utilization": percent, "resets_at": RESET.isoformat()}}
    sandbox.server.answers = [Answer(body=json.dumps(body).encode())]
    if (gates := list(sandbox.state.glob("accounts/*/gate.json"))) and (content := json.loads(gates[0].read_text())):
        at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        gates[0].write_text(json.dumps(content | {"asked_at": at, "tried_at": at}))
        send_wake(sandbox.state)


def _notification_count(desktop: Desktop) -> int:
    return int(desktop.run("dunstctl", "count", "displayed"))


def test_an_unconfirmed_jump_to_the_limit_survives_a_power_cut(sandbox: Sandbox, start_desktop: StartDesktop) -> None:
    """It is marked in title and tooltip, also after a kill and a start; the second reading shows a notification."""
    _set_percent(sandbox, 40)
    desktop = start_desktop(notify="dunst")
    with _brim(desktop, sandbox) as host:
        wait_until(lambda: host.property("Title").startswith("Brim: Session 40% used, "), "the first figure")
        _set_percent(sandbox, 100)
        wait_until(
            lambda: host.property("Title").startswith("Brim: Session 100% used (unconfirmed), "),
            "the unconfirmed figure",
        )
        assert "Session 100%? used" in host.property("ToolTip")[3]
    with _brim(desktop, sandbox) as host:
        wait_until(
            lambda: host.property("Title").startswith("Brim: Session 100% used (unconfirmed), "),
            "the same again",
        )
        assert (2, 0) == (len(sandbox.server.requests), _notification_count(desktop))
        _set_percent(sandbox, 100)
        wait_until(lambda: host.property("Title").startswith("Brim: Session 100% used, "), "the confirmed figure")
        desktop.wait(lambda: _notification_count(desktop) == 1, "the notification")
    assert 3 == len(sandbox.server.requests)
