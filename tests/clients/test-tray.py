"""The limits of a real session on their way to the running tray."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.desktop.host import Host
from tests.support.usageserver import Answer, running_server
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from tests.clients.claudecode import Machine
    from tests.clients.conftest import StartSession
    from tests.clients.messagesapi import MessagesApi
    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop


@contextmanager
def _tray(desktop: Desktop, percent: float) -> Iterator[Host]:
    """The tray's item on the desktop's bus; the usage server says `percent` of the 5-hour limit."""
    reset = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    with running_server() as server:
        server.answers = [Answer(body=json.dumps({"five_hour": {"utilization": percent, "resets_at": reset}}).encode())]
        brim = subprocess.Popen(
            [sys.executable, "-m", "brim"],
            env=desktop.env | {"BRIM_CLAUDE__API_URL": server.url, "BRIM_CLAUDE__STATUS_URL": "off"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_until(lambda: bool(desktop.tray_items()), "the icon")
            with Host(desktop, brim.pid) as host:
                yield host
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(brim.pid, signal.SIGKILL)
            brim.wait()


def test_limits_reach_the_running_tray(
    machine: Machine,
    start_session: StartSession,
    start_desktop: StartDesktop,
    api: MessagesApi,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The limits of an answer are in the tray at once, without a request; how soon is printed."""
    machine.brim("statusline", "install", "--yes")
    session = start_session()
    with _tray(start_desktop("xfce"), 20) as host:
        wait_until(lambda: "20%" in host.property("Title"), "the server's figure")
        seconds = []
        for percent in (37, 58):
            api.session = percent / 100
            session.say(f"message {percent}")
            wait_until(lambda: f"{percent}%" in host.property("Title"), f"{percent}%")  # noqa: B023 - called at once
            seconds.append(time.monotonic() - api.answered[-1])

    with capsys.disabled():
        print("\nfrom Claude Code's answer to the tray:", *(f"{value:.2f} s" for value in seconds))
