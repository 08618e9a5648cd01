"""A home with logins of GitHub's tools, and how Copilot is read in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import tenacity

from brim.backend.providers.copilot.accounts import accounts
from brim.backend.settings.load import load_settings
from tests.support.accountreading import read_account
from tests.support.usageserver import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.providers.copilot.provider import CopilotProvider
    from tests.support.usageserver import UsageServer

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
TOKEN = "gho_invented0000000000000000000000000000"
OTHER = "gho_other-host-never-send-to-github-com"


def put(home: Path, fixture: str, name: str) -> Path:
    """A file of a tool in this home."""
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((FIXTURES / fixture).read_bytes())
    return path


def providers() -> tuple[CopilotProvider, ...]:
    """The accounts, without waits between their retries."""
    return accounts(load_settings(), lambda: NOW, tenacity.wait_none())


def read(state_dir: Path | None = None, provider: CopilotProvider | None = None) -> AccountState:
    """Read once, as a process of its own does."""
    return read_account(provider or providers()[0], NOW, state_dir)


def sent(server: UsageServer) -> list[str]:
    """The tokens that reached the server."""
    return [request["authorization"].removeprefix("token ") for request in server.requests]
