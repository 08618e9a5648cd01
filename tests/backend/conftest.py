"""What the backend's tests share: a loopback server, and a home with a login."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.backend import server as servers
from tests.backend.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[servers.Server]:
    """A loopback usage server."""
    with servers.running() as running:
        yield running


@pytest.fixture
def world(server: servers.Server, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A login that is valid for long, a server, and folders for state and settings."""
    made = World(home / ".claude", tmp_path / "state", tmp_path / "config", server)
    made.login()
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", server.url)
    monkeypatch.setenv("BRIM_STATE_DIR", str(made.state))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(made.config))
    made.config.mkdir()
    (home / ".claude.json").write_text(json.dumps(servers.fixture("claude-json-cache")))
    return made
