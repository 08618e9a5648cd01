"""A machine with Codex: its folder with a login and session files, a usage server, and a clock that a test moves."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.codex.homes import CodexHome
from brim.backend.providers.codex.provider import CodexProvider
from brim.backend.settings.load import load_settings
from tests.support.usageserver import FIXTURES, UsageServer, running_server, usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState
    from brim.model.account import Health
    from brim.model.usage import Reading

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
ACCOUNT = "11111111-2222-4333-8444-555555555555"


def token(**claims: object) -> str:
    """An unsigned JSON Web Token."""
    parts = ({"alg": "RS256", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, "c2ln"))


@dataclass
class CodexMachine:
    """One folder of Codex, and its server."""

    folder: Path
    state: Path
    server: UsageServer
    now: datetime = field(default=NOW)

    def write_login(self, name: str = "codex-auth-chatgpt", folder: Path | None = None) -> Path:
        """Store a recorded login."""
        return self.write(json.loads((FIXTURES / f"{name}.json").read_bytes()), folder)

    def write(self, content: object, folder: Path | None = None) -> Path:
        """Store a login with this content; text is stored as it is."""
        path = (folder or self.folder) / "auth.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def write_session(self, text: str, day: str = "2026/11/23", name: str = "rollout-2026-11-23T10-10-00-a") -> Path:
        """Store a session file."""
        path = self.folder / "sessions" / day / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def provider(self, folder: Path | None = None) -> CodexProvider:
        """The account of a folder, without waits between its retries."""
        home = CodexHome(folder or self.folder)
        return CodexProvider(load_settings(), home, lambda: self.now, tenacity.wait_none())

    def read(self, *, requested: bool = True) -> AccountState:
        """Read once, as a process of its own does."""

        async def go() -> AccountState:
            reader = AccountReader(self.provider(), self.state, lambda: self.now)
            try:
                return await reader.read(requested=requested)
            finally:
                await reader.aclose()

        return asyncio.run(go())

    def local_readings(self) -> tuple[Reading, ...]:
        """What the session files say now."""
        return asyncio.run(self.provider().local_readings())


def outcome(state: AccountState) -> tuple[Health | None, str]:
    """How an attempt ended, and its title."""
    problem = state.history.problem
    return state.history.health, "" if problem is None else problem.title


def percents(reading: Reading | None) -> dict[str, float | None]:
    """The percentages of a reading by limit, in its order."""
    assert reading is not None
    return {window.id: window.percent for window in reading.windows}


@pytest.fixture
def machine(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CodexMachine]:
    """A signed-in Codex, and its server with the recorded usage."""
    with running_server() as server:
        server.answers = [usage_answer("codex-usage-plus-two-windows")]
        monkeypatch.setenv("BRIM_CODEX__API_URL", server.url)
        made = CodexMachine(home / ".codex", tmp_path / "state", server)
        made.write_login()
        yield made
