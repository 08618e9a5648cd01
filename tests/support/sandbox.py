"""A machine with a login and a usage server, as the backend's tests arrange it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import tenacity

from brim.backend.fetching.reader import Reader
from brim.backend.providers.claude.locations import AccountLocation
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.settings.load import load_settings
from tests.support.samples import NOW
from tests.support.usageserver import Answer, UsageServer, load_fixture, running_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState


TOKEN = "sk-ant-oat01-EXAMPLE-ACCESS-NOT-REAL"


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for a real condition; fails when it has not come true in time."""
    deadline = time.monotonic() + seconds
    tick = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        tick.wait(0.01)


@dataclass
class Sandbox:
    """Folders, a server and a clock that a test moves."""

    claude: Path
    state: Path
    config: Path
    server: UsageServer
    now: datetime = field(default=NOW)

    @property
    def environment(self) -> dict[str, str]:
        """What makes a Brim of its own process live in this sandbox."""
        return {
            "BRIM_CLAUDE__API_URL": self.server.url,
            "BRIM_CLAUDE__STATUS_URL": "off",
            "BRIM_STATE_DIR": str(self.state),
            "BRIM_CONFIG_DIR": str(self.config),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": "UTC",
        }

    def write_login(self, **changes: object) -> Path:
        """Write a login, with some of its values changed; valid for ten years unless said otherwise."""
        content = load_fixture("credentials")
        ten_years = (datetime.now(UTC) + timedelta(days=3650)).timestamp() * 1000
        content["claudeAiOauth"] |= {"expiresAt": int(ten_years), "refreshTokenExpiresAt": int(ten_years)} | changes
        self.claude.mkdir(exist_ok=True, parents=True)
        path = self.claude / ".credentials.json"
        path.write_text(json.dumps(content))
        return path

    def add_account(self, name: str, answer: Answer | None, **changes: object) -> Path:
        """Write the login of one more account into a folder of that name, and give it its own answer; its folder.

        Without an answer there is no login in the folder.
        """
        folder = self.claude.parent / name
        folder.mkdir(exist_ok=True)
        token = f"{TOKEN}-{name.strip('.')}"
        who = {"accountUuid": f"uuid-{name}", "organizationUuid": None}
        content = load_fixture("credentials")
        content |= {"organizationUuid": None}
        content["claudeAiOauth"] |= who | {"accessToken": token, "expiresAt": None, "refreshTokenExpiresAt": None}
        content["claudeAiOauth"] |= changes
        if answer is not None:
            (folder / ".credentials.json").write_text(json.dumps(content))
            self.server.answers_by_token[content["claudeAiOauth"]["accessToken"]] = answer
        return folder

    def advance(self, seconds: float) -> None:
        """Move the clock; Claude Code is at work all the time."""
        self.now += timedelta(seconds=seconds)
        self.touch_transcript()

    def touch_transcript(self) -> None:
        """Let Claude Code write to a transcript now."""
        transcript = self.claude / "projects" / "-home-me-work" / "5d0f.jsonl"
        transcript.parent.mkdir(parents=True, exist_ok=True)
        transcript.touch()
        os.utime(transcript, (self.now.timestamp(), self.now.timestamp()))

    def provider(self) -> ClaudeProvider:
        """The account, without waits between quick tries."""
        where = AccountLocation(self.claude, self.claude)
        return ClaudeProvider(load_settings(), where, lambda: self.now, tenacity.wait_none())

    def reader(self) -> Reader:
        """A reader as the poller and the command use it."""
        return Reader(self.provider(), self.state, lambda: self.now)

    def read(self, *, wished: bool = False) -> AccountState:
        """What a process that starts now gets."""

        async def go() -> AccountState:
            reader = self.reader()
            try:
                return await reader.read(requested=wished)
            finally:
                await reader.aclose()

        return asyncio.run(go())

    def account_file(self, name: str) -> Path:
        """A file of the one account."""
        return next((self.state / "accounts").iterdir()) / name


@pytest.fixture
def server() -> Iterator[UsageServer]:
    """A loopback usage server."""
    with running_server() as made:
        yield made


@pytest.fixture
def sandbox(server: UsageServer, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A login that is valid for long, a server, and folders for state and settings."""
    made = Sandbox(home / ".claude", tmp_path / "state", tmp_path / "config", server)
    made.write_login()
    made.touch_transcript()
    made.config.mkdir()
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", server.url)
    monkeypatch.setenv("BRIM_CLAUDE__STATUS_URL", "off")
    monkeypatch.setenv("BRIM_STATE_DIR", str(made.state))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(made.config))
    notes = load_fixture("claude-json-cache")
    del notes["cachedUsageUtilization"]  # a test that is about it writes it
    (home / ".claude.json").write_text(json.dumps(notes))
    return made


def _without_root_rights() -> list[str]:
    """What keeps root from reading what nobody may read: tests may run as root, people do not."""
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("setpriv") is not None:
        return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]
    return []


def start_brim(*arguments: str) -> subprocess.Popen[str]:
    """A running `brim` of its own."""
    command = [*_without_root_rights(), sys.executable, "-m", "brim", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def status_json(*arguments: str) -> tuple[int, Any, str]:  # Any: the JSON of a foreign program
    """Exit code, JSON and errors of `brim status --json`."""
    with start_brim("status", "--json", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, json.loads(out), errors
