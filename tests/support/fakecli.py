"""Shell scripts in the place of the Claude CLI, and their output."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IN_THREE_DAYS = (datetime.now(UTC) + timedelta(days=3)).isoformat()
LIMITS = {
    "five_hour": {"utilization": 55.5, "resets_at": IN_THREE_DAYS},
    "seven_day": {"utilization": 21, "resets_at": IN_THREE_DAYS},
}
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


def no_figures(account: object = None, **usage: object) -> str:
    """The lines of a program without figures: the answer about the usage, and the one about the account."""
    answers = [{"subscription_type": None, "rate_limits_available": False, "rate_limits": None, **usage}]
    answers += [{"account": account}] if account is not None else []
    lines = [{"type": "control_response", "response": {"subtype": "success", "response": answer}} for answer in answers]
    return "\n".join(json.dumps(line) for line in lines)


TEXT_ANSWER = "Current session: 42% used · resets in 3h\\nCurrent week (all models): 18% used\\n"
GOOD_SCRIPT = f"cat > \"$NOTES/given\"; echo '{ANSWER}'"


@pytest.fixture
def cli_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a script records its arguments, its folder and its environment."""
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv("NOTES", str(folder))
    return folder


@pytest.fixture
def install_cli(cli_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Install a shell script in the place of the Claude CLI; it records its arguments, folder and environment."""

    def put(script: str, name: str = "claude") -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        record = (
            f'echo "$@" >> "{cli_record}/arguments"; pwd >> "{cli_record}/folder"; env > "{cli_record}/environment"'
        )
        path.write_text(f"#!/bin/sh\n{record}\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("BRIM_CLAUDE__PROGRAM", str(path))
        return path

    return put
