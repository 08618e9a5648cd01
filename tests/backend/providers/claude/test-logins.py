"""Which login counts, the Keychain behind a stand-in for `security`, and what is not tried again by itself."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import tenacity
from pydantic import SecretStr

from brim.backend.fetching.reader import Reader
from brim.backend.providers.claude import keychain, loginerrors
from brim.backend.providers.claude.credentials import Login, LoginOrigin, LoginState
from brim.backend.providers.claude.locations import AccountLocation
from brim.backend.providers.claude.loginerrors import LoginContext
from brim.backend.providers.claude.logins import Logins
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.providers.claude.refusals import RefusalStore
from brim.backend.settings.load import load_settings
from brim.errors import ReadError
from brim.model.account import Health
from tests.support.samples import NOW
from tests.support.sandbox import Sandbox, status_json, wait_for
from tests.support.usageserver import answer_from_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")

STORED = "sk-ant-oat01-EXAMPLE-OF-THE-FILE"
KEPT = "sk-ant-oat01-EXAMPLE-OF-THE-KEYCHAIN"
SET = "sk-ant-oat01-EXAMPLE-OF-THE-ENVIRONMENT"
SERVICE = "Claude Code-credentials"


def _content(token: str, **changes: object) -> str:
    return json.dumps({"claudeAiOauth": {"accessToken": token, "scopes": ["user:profile"]} | changes})


@dataclass
class Mac:
    """A folder of Claude Code and a Keychain, whose `security` is a program of the test."""

    folder: Path
    programs: Path
    now: datetime = NOW
    token: str | None = None
    seconds: float = 20.0

    def security(self, script: str) -> None:
        """Let the Keychain answer so from now on; each question is noted."""
        path = self.programs / "security"
        path.write_text(f'#!/bin/sh\necho "$*" >>"{self.programs}/asked"\n{script}\n')
        path.chmod(stat.S_IRWXU)

    def keeps(self, value: str) -> None:
        """Let the Keychain hold a value."""
        (self.programs / "value").write_text(value)
        self.security(f'cat "{self.programs}/value"')

    def stores(self, value: str) -> None:
        """Write the login file."""
        (self.folder / ".credentials.json").write_text(value)

    @property
    def asked(self) -> list[str]:
        """Every question so far, as it stood on the command line."""
        path = self.programs / "asked"
        return path.read_text().splitlines() if path.exists() else []

    def logins(self) -> Logins:
        """What a process that starts now uses."""
        item = keychain.KeychainItem(SERVICE, "me", self.programs / "login.keychain-db")
        token = SecretStr(self.token) if self.token is not None else None
        refused = RefusalStore(self.folder / "state" / "logins.json", lambda: self.now)
        return Logins(AccountLocation(self.folder, self.folder, item, token), refused, lambda: self.now, self.seconds)

    def read(self) -> Login:
        """The login that a process that starts now finds."""
        return asyncio.run(self.logins().read())


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mac:
    """An empty Keychain, no login file and no token in the environment."""
    made = Mac(tmp_path / "claude", tmp_path / "programs")
    made.folder.mkdir()
    made.programs.mkdir()
    monkeypatch.setenv("PATH", f"{made.programs}{os.pathsep}{os.environ['PATH']}")
    made.security("exit 44")
    return made


def _token(login: Login) -> str | None:
    found = login.credentials
    return found.access_token.get_secret_value() if found is not None and found.access_token is not None else None


@pytest.mark.parametrize(
    ("stored", "kept", "token", "expected"),
    [
        (_content(STORED), _content(KEPT), SET, STORED),
        (_content(STORED, expiresAt=1), _content(KEPT), SET, KEPT),
        ("{}", _content(KEPT), SET, KEPT),
        (None, _content(KEPT).encode().hex(), None, KEPT),
        (_content(STORED, expiresAt=1), '{"mcpOAuth": {}}', SET, STORED),
        (None, '{"mcpOAuth": {}}', SET, SET),
        ("{}", "{}", SET, SET),
        (None, "{}", None, None),
    ],
)
def test_order(mac: Mac, stored: str | None, kept: str, token: str | None, expected: str | None) -> None:
    """A usable file counts before the Keychain, that before any other file, and the environment comes last."""
    if stored is not None:
        mac.stores(stored)
    mac.keeps(kept)
    mac.token = token

    assert expected == _token(mac.read())


def test_question(mac: Mac) -> None:
    """The Keychain is asked for one item, with nothing but names on the command line; a usable file asks nothing."""
    mac.keeps(_content(KEPT))
    mac.read()
    mac.stores(_content(STORED))
    mac.read()

    assert [f"find-generic-password -a me -w -s {SERVICE}"] == mac.asked


@pytest.mark.parametrize(
    ("script", "title", "questions"),
    [
        ("exit 128", "No access to the Keychain", 1),
        ("exit 51", "No access to the Keychain", 1),
        ("exit 36", "The Keychain is locked", 2),
        ("echo nonsense", "Login cannot be read", 2),
    ],
)
def test_refusal(mac: Mac, script: str, title: str, questions: int) -> None:
    """A denied question is put once, also to a process that starts later; what asks nobody is tried again."""
    mac.security(script)
    found = [mac.read() for _ in range(2)]

    assert [LoginState.UNREADABLE] * 2 == [login.state for login in found]
    assert questions == len(mac.asked)
    with pytest.raises(ReadError) as error:
        loginerrors.usable_token(found[1], NOW, LoginContext(AccountLocation(mac.folder, mac.folder)))
    assert title == error.value.title


def test_one_question_after_another(mac: Mac) -> None:
    """Several accounts put their questions in turn: a person is never asked two things at once."""
    mac.security(f'mkdir "{mac.programs}/asking" || exit 50; sleep 0.1; rmdir "{mac.programs}/asking"; exit 44')

    async def go() -> list[Login]:
        return await asyncio.gather(*(mac.logins().read() for _ in range(4)))

    assert [LoginState.ABSENT] * 4 == [login.state for login in asyncio.run(go())]


def test_unanswered(mac: Mac) -> None:
    """A question that nobody answers is taken back, leaves no process, and is not put again."""
    mac.security(f'echo $$ >"{mac.programs}/pid"; exec sleep 60')
    mac.seconds = 0.5
    found = [mac.read() for _ in range(2)]
    pid = int((mac.programs / "pid").read_text())

    assert ["unanswered"] * 2 == [login.unreadable_reason for login in found]
    assert 1 == len(mac.asked)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_quit_during_a_question(mac: Mac) -> None:
    """Whoever quits while the question stands takes it back at once, and it does not count as denied."""
    mac.security(f'echo $$ >"{mac.programs}/pid"; exec sleep 60')
    pid = mac.programs / "pid"

    async def go() -> None:
        reading = asyncio.create_task(mac.logins().read())
        await asyncio.to_thread(wait_for, lambda: pid.exists() and pid.read_text().endswith("\n"))
        reading.cancel()
        await asyncio.wait((reading,), timeout=5)
        assert reading.cancelled()

    asyncio.run(go())
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
    mac.keeps(_content(KEPT))

    assert KEPT == _token(mac.read())


def test_wish(mac: Mac) -> None:
    """A person's wish puts a denied question again; wishes that piled up while it stood there do not."""
    mac.security("exit 128")

    async def go() -> list[LoginState]:
        logins = mac.logins()
        states = [(await logins.read()).state]
        mac.keeps(_content(KEPT))
        await logins.retry_refused()
        states.append((await logins.read()).state)
        mac.now += timedelta(minutes=1)
        before = logins.version()
        await mac.logins().retry_refused()  # in another process
        assert before != logins.version()
        return [*states, (await logins.read()).state]

    assert [LoginState.UNREADABLE, LoginState.UNREADABLE, LoginState.USABLE] == asyncio.run(go())


def test_rest(mac: Mac) -> None:
    """The Keychain is looked into once, and again when its file changed or five minutes have passed."""
    mac.keeps(_content(KEPT))
    counts = []

    async def go() -> None:
        logins = mac.logins()
        await logins.read()
        counts.append(len(mac.asked))
        await logins.read()
        counts.append(len(mac.asked))
        await asyncio.to_thread((mac.programs / "login.keychain-db").touch)
        await logins.read()
        counts.append(len(mac.asked))
        mac.now += timedelta(minutes=5)
        await logins.read()
        counts.append(len(mac.asked))

    asyncio.run(go())

    assert [1, 1, 2, 3] == counts


def test_no_program(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `security` the reason is said, and nothing fails."""
    (mac.programs / "security").unlink()
    monkeypatch.setenv("PATH", str(mac.programs))

    assert (LoginState.UNREADABLE, "unavailable") == (mac.read().state, mac.read().unreadable_reason)


def test_stamp(mac: Mac) -> None:
    """The stamp of a login in the Keychain changes when it is renewed, and holds no part of the token."""
    stamps = []
    for hours in (8, 8, 16):
        mac.keeps(_content(KEPT, expiresAt=int((NOW + timedelta(hours=hours)).timestamp() * 1000)))
        stamps.append(mac.read().version)

    assert stamps[0] == stamps[1] != stamps[2]
    assert "EXAMPLE" not in "".join(stamps)


def test_keychain_is_read_through(sandbox: Sandbox, mac: Mac) -> None:
    """A login in the Keychain brings a reading, as one in a file does."""
    mac.keeps(_content(KEPT))
    sandbox.server.answers = [usage_answer("usage-max")]
    where = AccountLocation(mac.folder, sandbox.claude, keychain.KeychainItem(SERVICE, "me", mac.programs / "none"))

    async def go() -> AccountState:
        provider = ClaudeProvider(load_settings(), where, lambda: sandbox.now, tenacity.wait_none())
        reader = Reader(provider, sandbox.state, lambda: sandbox.now)
        try:
            return await reader.read()
        finally:
            await reader.aclose()

    known = asyncio.run(go())

    assert Health.OK is known.history.health
    assert [f"Bearer {KEPT}"] == [request["authorization"] for request in sandbox.server.requests]


@pytest.mark.parametrize(
    ("answer", "health", "title"),
    [("error-403-scope", "no_scope", "Token may not read usage"), ("error-401", "expired", "Token refused")],
)
def test_setup_token(sandbox: Sandbox, answer: str, health: str, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused token of the environment is named with the next step, and is not sent again until a login comes."""
    (sandbox.claude / ".credentials.json").unlink()
    monkeypatch.setenv("CLAUDE_CODE_OAUTH_TOKEN", SET)
    sandbox.server.answers = [answer_from_fixture(answer)]
    code, out, errors = status_json()
    sandbox.account_file("gate.json").unlink()  # as if the wait that stands there had long passed
    again = status_json()[1]

    assert (3, health, title) == (code, out["health"], out["problem"]["title"])
    assert "claude auth login" in errors
    assert (health, title) == (again["health"], again["problem"]["title"])
    assert 1 == len(sandbox.server.requests)
    assert [] == [path for path in sandbox.state.rglob("*") if path.is_file() and b"EXAMPLE" in path.read_bytes()]

    sandbox.write_login()
    sandbox.server.answers = [usage_answer("usage-max")]
    assert "ok" == status_json()[1]["health"]


def test_setup_token_wished(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's wish sends a refused token once more: it may be another one by now."""
    (sandbox.claude / ".credentials.json").unlink()
    monkeypatch.setenv("CLAUDE_CODE_OAUTH_TOKEN", SET)
    sandbox.server.answers = [answer_from_fixture("error-403-scope")]
    status_json()
    path = sandbox.state / "logins.json"
    path.write_text(path.read_text().replace('"at": "2', '"at": "1'))  # long ago
    sandbox.account_file("gate.json").unlink()
    status_json("--refresh")

    assert 2 == len(sandbox.server.requests)


@pytest.mark.parametrize(
    ("platform", "words"), [("win32", r"BRIM_CLAUDE__CONFIG_DIR to \\wsl.localhost"), ("linux", "Run `claude`")]
)
def test_nowhere(platform: str, words: str, tmp_path: Path) -> None:
    """Without a login the next step is named; on Windows also the setting for one that lies in WSL."""
    around = LoginContext(AccountLocation(tmp_path, tmp_path), platform=platform)
    with pytest.raises(ReadError) as error:
        loginerrors.usable_token(Login(LoginOrigin.FILE, "", LoginState.ABSENT, ""), NOW, around)

    assert words in error.value.message
    assert (platform == "win32") == ("WSL" in error.value.message)


def test_ended(mac: Mac) -> None:
    """A login that can no longer be renewed says so, instead of waiting for Claude Code to renew it."""
    mac.stores(_content(STORED, expiresAt=1, refreshTokenExpiresAt=(NOW - timedelta(days=1)).isoformat()))

    with pytest.raises(ReadError) as error:
        loginerrors.usable_token(mac.read(), NOW, LoginContext(AccountLocation(mac.folder, mac.folder)))
    assert "Login ended" == error.value.title


def test_broken_memory(mac: Mac) -> None:
    """A file of refusals that cannot be used is set aside, and costs one question."""
    mac.security("exit 128")
    mac.read()
    (mac.folder / "state" / "logins.json").write_text('{"refused": 7}')
    mac.read()
    mac.read()

    assert 2 == len(mac.asked)
