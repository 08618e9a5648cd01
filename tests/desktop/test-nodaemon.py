"""`brim alerts test` on a real desktop on which no program shows notifications."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop
    from tests.support.sandbox import Sandbox


def test_a_missing_daemon_is_said_in_plain_lines(sandbox: Sandbox, start_desktop: StartDesktop) -> None:
    """Reason and next step are lines as of every other command: without the time and the place of a log line."""
    desktop = start_desktop("none")
    command = [sys.executable, "-m", "brim", "alerts", "test", "limit"]
    environment = desktop.env | sandbox.environment
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert (1, "") == (run.returncode, run.stdout)
    assert all(line.startswith("brim: ") for line in run.stderr.splitlines())
    assert "Start a notification daemon" in run.stderr
