"""What the diagnostics and `brim doctor` say on a test desktop."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from brim.app import INSTANCE_NAME

if TYPE_CHECKING:
    from tests.desktop.harness import Desktop

SCRIPT = """
import asyncio, dataclasses, json, sys
from brim.tray.linux.diagnostics import diagnose
print(json.dumps(dataclasses.asdict(asyncio.run(diagnose(sys.argv[1])))))
"""


def diagnosed(desktop: Desktop, name: str = INSTANCE_NAME) -> Any:  # noqa: ANN401 - what JSON holds
    """What a process on this desktop detects."""
    command = [sys.executable, "-c", SCRIPT, name]
    finished = subprocess.run(command, env=desktop.env, capture_output=True, text=True, timeout=60, check=True)
    assert "" == finished.stderr
    return json.loads(finished.stdout)


def doctor(desktop: Desktop) -> tuple[int, dict[tuple[str, str], list[str]]]:
    """Exit code of `brim doctor` in a desktop, and its lines by topic and verdict."""
    command = [sys.executable, "-m", "brim", "doctor", "--json"]
    finished = subprocess.run(command, env=desktop.env, capture_output=True, text=True, timeout=60, check=False)
    assert "" == finished.stderr
    lines: dict[tuple[str, str], list[str]] = {}
    for line in json.loads(finished.stdout)["lines"]:
        lines.setdefault((line["topic"], line["verdict"]), []).append(line["text"])
    return finished.returncode, lines
