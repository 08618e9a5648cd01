"""Calls `brim history`, and prepares a history for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.historyrecords import HOME, reading, record, week
from tests.support.sandbox import start_brim

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, without any settings."""
    folder = tmp_path / "state"
    folder.mkdir()
    monkeypatch.setenv("BRIM_STATE_DIR", str(folder))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "config"))
    return folder


def run_history(*arguments: str, stdin: bytes | None = None) -> tuple[int, str, str]:
    """Exit code, output and errors of `brim history`."""
    with start_brim("history", *arguments, content=stdin or b"") as process:
        out, errors = process.communicate(timeout=30)
        return process.returncode, out, errors


def history_json(*arguments: str) -> Any:  # noqa: ANN401 - what JSON holds
    """The JSON of `brim history`."""
    code, out, errors = run_history("--json", *arguments)
    assert (0, "") == (code, errors)
    return json.loads(out)


def percents_by_window(history: Any) -> dict[str, list[float | None]]:  # noqa: ANN401 - what JSON holds
    """The percentages of each limit."""
    return {limit["window"]: [reading["percent"] for reading in limit["readings"]] for limit in history["limits"]}


def record_sample(folder: Path) -> None:
    """Record a session with an unconfirmed figure, one that has unused, and a week of another account."""
    record(
        folder,
        reading(0, 7),
        reading(60.5, 41.5),
        reading(90, 100, confirmed=False),
        reading(95, 42),
        reading(310, None, resets_at=None),
    )
    record(folder, week(0, 18, "weekly_scoped:Fable"), account=HOME)
