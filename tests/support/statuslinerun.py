"""Calls `brim statusline` as Claude Code does: the installed command line, with JSON on standard input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from pathlib import Path

RESET = int(time.time()) + 7200
"""A reset in the future, on whatever day the tests run."""
COMMAND = [sys.executable, "-E", "-P", "-m", "brim", "statusline"]


def statusline_input(session: str = "one", **windows: object) -> dict[str, Any]:  # Any: the JSON of a foreign program
    """Claude Code's JSON with these limits: a percentage, or a whole window."""
    content: dict[str, Any] = load_fixture("statusline")  # Any: the same
    content["session_id"] = session
    content["rate_limits"] = {
        name: {"used_percentage": window, "resets_at": RESET} if isinstance(window, int | float) else window
        for name, window in windows.items()
    }
    return content


def run_statusline(
    content: object, *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end; any input but bytes is written as JSON."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    env = os.environ | {"TZ": "UTC", "NO_COLOR": "1"} | environment
    return subprocess.run(
        [*COMMAND, *arguments], input=raw, capture_output=True, env=env, cwd=cwd, check=False, timeout=60
    )


def open_terminal() -> tuple[int, int]:
    """Both ends of a new terminal: the end of the test, and the end of the program."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminals")
    else:
        import pty

        return pty.openpty()
