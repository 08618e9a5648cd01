"""A machine with a login and a usage server, for the tests of the backend and the commands."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, Self

import pytest
import tenacity

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.claude.locations import AccountLocation
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.settings.load import load_settings
from brim.backend.system.files import write_object
from tests.support.samples import NOW
from tests.support.usageserver import Answer, UsageServer, future_usage_answer, load_fixture, running_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from brim.backend.fetching.accountstate import AccountState


TOKEN = "sk-ant-oat01-EXAMPLE-ACCESS-NOT-REAL"


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until a condition is true; fails after so many seconds."""
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
        """The environment variables for a Brim process that uses this sandbox."""
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
        """Write the login of one more account into a folder of that name, give it an answer, and return the folder.

        Without an answer there is no login in the folder.
        """
        folder = self.claude.parent / name
        folder.mkdir(exist_ok=True)
        token = f"{TOKEN}-{name.strip('.')}"
        ids = {"accountUuid": f"uuid-{name}", "organizationUuid": None}
        content = load_fixture("credentials")
        content |= {"organizationUuid": None}
        content["claudeAiOauth"] |= ids | {"accessToken": token, "expiresAt": None, "refreshTokenExpiresAt": None}
        content["claudeAiOauth"] |= changes
        if answer is not None:
            (folder / ".credentials.json").write_text(json.dumps(content))
            self.server.answers_by_token[content["claudeAiOauth"]["accessToken"]] = answer
        return folder

    def advance(self, seconds: float) -> None:
        """Move the clock forward, and let Claude Code work at the new time."""
        self.now += timedelta(seconds=seconds)
        self.touch_transcript()

    def touch_transcript(self) -> None:
        """Change a transcript now, as Claude Code does while it works."""
        transcript = self.claude / "projects" / "-home-me-work" / "5d0f.jsonl"
        transcript.parent.mkdir(parents=True, exist_ok=True)
        transcript.touch()
        os.utime(transcript, (self.now.timestamp(), self.now.timestamp()))

    def provider(self) -> ClaudeProvider:
        """The provider of the account, without waits between its retries."""
        location = AccountLocation(self.claude, self.claude)
        return ClaudeProvider(load_settings(), location, lambda: self.now, tenacity.wait_none())

    def reader(self) -> AccountReader:
        """A reader, as the poller and the commands use it."""
        return AccountReader(self.provider(), self.state, lambda: self.now)

    def read(self, *, requested: bool = False) -> AccountState:
        """Read as a new process does."""

        async def go() -> AccountState:
            reader = self.reader()
            try:
                return await reader.read(requested=requested)
            finally:
                await reader.aclose()

        return asyncio.run(go())

    def let_be_due(self) -> None:
        """Let the last request be so long ago that the next one is due, for programs that use the real clock."""
        content = json.loads(self.account_file("gate.json").read_text())
        content |= dict.fromkeys(("tried_at", "asked_at"), (datetime.now(UTC) - timedelta(seconds=1000)).isoformat())
        write_object(self.account_file("gate.json"), content)

    def account_file(self, name: str) -> Path:
        """A state file of the only account."""
        return next((self.state / "accounts").iterdir()) / name


@pytest.fixture
def server() -> Iterator[UsageServer]:
    """A usage server on the loopback interface."""
    with running_server() as usage_server:
        yield usage_server


@pytest.fixture
def sandbox(server: UsageServer, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A login that is valid for a long time, a server, and folders for state and settings."""
    machine = Sandbox(home / ".claude", tmp_path / "state", tmp_path / "config", server)
    machine.write_login()
    machine.touch_transcript()
    machine.config.mkdir()
    monkeypatch.setenv("BRIM_CLAUDE__API_URL", server.url)
    monkeypatch.setenv("BRIM_CLAUDE__STATUS_URL", "off")
    monkeypatch.setenv("BRIM_STATE_DIR", str(machine.state))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(machine.config))
    claude_json = load_fixture("claude-json-cache")
    del claude_json["cachedUsageUtilization"]  # a test that is about it writes it
    (home / ".claude.json").write_text(json.dumps(claude_json))
    return machine


def _without_root_rights() -> list[str]:
    """A command that removes root's right to read every file: tests may run as root, users do not."""
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("setpriv") is not None:
        return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]
    return []


class RunningCommand(Protocol):
    """A process of `brim`: the part of `subprocess.Popen` that tests use."""

    @property
    def returncode(self) -> int:
        """Its exit code, once it has ended."""

    def communicate(self, *, timeout: float | None = None) -> tuple[str, str]:
        """Wait for its end; its output and its errors."""

    def __enter__(self) -> Self:
        """It runs already."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for its end."""


def start_brim(*arguments: str, content: bytes = b"") -> RunningCommand:
    """Start `brim` as a process of its own, on Linux as a fork of one that has imported it.

    `content` is what it reads from standard input.
    """
    process: RunningCommand
    if sys.platform == "linux":
        from tests.support.forkserver import fork_server

        process = fork_server(tuple(_without_root_rights())).start(arguments, content)
    else:
        command = [sys.executable, "-m", "brim", *arguments]
        with tempfile.TemporaryFile() as stdin:
            stdin.write(content)
            stdin.seek(0)
            process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return process


def status_json(*arguments: str) -> tuple[int, Any, str]:  # Any: the JSON of a foreign program
    """Exit code, JSON and errors of `brim status --json`."""
    with start_brim("status", "--json", *arguments) as process:
        out, errors = process.communicate(timeout=60)
        return process.returncode, json.loads(out), errors


@contextmanager
def served_sandbox(home: Path, tmp_path: Path) -> Iterator[Sandbox]:
    """A login, and a usage server for it, that processes find through their environment, for the time of the block."""
    with running_server() as server:
        server.answers = [future_usage_answer()]
        sandbox = Sandbox(home / ".claude", tmp_path / "state", tmp_path / "config", server)
        sandbox.write_login()
        yield sandbox
