"""Shell scripts in the place of the claude program, and what they say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AHEAD = (datetime.now(UTC) + timedelta(days=3)).isoformat()
LIMITS = {"five_hour": {"utilization": 55.5, "resets_at": AHEAD}, "seven_day": {"utilization": 21, "resets_at": AHEAD}}
ANSWER = json.dumps(
    {
        "type": "control_response",
        "response": {
            "subtype": "success",
            "request_id": "brim",
            "response": {"rate_limits_available": True, "rate_limits": LIMITS},
        },
    }
)
TEXT = "Current session: 42% used · resets in 3h\\nCurrent week (all models): 18% used\\n"
GOOD = f"cat > \"$NOTES/given\"; echo '{ANSWER}'"


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where a program leaves what it saw."""
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv("NOTES", str(folder))
    return folder


@pytest.fixture
def install(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a shell script in the place of the claude program; it notes its arguments, folder and environment."""

    def put(script: str, name: str = "claude") -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        told = f'echo "$@" >> "{notes}/arguments"; pwd >> "{notes}/folder"; env > "{notes}/environment"'
        path.write_text(f"#!/bin/sh\n{told}\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("BRIM_CLAUDE__PROGRAM", str(path))
        return path

    return put
