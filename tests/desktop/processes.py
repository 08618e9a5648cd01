"""The end of processes that a test has started. This module must not know what they are."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


def kill_group(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """End a process that was started in a session of its own, with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
