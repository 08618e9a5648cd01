"""What every provider owes its login: it goes to its own server alone, is only read, and is never told nor outlived."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
import tenacity
from loguru import logger

from brim.backend.providers.codex.homes import CodexHome
from brim.backend.providers.codex.provider import CodexProvider
from brim.backend.providers.copilot.accounts import accounts as copilot_accounts
from brim.backend.providers.cursor.accounts import accounts as cursor_accounts
from brim.backend.providers.keyedprovider import KeyedProvider
from brim.backend.settings.load import load_settings
from brim.model.account import Health
from tests.support.accountreading import outcome, read_account
from tests.support.codexmachine import NOW, token
from tests.support.usageserver import Answer, UsageServer, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.providers.base import Provider

NAMES = ("codex", "copilot", "cursor", "openrouter", "zai", "opencode")
SECRET = "hunter2-never-tell"
ENDS = int(NOW.timestamp())


@dataclass
class Machine:
    """A machine with the login of one provider in its tool's file."""

    name: str
    home: Path
    state: Path

    def login(self, *, ends: int = ENDS + 90_000) -> str:
        """Store a login that ends then; returns the token that is sent."""
        jwt = token(exp=ends, jti=SECRET, sub="auth0|user_invented")
        opencode = {"openrouter": "openrouter", "zai": "zai-coding-plan", "opencode": "opencode-go"}
        content: dict[str, object]
        match self.name:
            case "codex":
                secret, path = jwt, self.home / ".codex/auth.json"
                content = {"tokens": {"access_token": jwt, "refresh_token": "rt-hunter2-never-tell", "account_id": "a"}}
            case "copilot":
                secret, path = f"gho_{SECRET}", self.home / ".config/github-copilot/apps.json"
                content = {"github.com:Iv1": {"user": "robin", "oauth_token": secret}}
            case "cursor":
                secret, path = jwt, self.home / ".config/cursor/auth.json"
                content = {"accessToken": jwt, "refreshToken": f"rt-{SECRET}"}
            case _:
                secret, path = f"sk-{SECRET}", self.home / ".local/share/opencode/auth.json"
                content = {opencode[self.name]: {"type": "api", "key": secret}}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
        path.chmod(0o600)
        return secret

    def provider(self) -> Provider:
        """The account, as the settings have it."""
        settings, wait = load_settings(), tenacity.wait_none()
        if self.name == "codex":
            return CodexProvider(settings, CodexHome(self.home / ".codex"), lambda: NOW, wait)
        if self.name == "copilot":
            return copilot_accounts(settings, lambda: NOW, wait)[0]
        if self.name == "cursor":
            return cursor_accounts(settings, "linux", lambda: NOW, wait)[0]
        service = import_module(f"brim.backend.providers.{self.name}.accounts").service
        return KeyedProvider(service(settings, "linux"), lambda: NOW, wait)

    def read(self) -> AccountState:
        """Read once, as a process of its own does."""
        return read_account(self.provider(), NOW, self.state)

    def files(self) -> dict[str, tuple[bytes, int]]:
        """What the tools' files hold, and when each was written."""
        found = (path for path in self.home.rglob("*") if path.is_file() and "brim" not in path.parts)
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


@pytest.fixture(params=NAMES)
def machine(request: pytest.FixtureRequest, home: Path, tmp_path: Path) -> Machine:
    """A machine of each provider in turn."""
    return Machine(request.param, home, tmp_path / "state")


@pytest.fixture
def server(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """The provider's server."""
    with running_server() as running:
        monkeypatch.setenv(f"BRIM_{machine.name.upper()}__API_URL", running.url)
        yield running


def hostile(secret: str) -> list[Answer]:
    """Answers that repeat the token wherever they can."""
    body, headers = (
        json.dumps({"message": secret, "error": {"code": secret, "message": secret}}).encode(),
        {"x": secret},
    )
    plan = {"plan_type": secret, "copilot_plan": secret, "data": {"level": secret, "label": secret}, "usage": secret}
    return [
        *(Answer(status, body, headers) for status in (200, 400, 401, 402, 403, 404, 429, 451, 500, 501, 503)),
        Answer(302, b"", {"location": f"https://evil.example/{secret}"}),
        Answer(403, f"<html>{secret}</html>".encode(), {"content-type": "text/html", "cf-mitigated": secret}),
        Answer(429, body, {"retry-after": secret}),
        Answer(200, json.dumps(plan).encode()),
        Answer(200, secret.encode(), {"content-encoding": "gzip"}),
        Answer(raw=f"HTTP/1.1 {secret}\r\n\r\n".encode()),
        Answer(raw=f"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{secret}".encode()),
    ]


def test_no_text_file_or_address_holds_the_token(machine: Machine, server: UsageServer) -> None:
    """Whatever the server repeats: logs, problems, state files and addresses are without it, and tools' files stay."""
    secret = machine.login()
    before, lines = machine.files(), list[str]()
    handler = logger.add(lines.append, level="TRACE", backtrace=True, diagnose=False)

    texts = []
    for number, answer in enumerate(hostile(secret)):
        server.answers = [answer]
        state = read_account(machine.provider(), NOW, machine.state / str(number))
        (load_settings().state_dir / "tokens.json").unlink(missing_ok=True)
        texts += [repr(state.history.problem), repr(state.identity)]

    logger.remove(handler)
    stored = [path.read_text(errors="replace") for path in machine.state.rglob("*") if path.is_file()]
    assert not [text for text in (*lines, *texts, *stored, *server.paths) if secret in text or "never-tell" in text]
    assert before == machine.files()
    assert all(secret in request["authorization"] for request in server.requests)
    assert not [one for one in server.requests if "rt-" in str(one)]


def test_no_other_server_gets_the_token(machine: Machine, server: UsageServer) -> None:
    """A redirect of any kind to another server, to another port or to plain text is not followed."""
    machine.login()
    with running_server() as other:
        for status in (301, 302, 303, 307, 308):
            server.answers = [Answer(status, b"", {"location": f"{other.url}/usage"})]
            state = read_account(machine.provider(), NOW, machine.state / str(status))
            assert (Health.ERROR, "Redirected") == outcome(state)

    assert ([], 5) == (other.requests, len(server.requests))


@pytest.mark.parametrize("machine", ["codex", "cursor"], indirect=True)  # the others do not say when they end
@pytest.mark.parametrize("seconds", [0, -1, -86_400 * 400])
def test_an_expired_token_is_never_sent(machine: Machine, server: UsageServer, seconds: int) -> None:
    """A token that has ended by its own word stays here, is not renewed, and its file is as it was."""
    machine.login(ends=ENDS + seconds)
    before = machine.files()

    state = machine.read()

    assert (Health.EXPIRED, "Login expired") == outcome(state)
    assert ([], before) == (server.requests, machine.files())


def test_an_error_holds_no_request(machine: Machine, server: UsageServer) -> None:
    """The chain of an exception, which a crash report would print, has neither the request nor the token."""
    secret = machine.login()
    server.answers = [Answer(raw=b"nonsense\r\n")]
    seen: list[str] = []
    handler = logger.add(lambda line: seen.append(line + "".join(traceback.format_stack())), level="TRACE")

    machine.read()

    logger.remove(handler)
    assert not [line for line in seen if secret in line]
