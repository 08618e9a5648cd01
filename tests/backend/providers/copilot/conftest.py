"""GitHub's API and the login of an editor, for the tests of Copilot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.copilothome import put
from tests.support.usageserver import UsageServer, running_server, usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """GitHub's API, which sends the usage of a Pro account."""
    with running_server() as running:
        running.answers = [usage_answer("copilot-user-pro")]
        monkeypatch.setenv("BRIM_COPILOT__API_URL", running.url)
        monkeypatch.setenv("PATH", "/nowhere")
        monkeypatch.setenv("BRIM_COPILOT__PROGRAM", "/nowhere/gh")
        yield running


@pytest.fixture
def apps(home: Path) -> Path:
    """The login that an editor stored."""
    return put(home, "copilot-apps.json", ".config/github-copilot/apps.json")
