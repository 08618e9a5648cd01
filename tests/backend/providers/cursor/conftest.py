"""Cursor's server, and its login files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cursorstate import write_state
from tests.support.usageserver import UsageServer, load_fixture, running_server, usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """Cursor's server, which sends the usage of a Pro plan."""
    with running_server() as running:
        running.answers = [usage_answer("cursor-usage-pro")]
        monkeypatch.setenv("BRIM_CURSOR__API_URL", running.url)
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        yield running


@pytest.fixture
def app_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state of the app, which is signed in."""
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    path = home / ".config/Cursor/User/globalStorage/state.vscdb"
    write_state(path, load_fixture("cursor-state-rows")["rows"])
    return path


@pytest.fixture
def cli_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command line keeps its login, which is not there yet."""
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    path = home / ".config/cursor/auth.json"
    path.parent.mkdir(parents=True)
    return path
