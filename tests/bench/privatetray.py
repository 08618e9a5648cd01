"""The private memory of whole trays on a private desktop. This module must not know what distinguishes them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.desktop.harness import Desktop
from tests.desktop.host import Host
from tests.support import usageserver as servers
from tests.support.sandbox import Sandbox
from tests.support.wait import pause, wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTLE_SECONDS = 20.0
"""Longer than the tray takes until it gives back what its start has needed."""
_ROWS = 2000


def private_mib(trays: Mapping[str, tuple[str, ...]], runs: int) -> dict[str, list[float]]:
    """MiB of each tray, by the arguments of its interpreter; they run in turns, each from an empty data folder."""
    found: dict[str, list[float]] = {name: [] for name in trays}
    with tempfile.TemporaryDirectory() as folder, servers.running_server() as server, Desktop(panel="xfce") as desktop:
        home = Path(folder)
        sandbox = Sandbox(home / ".claude", home / "state", home / "config", server)
        sandbox.write_login()
        _write_transcript(sandbox.claude)
        server.answers = [servers.future_usage_answer("usage-pro")]
        desktop.env |= sandbox.environment | {"HOME": folder}
        del desktop.env["PYTHONDONTWRITEBYTECODE"]
        for _ in range(runs + 1):  # the first one compiles and warms the disk's cache
            for name, arguments in trays.items():
                shutil.rmtree(sandbox.state, ignore_errors=True)
                found[name].append(_measured(desktop, [sys.executable, *arguments]))
    return {name: values[1:] for name, values in found.items()}


def _measured(desktop: Desktop, command: list[str]) -> float:
    process = subprocess.Popen(command, env=desktop.env, stdin=subprocess.DEVNULL)
    try:
        desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{process.pid}-1"), "the item")
        with Host(desktop, process.pid) as host:
            wait_until(lambda: "%" in host.property("Title"), "figures", 20)
            pause(_SETTLE_SECONDS)
            lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    finally:
        process.terminate()
        process.wait(5)
    return round(sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024, 1)


def _write_transcript(claude: Path) -> None:
    """A day of answers in one session."""
    usage = {"input_tokens": 10, "output_tokens": 100, "cache_read_input_tokens": 1000}
    now = datetime.now(UTC)
    rows = (
        {
            "type": "assistant",
            "timestamp": (now - timedelta(seconds=40 * number)).isoformat(),
            "cwd": "/home/me/work",
            "sessionId": "one",
            "uuid": f"u{number}",
            "requestId": f"r{number}",
            "message": {"id": f"m{number}", "model": "claude-opus-4-5-20251101", "usage": usage},
        }
        for number in range(_ROWS)
    )
    path = claude / "projects" / "-home-me-work" / "one.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
